import { expect, test } from 'vitest';
import { describeWorkers } from './describe-workers.ts';

const worker = (workerId: string, told: boolean, blocks = 0, bytes = 0) => ({ workerId, told, blocks, bytes });

test.each([
  ['nobody was asked', [], null],
  ['nobody had any', [worker('a', true), worker('b', true)], 'No worker had any of it in memory.'],
  [
    'some had some',
    [worker('a', true, 1_024, 12_340_000), worker('b', true, 1, 900), worker('c', true)],
    'Memory of workers: 1,024 KV blocks (12.3 MB) in a; 1 KV block (1 kB) in b; nothing in c.',
  ],
  [
    'not all have told',
    [worker('a', false), worker('b', false, 2, 20_000)],
    'Memory of workers: a has not reported yet; 2 KV blocks (20 kB) in b, which has not reported all yet.',
  ],
])('%s', (_what, workers, text) => expect(describeWorkers(workers)).toBe(text));
