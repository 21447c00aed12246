import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import {
  countOf,
  emptyHistogram,
  latencyEdgesMs,
  mergeHistograms,
  percentileOf,
  toHistogram,
} from './latency-histogram.ts';
import { promise, promisedShare } from './promise.ts';

const durations = fc.array(fc.double({ min: 0, max: 90_000, noNaN: true }), { maxLength: 300 });
const histograms = durations.map(toHistogram);

test.each([promise.ttftP99Ms, promise.itlP99Ms, promise.tpotP99Ms])('%i ms, which is promised, is an edge', (ms) => {
  expect(latencyEdgesMs).toContain(ms);
});

test.each<[string, number[], number, number | null]>([
  ['nothing', [], 0.99, null],
  ['one: the upper edge of its bucket', [1_700], 0.5, 2_000],
  ['two in a bucket: evenly spread', [1_600, 1_900], 0.5, 1_750],
  ['99 of 100 within', [...Array(99).fill(2_000), 2_001], 0.99, 2_000],
  ['98 of 100 within', [...Array(98).fill(2_000), 2_001, 2_001], 0.99, 2_500],
  ['the lowest', [3, 70_000], 0, 5],
  ['beyond all edges', [70_000], 0.5, 60_000],
])('%s', (_, durationsMs, share, expected) => {
  expect(percentileOf(toHistogram(durationsMs), share)).toBe(expected);
});

it('merges in any order and grouping, and loses nothing', () => {
  fc.assert(
    fc.property(histograms, histograms, histograms, (a, b, c) => {
      expect(mergeHistograms(mergeHistograms(a, b), c)).toEqual(mergeHistograms(a, mergeHistograms(b, c)));
      expect(mergeHistograms(a, b)).toEqual(mergeHistograms(b, a));
      expect(mergeHistograms(a, emptyHistogram)).toEqual(a);
      expect(countOf(mergeHistograms(a, b))).toBe(countOf(a) + countOf(b));
    }),
  );
});

it('is the histogram of all durations, whichever process counted them', () => {
  fc.assert(
    fc.property(durations, durations, (a, b) => {
      expect(mergeHistograms(toHistogram(a), toHistogram(b))).toEqual(toHistogram([...a, ...b]));
    }),
  );
});

it('a percentile lies in the bucket of the true one, and grows with the share', () => {
  const shares = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(durations, shares, shares, (durationsMs, one, other) => {
      if (durationsMs.length === 0) return;
      const histogram = toHistogram(durationsMs);
      const rank = Math.max(1, Math.ceil(one * durationsMs.length - 1e-9));
      const exactMs = durationsMs.toSorted((a, b) => a - b)[rank - 1] ?? Number.NaN;
      const upperMs = latencyEdgesMs.find((edge) => exactMs <= edge) ?? 60_000;
      const lowerMs = latencyEdgesMs.findLast((edge) => edge < exactMs) ?? 0;
      const estimateMs = percentileOf(histogram, one) ?? Number.NaN;
      expect(estimateMs).toBeGreaterThanOrEqual(lowerMs);
      expect(estimateMs).toBeLessThanOrEqual(upperMs);
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      expect(percentileOf(histogram, less)).toBeLessThanOrEqual(percentileOf(histogram, more) ?? Number.NaN);
    }),
  );
});

it('p99 is within the promise exactly when 99 of 100 are', () => {
  fc.assert(
    fc.property(fc.nat(2_000), fc.nat(30), (within, beyond) => {
      if (within + beyond === 0) return;
      const histogram = toHistogram([...Array(within).fill(1_990), ...Array(beyond).fill(2_010)]);
      const kept = within >= promisedShare * (within + beyond) - 1e-9;
      expect((percentileOf(histogram, promisedShare) ?? 0) <= promise.ttftP99Ms).toBe(kept);
    }),
  );
});
