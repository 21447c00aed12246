import { expect, it } from 'vitest';
import { describeModelProgress } from './model.mjs';

it.each([
  [
    { step: 'download', bytes: 46_435_520, total: 92_871_040, bytesPerSecond: 12_340_000 },
    'fetching, 46.4 of 92.9 MB (50 %), 12.3 MB/s',
  ],
  [
    { step: 'retry', attempt: 2, attempts: 3, waitMs: 2_000, reason: 'timed out' },
    'fetching failed (timed out); attempt 2 of 3 in 2 s',
  ],
  [{ step: 'convert', layers: 4, total: 30 }, 'converting, layer 5 of 30'],
] as const)('describes %o', (progress, words) => {
  expect(describeModelProgress(progress)).toBe(words);
});
