import { expect, it } from 'vitest';
import { TokenRate } from './token-rate.ts';

it('counts the tokens of the last ten seconds', () => {
  let nowMs = 5_000;
  const rate = new TokenRate(() => nowMs);
  expect(rate.perSecond).toBe(0);
  rate.add(30);
  nowMs += 500;
  rate.add(20);
  expect(rate.perSecond).toBe(5);
  nowMs += 5_000;
  rate.add(50);
  expect(rate.perSecond).toBe(10);
  nowMs = 16_000;
  expect(rate.perSecond).toBe(5);
  nowMs = 60_000;
  expect(rate.perSecond).toBe(0);
});
