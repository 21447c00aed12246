import { expect, test } from 'vitest';
import { stretchOf } from './stretch.ts';

test('the time between tokens beside a long prompt is told against the p99 and against the median without it', () => {
  const beside = { aloneMedianMs: 16, aloneP99Ms: 20, besideP99Ms: 48, gaps: 900 };
  expect(stretchOf(beside)).toEqual({ toP99: 2.4, toMedian: 3 });
});
