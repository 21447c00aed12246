import { expect, it } from 'vitest';
import { workerLimits } from './worker-limits.mjs';

const gib = 2 ** 30;

it.each<[string, Parameters<typeof workerLimits>[0], { min: number; max: number; env: Record<string, string> }]>([
  ['two cores: one worker with both', { cores: 2, memoryBytes: 8 * gib }, { min: 1, max: 1, env: {} }],
  ['one core', { cores: 1, memoryBytes: 4 * gib }, { min: 1, max: 1, env: {} }],
  [
    'four threads each, together an eighth of the memory',
    { cores: 10, memoryBytes: 16 * gib },
    { min: 1, max: 2, env: { THREADS: '4', PREFIX_CACHE_MB: '1024' } },
  ],
  [
    'two cores, a thread each',
    { cores: 2, memoryBytes: 8 * gib, env: { THREADS: '1' } },
    { min: 1, max: 2, env: { THREADS: '1', PREFIX_CACHE_MB: '512' } },
  ],
  [
    'no more than the database has connections for, nor more memory than one alone would take',
    { cores: 128, memoryBytes: 512 * gib },
    { min: 1, max: 8, env: { THREADS: '4', PREFIX_CACHE_MB: '2048' } },
  ],
  [
    'limits of the operator',
    { cores: 16, memoryBytes: 32 * gib, env: { MIN_WORKERS: '2', MAX_WORKERS: '3', PREFIX_CACHE_MB: '100' } },
    { min: 2, max: 3, env: { THREADS: '4', PREFIX_CACHE_MB: '100' } },
  ],
  [
    'more than there is room for',
    { cores: 8, memoryBytes: 32 * gib, env: { MIN_WORKERS: '4', MAX_WORKERS: '20' } },
    { min: 2, max: 2, env: { THREADS: '4', PREFIX_CACHE_MB: '2048' } },
  ],
  ['more threads than cores', { cores: 2, memoryBytes: 8 * gib, env: { THREADS: '6' } }, { min: 1, max: 1, env: {} }],
  ['a GPU', { cores: 64, memoryBytes: 64 * gib, usesGpu: true }, { min: 1, max: 1, env: {} }],
  [
    'what is no number',
    { cores: 2, memoryBytes: 8 * gib, env: { THREADS: 'all', MIN_WORKERS: '', MAX_WORKERS: '0' } },
    { min: 1, max: 1, env: {} },
  ],
])('%s', (_, machine, expected) => {
  expect(workerLimits(machine)).toEqual(expected);
});
