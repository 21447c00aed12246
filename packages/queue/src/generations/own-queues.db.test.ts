import { randomUUID } from 'node:crypto';
import type { GenerationJob } from '@frontdesk/protocol';
import { expect, it, vi } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';
import { connectQueues } from '../servers.ts';
import { testServers } from '../testing/test-servers.ts';
import { consumeGenerations, openGenerationQueue } from './bullmq-generation-queue.ts';

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000 });
const connect = async () => keep(await connectQueues({ ...testServers, onError: unexpected }));
const open = async () => keep(await openGenerationQueue(await connect()));
const jobs = (count: number): GenerationJob[] =>
  Array.from({ length: count }, () => ({ generationId: randomUUID(), epoch: 1 }));
const ids = (those: readonly GenerationJob[]) => those.map(({ generationId }) => generationId);

/** A worker whose jobs end when the test says so. */
async function work(workerId: string, concurrency = 2) {
  const taken: string[] = [];
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  let isOver = false;
  const handle = async ({ generationId }: GenerationJob) => {
    taken.push(generationId);
    running += 1;
    most = Math.max(most, running);
    if (!isOver) await new Promise<void>((resolve) => ends.push(resolve));
    running -= 1;
  };
  const consumer = keep(
    await consumeGenerations(await connect(), { workerId, concurrency, handle, onError: unexpected }),
  );
  // Before the consumer is closed, which waits for them.
  keep({
    close: async () => {
      isOver = true;
      for (const end of ends.splice(0)) end();
    },
  });
  return { taken, consumer, endOne: () => ends.shift()?.(), most: () => most };
}

it('a queue that was closed for want of use takes jobs again, and has kept those it had', async () => {
  let minutes = 0;
  const queue = keep(await openGenerationQueue(await connect(), { now: () => minutes * 60_000 }));
  const [before, other, after] = jobs(3) as [GenerationJob, GenerationJob, GenerationJob];
  await queue.enqueue(before, { workerId: 'idle' });
  minutes = 11;
  // Opening another one closes it.
  await queue.enqueue(other, { workerId: 'busy' });
  await queue.enqueue(after, { workerId: 'idle' });
  const worker = await work('idle', 10);
  await eventually(() => expect(worker.taken).toEqual(ids([before, after])));
});

it('a job goes to the worker that it is for, one without to any', async () => {
  const queue = await open();
  // A colon, which BullMQ takes in no name.
  const [one, two] = [await work('host:1', 10), await work('host:2', 10)];
  const [forOne, forTwo, forAny] = [jobs(3), jobs(3), jobs(3)];
  for (const job of forOne) await queue.enqueue(job, { workerId: 'host:1' });
  for (const job of forTwo) await queue.enqueue(job, { workerId: 'host:2' });
  for (const job of forAny) await queue.enqueue(job);
  await eventually(() => expect([...one.taken, ...two.taken]).toHaveLength(9));
  expect(one.taken).toEqual(expect.arrayContaining(ids(forOne)));
  expect(two.taken).toEqual(expect.arrayContaining(ids(forTwo)));
});

it('takes no more than it may of both queues together, and lets neither starve', async () => {
  const queue = await open();
  const [own, shared] = [jobs(6), jobs(6)];
  for (const job of own) await queue.enqueue(job, { workerId: 'w' });
  for (const job of shared) await queue.enqueue(job);
  const worker = await work('w', 2);
  await eventually(() => expect(worker.taken).toHaveLength(2));
  for (let taken = 2; taken < 6; taken += 1) {
    worker.endOne();
    await eventually(() => expect(worker.taken).toHaveLength(taken + 1));
  }
  const ofOwn = worker.taken.filter((id) => ids(own).includes(id)).length;
  expect([2, 3, 4]).toContain(ofOwn);
  for (let taken = 6; taken < 12; taken += 1) {
    worker.endOne();
    await eventually(() => expect(worker.taken).toHaveLength(taken + 1));
  }
  expect(worker.most()).toBe(2);
});

it('what waits for a worker that is gone is released for all, each once', async () => {
  const queue = await open();
  const waiting = jobs(3);
  for (const job of waiting) await queue.enqueue(job, { workerId: 'gone' });
  expect(await queue.depth()).toBe(0);
  expect(await queue.release('gone')).toBe(3);
  expect(await queue.depth()).toBe(3);
  expect(await queue.release('gone')).toBe(0);
  await queue.forget('gone');
  await queue.forget('gone');
  const worker = await work('alive', 5);
  await eventually(() => expect(worker.taken.toSorted()).toEqual(ids(waiting).toSorted()));
});

it('serves round by round, those of one round in their order, also after they were released', async () => {
  const queue = await open();
  const [last, second, first, begun] = [jobs(2), jobs(2), jobs(2), jobs(2)];
  for (const job of last) await queue.enqueue(job, { workerId: 'gone', round: 2 ** 21 - 1 });
  for (const job of second) await queue.enqueue(job, { workerId: 'gone', round: 2 });
  for (const job of first) await queue.enqueue(job, { workerId: 'gone', round: 1 });
  for (const job of begun) await queue.enqueue(job, { workerId: 'gone' });
  await queue.release('gone');
  expect(await queue.depth()).toBe(8);
  expect(await queue.depth({ background: false })).toBe(6);
  const worker = await work('w', 1);
  for (let taken = 0; taken < 8; taken += 1) {
    await eventually(() => expect(worker.taken).toHaveLength(taken + 1));
    worker.endOne();
  }
  expect(worker.taken).toEqual(ids([...begun, ...first, ...second, ...last]));
});
