import { expect, test } from 'vitest';
import { percentile, spread } from './percentiles.ts';

test('nearest rank: of 1 to 100, p99 is 99', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(spread(values)).toEqual({ p50: 50, p95: 95, p99: 99 });
});

test('one value is every percentile, no value is none', () => {
  expect(percentile([7], 0.01)).toBe(7);
  expect(percentile([], 0.5)).toBeNaN();
});
