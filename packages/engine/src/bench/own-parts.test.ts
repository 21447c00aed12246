import { expect, test } from 'vitest';
import { type OwnParts, ownTargets } from './own-parts.ts';
import { isMissed } from './targets.ts';

const beside = {
  aloneMedianMs: 16,
  aloneP99Ms: 20,
  besideP99Ms: 55,
  gaps: 900,
  stretch: { toP99: 2.75, toMedian: 3.4 },
};
const full = {
  memoryBytes: 2.2e9,
  lateP99Ms: 2,
  decodeTokensPerSecond: 900,
  prefixBytes: 5e8,
  kvBytesPerToken: 11_520,
};
const parts = { ttft: { uncachedMs: 200, cachedMs: 18 }, sampling: { greedy: 0.01, dear: 0.04 }, beside, full };

test.each<[string, Partial<OwnParts>, string[]]>([
  ['all as asked; against the median is told only', {}, []],
  [
    'little is saved by what is kept',
    { ttft: { uncachedMs: 200, cachedMs: 21 } },
    ['TTFT of 512 tokens with 480 cached'],
  ],
  ['the dearest way to sample counts', { sampling: { greedy: 0.01, dear: 0.06 } }, ['all of sampling, 32 sequences']],
  [
    'others stutter',
    { beside: { ...beside, stretch: { toP99: 3.1, toMedian: 3.1 } } },
    ['time between tokens of 8 sequences beside a prompt of 1000, p99'],
  ],
  ['much memory', { full: { ...full, memoryBytes: 3.1e9 } }, ['memory of an engine alone, 48 full slots']],
  ['nothing measured', { full: { ...full, lateP99Ms: Number.NaN } }, ['event loop late at p99 while they run']],
])('%s', (_, changes, missed) => {
  const targets = ownTargets({ ...parts, ...changes });
  expect(targets.filter(isMissed).map(({ name }) => name)).toEqual(missed);
});
