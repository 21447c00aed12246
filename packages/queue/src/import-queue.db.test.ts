import { randomUUID } from 'node:crypto';
import type { ImportJob } from '@frontdesk/protocol';
import { afterEach, expect, it, vi } from 'vitest';
import { consumeImports, openImportQueue } from './bullmq-import-queue.ts';
import { connectQueues } from './servers.ts';
import { testServers } from './testing/test-servers.ts';

const opened: { close(): Promise<void> }[] = [];
const unexpected = (error: unknown): void => {
  throw error;
};
const keep = <T extends { close(): Promise<void> }>(made: T): T => {
  opened.push(made);
  return made;
};
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});
const connect = async () => keep(await connectQueues({ ...testServers, onError: unexpected }));
const job = (): ImportJob => ({ sourceId: randomUUID(), epoch: 1 });

it('hands out one job at a time, each once, and goes on after one that fails', async () => {
  const queue = keep(await openImportQueue(await connect()));
  const jobs = [job(), job(), job()];
  const handled: string[] = [];
  const onError = vi.fn();
  let running = 0;
  keep(
    await consumeImports(await connect(), {
      handle: async ({ sourceId }) => {
        running += 1;
        expect(running).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 30));
        running -= 1;
        handled.push(sourceId);
        if (sourceId === jobs[1]?.sourceId) throw new Error('broken');
      },
      onError,
    }),
  );
  for (const one of jobs) await queue.enqueue(one);
  await vi.waitFor(() => expect(handled).toHaveLength(3), { timeout: 30_000 });
  expect(handled.toSorted()).toEqual(jobs.map(({ sourceId }) => sourceId).toSorted());
  expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'broken' }));
});

it('ignores a job that still waits, and takes the next epoch', async () => {
  const queue = keep(await openImportQueue(await connect()));
  const first = job();
  await queue.enqueue(first);
  await queue.enqueue(first);
  await queue.enqueue({ ...first, epoch: 2 });
  const handled: ImportJob[] = [];
  keep(await consumeImports(await connect(), { handle: async (one) => void handled.push(one), onError: unexpected }));
  await vi.waitFor(() => expect(handled).toEqual([first, { ...first, epoch: 2 }]), { timeout: 30_000 });
});
