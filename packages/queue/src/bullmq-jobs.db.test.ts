import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { openJobs, takeJobs } from './bullmq-jobs.ts';
import { connectQueues } from './servers.ts';
import { testServers } from './testing/test-servers.ts';

const onError = (error: unknown): void => {
  throw error;
};
const limits = { lockDuration: 600, stalledInterval: 200, maxStalledCount: 1_000, onError };

it('a job that waits for a slot stays with the worker that took it', async () => {
  const connections = await Promise.all([1, 2, 3].map(() => connectQueues({ ...testServers, onError })));
  const [forJobs, forBusy, forIdle] = connections as [
    (typeof connections)[0],
    (typeof connections)[0],
    (typeof connections)[0],
  ];
  const own = await openJobs<string>(forJobs, 'own');
  const shared = await openJobs<string>(forJobs, 'shared');
  const taken: string[] = [];
  let end = () => {};
  const busy = await takeJobs<string>(forBusy, ['own', 'shared'], {
    ...limits,
    concurrency: 1,
    work: async ({ data }) => {
      taken.push(`busy ${data}`);
      if (data === 'long') await new Promise<void>((resolve) => (end = resolve));
    },
  });
  await own.add('job', 'long');
  await vi.waitFor(() => expect(taken).toEqual(['busy long']), { timeout: 20_000 });
  // The one consumer there is takes it, and has no slot for it.
  await shared.add('job', 'short');
  await vi.waitFor(async () => expect(await shared.getActiveCount()).toBe(1), { timeout: 20_000 });
  const idle = await takeJobs<string>(forIdle, ['shared'], {
    ...limits,
    concurrency: 1,
    work: async ({ data }) => void taken.push(`idle ${data}`),
  });
  await sleep(4 * limits.lockDuration);
  expect(taken).toEqual(['busy long']);
  end();
  await vi.waitFor(() => expect(taken).toEqual(['busy long', 'busy short']), { timeout: 20_000 });
  for (const one of [idle, busy, own, shared, ...connections]) await one.close();
});
