import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';
import { connectQueues } from '../servers.ts';
import { testServers } from '../testing/test-servers.ts';
import { QueueConsumer } from './bullmq-consumer.ts';
import { openJobs } from './bullmq-jobs.ts';
import { Slots } from './slots.ts';

const limits = { lockDuration: 600, stalledInterval: 200, maxStalledCount: 1_000, onError: unexpected };

it('a job that is in hand, or waits for a slot, stays with the worker that took it', async () => {
  const [forJobs, forBusy, forIdle] = await Promise.all([
    connectQueues({ ...testServers, onError: unexpected }),
    connectQueues({ ...testServers, onError: unexpected }),
    connectQueues({ ...testServers, onError: unexpected }),
  ]);
  const jobs = await openJobs<string>(forJobs, 'shared');
  const taken: string[] = [];
  const slots = new Slots(2);
  let end = () => {};
  const busy = await QueueConsumer.start<string>(forBusy, 'shared', {
    ...{ ...limits, slots },
    work: async ({ data }) => {
      taken.push(`busy: ${data}`);
      if (data === 'long') await new Promise<void>((resolve) => (end = resolve));
    },
  });
  await jobs.add('job', 'long');
  await vi.waitFor(() => expect(taken).toEqual(['busy: long']), { timeout: 20_000 });
  // It gives its slot back when it begins to wait for a job, which it takes then without having a slot.
  const free = await slots.take();
  await jobs.add('job', 'short');
  await vi.waitFor(async () => expect(await jobs.getActiveCount()).toBe(2), { timeout: 20_000 });
  const idle = await QueueConsumer.start<string>(forIdle, 'shared', {
    ...{ ...limits, slots: new Slots(1) },
    work: async ({ data }) => void taken.push(`idle: ${data}`),
  });
  await sleep(4 * limits.lockDuration);
  expect(taken).toEqual(['busy: long']);
  free();
  await vi.waitFor(() => expect(taken).toEqual(['busy: long', 'busy: short']), { timeout: 20_000 });
  end();
  for (const one of [idle, busy, jobs, forJobs, forBusy, forIdle]) await one.close();
});
