import { expect, it } from 'vitest';
import { WorkerLogs } from './continued-answers.ts';

const generationId = '0199d1a5-61f2-7d5c-8a39-1f0f4c2b7e10';
const startedAt = new Date(1_700_000_000_000);

it('knows each part’s newest process, and which answers were gone on with', () => {
  const logs = new WorkerLogs();
  logs.take('worker-1', 'not JSON: "taking jobs"');
  logs.take('worker-1', JSON.stringify({ msg: 'taking jobs', workerId: 'a' }));
  logs.take('worker-2', JSON.stringify({ msg: 'taking jobs', workerId: 'b' }));
  logs.take('worker-1', JSON.stringify({ msg: 'taking jobs', workerId: 'c' }));
  const line = { msg: 'went on with an answer that another worker began', time: new Date(1_700_000_004_500) };
  logs.take('worker-2', JSON.stringify({ ...line, generationId, epoch: 2, prefillMs: 700 }));
  logs.take('worker-2', JSON.stringify({ ...line, generationId, epoch: 'two', prefillMs: 700 }));
  expect(Object.fromEntries(logs.workerIds)).toEqual({ 'worker-1': 'c', 'worker-2': 'b' });
  expect(logs.continued(startedAt, generationId, 2)).toEqual({ atMs: 4_500, prefillMs: 700 });
  expect(logs.continued(startedAt, generationId, 3)).toBeUndefined();
});
