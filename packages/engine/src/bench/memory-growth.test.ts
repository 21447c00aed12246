import { expect, test } from 'vitest';
import { findGrowth, limits, type MemorySample } from './memory-growth.ts';

const MIB = 2 ** 20;
/** 200 samples over 100,000 steps. */
const samples = (rssAt: (step: number) => number): MemorySample[] =>
  Array.from({ length: 200 }, (_, index) => {
    const step = (index + 1) * 500;
    return { step, own: rssAt(step), heap: 20 * MIB, external: 5 * MIB };
  });

test('what is filled in the warm-up is no growth, and neither is noise', () => {
  const { from, own, heap } = findGrowth(
    samples((step) => Math.min(300 * MIB, step * 40_000) + (step % 7) * 0.3 * MIB),
  );
  expect(from).toBe(10_500);
  expect(Math.abs(own.trend)).toBeLessThan(MIB);
  expect(own.peak).toBeLessThan(2 * MIB);
  expect(heap).toEqual({ trend: 0, peak: 0 });
});

test('a hundred bytes lost in each step show in the trend', () => {
  const { own } = findGrowth(samples((step) => 300 * MIB + step * 100 + (step % 3) * MIB));
  expect(own.trend).toBeGreaterThan(limits.trendBytes);
});

test('a jump at the end shows at its full height', () => {
  const { own } = findGrowth(samples((step) => (step > 95_000 ? 340 : 300) * MIB));
  expect(own.peak).toBeCloseTo(40 * MIB, -3);
});
