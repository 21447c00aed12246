import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { type Conversation, chooseWorker, silentMs, type WorkerStatus } from './choose-worker.ts';

const worker = (id: string, changes: Partial<WorkerStatus> = {}): WorkerStatus => ({
  ...{ id, state: 'ready', slots: 32, running: 0, waiting: 0, ageMs: 500 },
  ...changes,
});
const lastBy = (workerId: string, agoMs = 40_000): Conversation['last'] => ({ workerId, agoMs });

test.each<[string, WorkerStatus[], Conversation['last'], string | null]>([
  ['nobody there', [], undefined, null],
  ['nobody ready', [worker('a', { state: 'warming' }), worker('b', { state: 'draining' })], undefined, null],
  ['a new conversation', [worker('a', { running: 4 }), worker('b', { running: 3 })], undefined, 'b'],
  [
    'what waits counts like what runs',
    [worker('a', { running: 1, waiting: 4 }), worker('b', { running: 3 })],
    undefined,
    'b',
  ],
  ['by share, not by number', [worker('a', { running: 4 }), worker('b', { slots: 8, running: 2 })], undefined, 'a'],
  ['the holder', [worker('a', { running: 4 }), worker('b')], lastBy('a'), 'a'],
  ['the holder, a quarter of the slots busier', [worker('a', { running: 8 }), worker('b')], lastBy('a'), 'a'],
  ['a much busier holder', [worker('a', { running: 9 }), worker('b')], lastBy('a'), 'b'],
  ['a full holder', [worker('a', { running: 32 }), worker('b', { running: 31 })], lastBy('a'), 'b'],
  [
    'full with what waits for it',
    [worker('a', { running: 30, waiting: 2 }), worker('b', { running: 31 })],
    lastBy('a'),
    'b',
  ],
  ['a holder that drains', [worker('a', { state: 'draining' }), worker('b', { running: 9 })], lastBy('a'), 'b'],
  ['a silent holder', [worker('a', { ageMs: silentMs + 1 }), worker('b', { running: 9 })], lastBy('a'), 'b'],
  ['just heard of in time', [worker('a', { ageMs: silentMs })], lastBy('a'), 'a'],
  ['a holder that is gone', [worker('b')], lastBy('a'), 'b'],
  ['what it held is gone', [worker('a', { running: 1 }), worker('b')], lastBy('a', 300_001), 'b'],
  ['all full', [worker('a', { running: 32 }), worker('b', { running: 40 })], lastBy('a'), null],
  ['all silent', [worker('a', { ageMs: 60_000 })], undefined, null],
  ['no slots', [worker('a', { slots: 0 })], undefined, null],
])('%s', (_, workers, last, expected) => {
  expect(chooseWorker(workers, { id: 'c', ...(last ? { last } : {}) }, 0)).toBe(expected);
});

it('nobody overtakes those on the shared queue', () => {
  expect(chooseWorker([worker('a')], { id: 'c', last: { workerId: 'a', agoMs: 0 } }, 1)).toBe(null);
});

it('of equals, conversations take turns', () => {
  const workers = ['worker-1', 'worker-2', 'worker-3', 'worker-4'].map((id) => worker(id));
  const counts = new Map<string | null, number>();
  for (let index = 0; index < 1_000; index++) {
    const id = chooseWorker(workers, { id: `conversation-${index}` }, 0);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  expect(counts.size).toBe(4);
  for (const count of counts.values()) expect(Math.abs(count - 250)).toBeLessThan(50);
});

const workerIds = ['a', 'b', 'c', 'd', 'e'];
const anyWorker = fc.record({
  state: fc.constantFrom('starting', 'warming', 'ready', 'ready', 'draining'),
  slots: fc.integer({ min: 0, max: 32 }),
  running: fc.integer({ min: 0, max: 40 }),
  waiting: fc.integer({ min: 0, max: 10 }),
  ageMs: fc.integer({ min: 0, max: 2 * silentMs }),
});
const anyWorkers = fc
  .array(anyWorker, { maxLength: workerIds.length })
  .map((list) => list.map((one, index): WorkerStatus => ({ id: workerIds[index] ?? '', ...one }) as WorkerStatus));
const anyConversation = fc.record(
  {
    id: fc.string(),
    last: fc.record({ workerId: fc.constantFrom(...workerIds), agoMs: fc.integer({ min: 0, max: 600_000 }) }),
  },
  { requiredKeys: ['id'] },
);

it('only a ready worker with room, heard of lately, gets anything; none is left out for no reason', () => {
  fc.assert(
    fc.property(anyWorkers, anyConversation, (workers, conversation) => {
      const open = workers.filter(
        ({ state, slots, running, waiting, ageMs }) =>
          state === 'ready' && ageMs <= silentMs && slots > 0 && running + waiting < slots,
      );
      const chosen = chooseWorker(workers, conversation as Conversation, 0);
      if (open.length === 0) expect(chosen).toBe(null);
      else expect(open.map(({ id }) => id)).toContain(chosen);
    }),
  );
});

it('the order of the heartbeats does not matter', () => {
  fc.assert(
    fc.property(anyWorkers, anyConversation, (workers, conversation) => {
      const chosen = chooseWorker(workers, conversation as Conversation, 0);
      expect(chooseWorker([...workers].reverse(), conversation as Conversation, 0)).toBe(chosen);
    }),
  );
});
