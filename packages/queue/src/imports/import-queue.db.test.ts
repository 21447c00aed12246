import { randomUUID } from 'node:crypto';
import type { ImportJob, ImportLane } from '@frontdesk/protocol';
import { expect, it, vi } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';
import { connectQueues } from '../servers.ts';
import { testServers } from '../testing/test-servers.ts';
import { consumeImports, openImportQueue } from './bullmq-import-queue.ts';

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
      lane: 'content',
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
  for (const one of jobs) await queue.enqueue(one, 'content');
  await vi.waitFor(() => expect(handled).toHaveLength(3), { timeout: 30_000 });
  expect(handled.toSorted()).toEqual(jobs.map(({ sourceId }) => sourceId).toSorted());
  expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'broken' }));
});

it('ignores a job that still waits, and takes the next epoch', async () => {
  const queue = keep(await openImportQueue(await connect()));
  const first = job();
  await queue.enqueue(first, 'content');
  await queue.enqueue(first, 'content');
  await queue.enqueue({ ...first, epoch: 2 }, 'content');
  const handled: ImportJob[] = [];
  keep(
    await consumeImports(await connect(), {
      ...{ lane: 'content', onError: unexpected },
      handle: async (one) => void handled.push(one),
    }),
  );
  await vi.waitFor(() => expect(handled).toEqual([first, { ...first, epoch: 2 }]), { timeout: 30_000 });
});

it('holds up nothing that was typed behind a web site', async () => {
  const queue = keep(await openImportQueue(await connect()));
  const connection = await connect();
  const sites = [job(), job()];
  const begun: string[] = [];
  let endCrawl = () => {};
  const crawl = new Promise<void>((resolve) => {
    endCrawl = resolve;
  });
  const handleIn = (lane: ImportLane, until?: Promise<void>) => ({
    ...{ lane, onError: unexpected },
    handle: async ({ sourceId }: ImportJob) => {
      begun.push(sourceId);
      await until;
    },
  });
  keep(await consumeImports(connection, handleIn('site', crawl)));
  keep(await consumeImports(connection, handleIn('content')));
  for (const site of sites) await queue.enqueue(site, 'site');
  await vi.waitFor(() => expect(begun).toEqual([sites[0]?.sourceId]), { timeout: 30_000 });
  const typed = job();
  await queue.enqueue(typed, 'content');
  await vi.waitFor(() => expect(begun).toEqual([sites[0]?.sourceId, typed.sourceId]), { timeout: 30_000 });
  endCrawl();
  await vi.waitFor(() => expect(begun.at(-1)).toBe(sites[1]?.sourceId), { timeout: 30_000 });
});
