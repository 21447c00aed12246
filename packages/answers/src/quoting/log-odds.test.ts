import { expect, it } from 'vitest';
import { logOddsOf, maxLogOdds } from './log-odds.ts';

it('has bounds, and is 0 for as likely as not', () => {
  expect([0, 1, 1.2, -0.1].map(logOddsOf)).toEqual([-maxLogOdds, maxLogOdds, maxLogOdds, -maxLogOdds]);
  expect(logOddsOf(0.5)).toBe(0);
  expect(logOddsOf(0.9)).toBeCloseTo(Math.log(9), 9);
});
