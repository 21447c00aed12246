import { expect, it } from 'vitest';
import { describeChaos, parseChaosOptions } from './settings.ts';

const flags = { users: '60', seconds: '600', workers: '2', seed: '1' };

it('a run has 60 customers, ten minutes and two workers unless asked for else', () => {
  expect(describeChaos(parseChaosOptions(flags))).toBe(
    '60 users, 600 s, think 40 s, answers of 45 tokens, 2 workers, seed 1',
  );
  expect(describeChaos(parseChaosOptions({ ...flags, workers: '1', seed: '7' }))).toContain('1 worker, seed 7');
  expect(describeChaos(parseChaosOptions({ ...flags, redis: true }))).toMatch(/seed 1, on Redis$/);
});

it.each([
  [{ users: '0' }, '--users takes a whole number from 1 on'],
  [{ seconds: '9' }, '--seconds takes a whole number from 10 on'],
  [{ workers: 'two' }, '--workers takes a whole number from 1 on'],
  [{ seed: '1.5' }, '--seed takes a whole number from 1 on'],
])('%j is refused', (flag, message) => {
  expect(() => parseChaosOptions({ ...flags, ...flag })).toThrow(message);
});
