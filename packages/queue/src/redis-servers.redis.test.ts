import { randomUUID } from 'node:crypto';
import type { GenerationJob, Notice } from '@frontdesk/protocol';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { keep } from '../../../scripts/testing/keep.ts';
import { openWay } from '../../../scripts/testing/open-way.ts';
import { startRedisServer } from '../../../scripts/testing/redis-server.mjs';
import { unexpected } from '../../../scripts/testing/unexpected.ts';
import { createRedisClient } from './connection/redis-client.ts';
import { consumeGenerations, openGenerationQueue } from './generations/bullmq-generation-queue.ts';
import { openQueues } from './open-queues.ts';
import { connectQueues, listenForNotices, openNoticePublisher, type Servers } from './servers.ts';

let server: Awaited<ReturnType<typeof startRedisServer>>;
let servers: Servers;
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000 });

beforeEach(async () => {
  server = await startRedisServer();
  onTestFinished(() => server.kill());
  servers = { databaseUrl: '', redisUrl: server.url };
});

it('takes jobs again after the server was killed and started', async () => {
  const onError = vi.fn();
  const queue = keep(await openGenerationQueue(keep(await connectQueues({ ...servers, onError }))));
  const handled: GenerationJob[] = [];
  keep(
    await consumeGenerations(keep(await connectQueues({ ...servers, onError })), {
      ...{ concurrency: 2, onError, handle: async (job) => void handled.push(job) },
    }),
  );
  const [before, after] = [1, 2].map((epoch): GenerationJob => ({ generationId: randomUUID(), epoch }));
  await queue.enqueue(before as GenerationJob);
  await eventually(() => expect(handled).toEqual([before]));
  await server.kill();
  await expect(queue.enqueue(after as GenerationJob)).rejects.toThrow();
  expect(onError).toHaveBeenCalled();
  server = await startRedisServer({ port: server.port });
  await vi.waitFor(() => queue.enqueue(after as GenerationJob), { timeout: 20_000 });
  await eventually(() => expect(handled).toEqual([before, after]));
});

it('waits for no server that is away, either where it has not met a worker yet, and not to be closed', async () => {
  const onError = vi.fn();
  const queue = keep(await openGenerationQueue(keep(await connectQueues({ ...servers, onError }))));
  await server.kill();
  const job = { generationId: randomUUID(), epoch: 1 };
  await eventually(() => expect(onError).toHaveBeenCalled());
  await Promise.all([
    expect(queue.enqueue(job, { workerId: 'new' })).rejects.toThrow(),
    expect(queue.release('new')).rejects.toThrow(),
  ]);
});

it('listens, says so, sends what was published meanwhile, and hears what to stop', async () => {
  const onReconnect = vi.fn();
  const heard: Notice[] = [];
  const onNotice = (notice: Notice) => void heard.push(notice);
  const ignore = { onError: () => {} };
  const listener = keep(await listenForNotices({ ...servers, onNotice, onReconnect, ...ignore }));
  const onOrder = vi.fn();
  const onOrdersMissed = vi.fn();
  const worker = keep(openNoticePublisher({ ...servers, onOrder, onOrdersMissed, ...ignore }));
  const place = { siteId: randomUUID(), conversationId: randomUUID() };
  worker.publish({ ...place, kind: 'event', seq: 1 });
  await eventually(() => expect(heard).toHaveLength(1));
  expect(onOrdersMissed).not.toHaveBeenCalled();
  await server.kill();
  await eventually(() => expect(listener.listening()).toBe(false));
  server = await startRedisServer({ port: server.port });
  await eventually(() => expect(onReconnect).toHaveBeenCalledOnce());
  expect(listener.listening()).toBe(true);
  worker.publish({ ...place, kind: 'event', seq: 2 });
  await eventually(() => expect(heard.map((notice) => notice.kind === 'event' && notice.seq)).toEqual([1, 2]));
  const generationId = randomUUID();
  // It may hear again a moment later than it sends.
  await vi.waitFor(
    () => {
      worker.publish({ ...place, kind: 'stop', generationId });
      expect(onOrder).toHaveBeenCalledWith(expect.objectContaining({ generationId }));
    },
    { timeout: 20_000 },
  );
  await eventually(() => expect(onOrdersMissed).toHaveBeenCalledOnce());
});

it('waits for no server that hangs, and goes on when it goes on', async () => {
  const onError = vi.fn();
  const queue = keep(await openGenerationQueue(keep(await connectQueues({ ...servers, onError }))));
  const heard: Notice[] = [];
  const onNotice = (notice: Notice) => void heard.push(notice);
  keep(await listenForNotices({ ...servers, onNotice, onReconnect: () => {}, onError: () => {} }));
  const publisher = keep(openNoticePublisher({ ...servers, onError }));
  const event = (seq: number): Notice => ({ siteId: randomUUID(), conversationId: randomUUID(), kind: 'event', seq });
  publisher.publish(event(1));
  await eventually(() => expect(heard).toHaveLength(1));
  const { pid } = server;
  process.kill(pid, 'SIGSTOP');
  try {
    await expect(queue.enqueue({ generationId: randomUUID(), epoch: 1 })).rejects.toThrow();
    await expect(queue.release('worker')).rejects.toThrow();
    onError.mockClear();
    publisher.publish(event(2));
    await eventually(() => expect(onError).toHaveBeenCalled());
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await vi.waitFor(() => queue.enqueue({ generationId: randomUUID(), epoch: 1 }), { timeout: 20_000 });
  await eventually(() => expect(heard.map((notice) => notice.kind === 'event' && notice.seq)).toContain(2));
}, 60_000);

it('connects anew where a connection has died silently', async () => {
  const way = await openWay(server.url);
  const silentServers = { ...servers, redisUrl: way.url };
  const onError = vi.fn();
  const queue = keep(await openGenerationQueue(keep(await connectQueues({ ...silentServers, onError }))));
  const publisher = keep(openNoticePublisher({ ...silentServers, onError }));
  const heard: Notice[] = [];
  const onNotice = (notice: Notice) => void heard.push(notice);
  keep(await listenForNotices({ ...servers, onNotice, onReconnect: () => {}, onError }));
  const place = { siteId: randomUUID(), conversationId: randomUUID() };
  publisher.publish({ ...place, kind: 'event', seq: 1 });
  await eventually(() => expect(heard).toHaveLength(1));
  way.fallSilent();
  await expect(queue.enqueue({ generationId: randomUUID(), epoch: 1 })).rejects.toThrow();
  await vi.waitFor(() => queue.enqueue({ generationId: randomUUID(), epoch: 1 }), { timeout: 30_000 });
  await vi.waitFor(
    () => {
      publisher.publish({ ...place, kind: 'event', seq: 2 });
      expect(heard.map((notice) => notice.kind === 'event' && notice.seq)).toContain(2);
    },
    { timeout: 30_000, interval: 500 },
  );
  await way.close();
}, 60_000);

it('says at once that there is no server', async () => {
  await server.kill();
  const onError = vi.fn();
  await expect(connectQueues({ ...servers, onError })).rejects.toThrow();
});

it('opens queues and listens before there is a server, and goes on when it comes', async () => {
  await server.kill();
  const onError = vi.fn();
  const heard: Notice[] = [];
  const onReconnect = vi.fn();
  const onNotice = (notice: Notice) => void heard.push(notice);
  const queues = keep(await openQueues({ ...servers, onError }));
  const listener = keep(await listenForNotices({ ...servers, onNotice, onReconnect, onError }));
  expect(onError).toHaveBeenCalled();
  expect(listener.listening()).toBe(false);
  const job = { generationId: randomUUID(), epoch: 1 };
  await expect(queues.generations.enqueue(job)).rejects.toThrow();
  await expect(queues.imports.enqueue({ sourceId: randomUUID(), epoch: 1 }, 'site')).rejects.toThrow();
  server = await startRedisServer({ port: server.port });
  await vi.waitFor(() => queues.generations.enqueue(job), { timeout: 20_000 });
  expect(await queues.generations.depth()).toBe(1);
  await eventually(() => expect(onReconnect).toHaveBeenCalledOnce());
  expect(listener.listening()).toBe(true);
  keep(openNoticePublisher({ ...servers, onError })).publish({ kind: 'removed', siteId: randomUUID() });
  await eventually(() => expect(heard).toHaveLength(1));
});

it('can be closed before there was a server', async () => {
  await server.kill();
  await (await openQueues({ ...servers, onError: () => {} })).close();
});

it('waits a few seconds for a server that takes connections and answers none, and goes on when it does', async () => {
  const { pid } = server;
  process.kill(pid, 'SIGSTOP');
  const ignore = { onNotice: () => {}, onError: () => {} };
  const onReconnect = vi.fn();
  try {
    await (await openQueues({ ...servers, ...ignore })).close();
    const queues = openQueues({ ...servers, ...ignore });
    const listener = keep(await listenForNotices({ ...servers, ...ignore, onReconnect }));
    expect(listener.listening()).toBe(false);
    await expect(keep(await queues).generations.depth()).rejects.toThrow();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  const queues = await openQueues({ ...servers, ...ignore });
  expect(await keep(queues).generations.depth()).toBe(0);
  await eventually(() => expect(onReconnect).toHaveBeenCalledOnce());
}, 40_000);

it('listens once it may, where it was refused at first', async () => {
  const admin = createRedisClient(server.url);
  await admin.call('ACL', 'SETUSER', 'default', 'resetchannels');
  const onError = vi.fn();
  const onReconnect = vi.fn();
  const listener = keep(await listenForNotices({ ...servers, onNotice: () => {}, onReconnect, onError }));
  expect(onError).toHaveBeenCalledWith(expect.objectContaining({ message: expect.stringContaining('NOPERM') }));
  expect([listener.listening(), onReconnect.mock.calls.length]).toEqual([false, 0]);
  await admin.call('ACL', 'SETUSER', 'default', 'allchannels');
  admin.disconnect();
  await eventually(() => expect(listener.listening()).toBe(true));
  expect(onReconnect).toHaveBeenCalledOnce();
});

it('carries texts of any length that answers have', async () => {
  const heard: Notice[] = [];
  const onNotice = (notice: Notice) => void heard.push(notice);
  keep(await listenForNotices({ ...servers, onNotice, onReconnect: () => {}, onError: unexpected }));
  const place = { siteId: randomUUID(), conversationId: randomUUID(), generationId: randomUUID() };
  const words: Notice = { ...place, kind: 'words', position: 0, text: 'é'.repeat(50_000) };
  keep(openNoticePublisher({ ...servers, onError: unexpected })).publish(words);
  await eventually(() => expect(heard).toEqual([words]));
});
