import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, test } from 'vitest';
import { loadServiceTimes } from './service-times.ts';

let benchDir: string;
beforeEach(() => {
  benchDir = mkdtempSync(path.join(tmpdir(), 'frontdesk-simulator-'));
});
afterEach(() => rmSync(benchDir, { recursive: true }));

test.each([
  [1, 5.6],
  [3, 8.25],
  [16, 25.5],
  [64, 101.6],
  // On from 48 and 64.
  [80, 125.3],
])('without figures of its own, a step of %i takes %f ms, as the README says', (sequences, ms) => {
  expect(loadServiceTimes(benchDir).stepMs(sequences)).toBeCloseTo(ms, 6);
});

it('the prompts of the benchmark take what was measured', () => {
  const { chunkMs, promptMs } = loadServiceTimes(benchDir);
  expect(promptMs + chunkMs(512)).toBeCloseTo(400, 6);
  expect(promptMs + chunkMs(32)).toBeCloseTo(39, 6);
  expect(promptMs).toBeGreaterThan(0);
});

it('a chunk has as many tokens as fit', () => {
  const { chunkMs, chunkTokensIn } = loadServiceTimes(benchDir);
  for (const tokens of [1, 16, 100]) expect(chunkTokensIn(chunkMs(tokens) + 1e-6)).toBe(tokens);
  expect(chunkTokensIn(1)).toBeLessThan(1);
});

it('what was measured here comes first, in any order, and says where it is from', () => {
  const growth = [
    { count: 8, context: 1_000, stepMs: 99 },
    { count: 8, context: 300, stepMs: 30 },
    { count: 1, context: 300, stepMs: 10 },
  ];
  const report = { at: '2026-01-02T03:04:05.000Z', machine: '2 × one', loadBefore: 0.7, growth };
  const file = path.join(benchDir, 'engine.json');
  writeFileSync(file, JSON.stringify({ ...report, ttft: { uncachedMs: 600, cachedMs: 60 }, threads: 2 }));
  const times = loadServiceTimes(benchDir);
  expect([1, 8].map(times.stepMs)).toEqual([10, 30]);
  expect(times.source).toBe('2 × one, bench:engine of 2026-01-02 03:04 UTC, on a busy machine: too slow');
  writeFileSync(file, JSON.stringify(report));
  expect(() => loadServiceTimes(benchDir)).toThrow('engine.json does not say what the engine takes');
});
