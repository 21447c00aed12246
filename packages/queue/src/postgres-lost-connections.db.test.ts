import { randomUUID } from 'node:crypto';
import type { Notice } from '@frontdesk/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keep } from '../../../scripts/testing/keep.ts';
import { openWay, type Way } from '../../../scripts/testing/open-way.ts';
import { passing } from '../../../scripts/testing/passing.ts';
import { openGenerationQueue } from './generations/bullmq-generation-queue.ts';
import { connectQueues, listenForNotices, openNoticePublisher } from './servers.ts';

const databaseUrl = process.env.TEST_DATABASE_URL ?? '';
let way: Way;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  way = await openWay(databaseUrl);
});
afterEach(async () => {
  vi.useRealTimers();
  await way.close();
});

const eventually = (check: () => unknown) => passing(() => vi.waitFor(check, { timeout: 20_000 }));

it('a job that cannot be added, as the connection fell silent, is told, and the next one is added', async () => {
  const queue = keep(await openGenerationQueue(keep(await connectQueues({ databaseUrl: way.url, onError: () => {} }))));
  await queue.enqueue({ generationId: randomUUID(), epoch: 1 });
  way.fallSilent();
  const told = queue.enqueue({ generationId: randomUUID(), epoch: 1 }).catch((error: unknown) => error);
  await eventually(async () => expect(await told).toMatchObject({ code: 'ETIMEDOUT' }));
  // There may have been two connections.
  await eventually(() => queue.enqueue({ generationId: randomUUID(), epoch: 1 }));
});

it('a notice that a silent connection swallowed is sent again', async () => {
  const heard: Notice[] = [];
  const onNotice = (notice: Notice) => void heard.push(notice);
  keep(await listenForNotices({ databaseUrl, onNotice, onReconnect: () => {}, onError: () => {} }));
  const onError = vi.fn();
  const publisher = keep(openNoticePublisher({ databaseUrl: way.url, onError }));
  const place = { siteId: randomUUID(), conversationId: randomUUID() };
  publisher.publish({ ...place, kind: 'event', seq: 1 });
  await eventually(() => expect(heard).toHaveLength(1));
  way.fallSilent();
  publisher.publish({ ...place, kind: 'event', seq: 2 });
  await eventually(() => expect(heard.map((notice) => notice.kind === 'event' && notice.seq)).toEqual([1, 2]));
  expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: 'ETIMEDOUT' }));
});
