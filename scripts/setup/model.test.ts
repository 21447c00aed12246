import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { describeEmbeddingModel, describeModelProgress, keepInUse } from './model.mjs';

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

it('gives the models of what runs a new date each day', () => {
  const dir = mkdtempSync(join(tmpdir(), 'frontdesk-model-'));
  const ageMs = () => Date.now() - statSync(dir).mtimeMs;
  vi.useFakeTimers();
  try {
    utimesSync(dir, 0, 0);
    keepInUse([dir, join(dir, 'gone'), undefined]);
    expect(ageMs()).toBeLessThan(60_000);
    utimesSync(dir, 0, 0);
    vi.advanceTimersByTime(24 * 60 * 60_000);
    expect(ageMs()).toBeLessThan(60_000);
  } finally {
    vi.useRealTimers();
    rmSync(dir, { recursive: true });
  }
});

it('says of an embedding model that it comes without what judges passages', () => {
  const dir = mkdtempSync(join(tmpdir(), 'frontdesk-embedding-'));
  const describe = (files: object) => {
    writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ files }));
    return describeEmbeddingModel(dir);
  };
  expect(describe({ 'model.onnx': {}, 'judge.onnx': {} })).toBe(dir);
  expect(describe({ 'model.onnx': {} })).toBe(
    `${dir}; nothing judges whether a passage answers, as only the default one can: expect more wrong answers`,
  );
  rmSync(dir, { recursive: true });
});
