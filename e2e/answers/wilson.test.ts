import { expect, it } from 'vitest';
import { wilson } from './wilson.ts';

it.each([
  [0, 10, 0, 0.278],
  [10, 10, 0.722, 1],
  [81, 263, 0.255, 0.366],
])('%i of %i lies between %f and %f', (hits, trials, low, high) => {
  const interval = wilson(hits, trials);
  expect(interval.share).toBe(hits / trials);
  expect(interval.low).toBeCloseTo(low, 3);
  expect(interval.high).toBeCloseTo(high, 3);
});

it('knows nothing of nothing', () => {
  expect(wilson(0, 0)).toEqual({ share: Number.NaN, low: Number.NaN, high: Number.NaN });
});
