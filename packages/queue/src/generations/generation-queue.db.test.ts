import { randomUUID } from 'node:crypto';
import type { GenerationJob } from '@frontdesk/protocol';
import { expect, it, vi } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';
import { connectQueues } from '../servers.ts';
import { testServers } from '../testing/test-servers.ts';
import { consumeGenerations, openGenerationQueue } from './bullmq-generation-queue.ts';

const job = (epoch = 1): GenerationJob => ({ generationId: randomUUID(), epoch });
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000 });

const connect = async () => keep(await connectQueues({ ...testServers, onError: unexpected }));
const open = async () => keep(await openGenerationQueue(await connect()));

async function consume(handle: (job: GenerationJob) => Promise<void>, onError = unexpected, concurrency = 4) {
  return keep(await consumeGenerations(await connect(), { concurrency, handle, onError }));
}

it('hands each job to one consumer, once', async () => {
  const queue = await open();
  const handled: string[] = [];
  const handle = async ({ generationId }: GenerationJob) => void handled.push(generationId);
  await consume(handle);
  await consume(handle);
  const jobs = Array.from({ length: 40 }, () => job());
  await Promise.all(jobs.map((one) => queue.enqueue(one)));
  await eventually(() => expect(handled.length).toBeGreaterThanOrEqual(jobs.length));
  expect(handled.toSorted()).toEqual(jobs.map(({ generationId }) => generationId).toSorted());
});

it('takes no more jobs at once than it may, and counts those that wait', async () => {
  const queue = await open();
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let running = 0;
  await consume(
    async () => {
      running += 1;
      await finished;
    },
    unexpected,
    2,
  );
  await Promise.all([job(), job(), job(), job(), job()].map((one) => queue.enqueue(one)));
  await eventually(() => expect(running).toBe(2));
  expect(await queue.depth()).toBe(3);
  finish();
  await eventually(() => expect(running).toBe(5));
});

it('ignores a job that still exists, and takes the next epoch', async () => {
  const queue = await open();
  const first = job();
  await queue.enqueue(first);
  await queue.enqueue(first);
  await queue.enqueue({ ...first, epoch: 2 });
  const handled: GenerationJob[] = [];
  await consume(async (one) => void handled.push(one));
  await eventually(() => expect(handled).toHaveLength(2));
  expect(handled).toEqual([first, { ...first, epoch: 2 }]);
  expect(await queue.depth()).toBe(0);
});

it('reports a job that fails and goes on with the next', async () => {
  const queue = await open();
  const onError = vi.fn();
  const handled: string[] = [];
  const bad = job();
  await consume(async ({ generationId }) => {
    if (generationId === bad.generationId) throw new Error('broken');
    handled.push(generationId);
  }, onError);
  const good = job();
  await queue.enqueue(bad);
  await queue.enqueue(good);
  await eventually(() => expect(handled).toEqual([good.generationId]));
  expect(onError).toHaveBeenCalledWith(expect.objectContaining({ message: 'broken' }));
});

it('finishes what it has in hand when it is closed', async () => {
  const queue = await open();
  let done = false;
  let started = () => {};
  const begun = new Promise<void>((resolve) => {
    started = resolve;
  });
  const consumer = await consumeGenerations(await connect(), {
    concurrency: 1,
    onError: unexpected,
    handle: async () => {
      started();
      await new Promise((resolve) => setTimeout(resolve, 100));
      done = true;
    },
  });
  await queue.enqueue(job());
  await begun;
  await consumer.close();
  expect(done).toBe(true);
});
