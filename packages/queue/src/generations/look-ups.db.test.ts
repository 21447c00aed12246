import { randomUUID } from 'node:crypto';
import type { CodedError, LookUpJob, LookUpResult } from '@frontdesk/protocol';
import { expect, it, vi } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { connectQueues } from '../servers.ts';
import { testServers } from '../testing/test-servers.ts';
import { consumeGenerations, openGenerationQueue } from './bullmq-generation-queue.ts';

const onError = vi.fn();
const connect = async () => keep(await connectQueues({ ...testServers, onError }));
const open = async () => keep(await openGenerationQueue(await connect()));
const work = async (lookUp?: (job: LookUpJob) => Promise<LookUpResult>) =>
  keep(
    await consumeGenerations(await connect(), {
      ...{ concurrency: 2, handle: async () => {}, onError },
      ...(lookUp ? { lookUp } : {}),
    }),
  );
const result = (title: string): LookUpResult => ({
  passages: [{ id: randomUUID(), title, url: null, score: 0.7, sentences: [{ text: 'We ship.', score: 0.6 }] }],
});

it('gives each who asks its own answer', async () => {
  const queue = await open();
  await work(async ({ question }) => result(question));
  const siteId = randomUUID();
  const titles = await Promise.all(
    ['a', 'b', 'c'].map(async (question) => (await queue.lookUp({ siteId, question })).passages[0]?.title),
  );
  expect(titles).toEqual(['a', 'b', 'c']);
});

it('refuses with a code when no worker is there, and leaves no job behind', async () => {
  const queue = await open();
  const asked = queue.lookUp({ siteId: randomUUID(), question: 'x' }, { timeoutMs: 200 });
  await expect(asked).rejects.toMatchObject({ code: 'no_worker', retryAfterMs: 5_000 });
  const lookUp = vi.fn(async () => result('late'));
  await work(lookUp);
  expect(await queue.depth()).toBe(0);
  expect(lookUp).not.toHaveBeenCalled();
});

it('refuses with a code when the worker fails, or has no embedding model', async () => {
  const queue = await open();
  const failing = await work(async () => {
    throw new Error('broken');
  });
  const ask = () => queue.lookUp({ siteId: randomUUID(), question: 'x' }).catch((error: CodedError) => error.code);
  expect(await ask()).toBe('no_worker');
  await failing.close();
  await work();
  expect(await ask()).toBe('no_worker');
});
