import { randomUUID } from 'node:crypto';
import type { Notice, WorkerNotice } from '@frontdesk/protocol';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { startRedisServer } from '../../../../scripts/testing/redis-server.mjs';
import { createRedisClient } from '../connection/redis-client.ts';
import { listenForNotices, openNoticePublisher, type Servers } from '../servers.ts';

let servers: Servers;
let setUser: (...rules: string[]) => Promise<unknown>;
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000 });
const stop = (): WorkerNotice => ({
  ...{ siteId: randomUUID(), conversationId: randomUUID(), generationId: randomUUID() },
  kind: 'stop',
});
const forGateways = (): Notice => ({ kind: 'removed', siteId: randomUUID() });

beforeEach(async () => {
  const server = await startRedisServer();
  onTestFinished(() => server.kill());
  servers = { databaseUrl: '', redisUrl: server.url };
  const admin = createRedisClient(server.url);
  onTestFinished(() => admin.disconnect());
  setUser = (...rules) => admin.call('ACL', 'SETUSER', 'default', ...rules);
});

it('tells once that it may not publish, holds up nothing else for it, and goes on when it may', async () => {
  const heard: Notice[] = [];
  const orders: WorkerNotice[] = [];
  const onNotice = (notice: Notice) => void heard.push(notice);
  const listener = keep(await listenForNotices({ ...servers, onNotice, onReconnect: () => {}, onError: () => {} }));
  const onError = vi.fn();
  const publisher = keep(openNoticePublisher({ ...servers, onOrder: (order) => void orders.push(order), onError }));
  const order = stop();
  // It listens on a connection of its own.
  await vi.waitFor(
    async () => {
      publisher.publish(order);
      await publisher.flush();
      expect(orders).not.toEqual([]);
    },
    { timeout: 20_000 },
  );
  orders.length = 0;
  await setUser('resetchannels', '&frontdesk:0:notices:workers');
  for (const notice of [forGateways(), order, forGateways(), order]) {
    publisher.publish(notice);
    await publisher.flush();
  }
  await eventually(() => expect(orders).toEqual([order, order]));
  expect(onError.mock.calls).toEqual([
    [expect.objectContaining({ message: expect.stringContaining('publish to frontdesk:0:notices:gateways') })],
  ]);
  await setUser('allchannels');
  // The server has ended its connection.
  await eventually(() => expect(listener.listening()).toBe(true));
  const allowed = forGateways();
  publisher.publish(allowed);
  await publisher.flush();
  await eventually(() => expect(heard).toEqual([allowed]));
});

it('hears orders once it may, and says that it has missed some', async () => {
  await setUser('resetchannels');
  const [onOrder, onOrdersMissed, onError] = [vi.fn(), vi.fn(), vi.fn()];
  const publisher = keep(openNoticePublisher({ ...servers, onOrder, onOrdersMissed, onError }));
  await eventually(() => expect(onError).toHaveBeenCalled());
  expect(`${onError.mock.calls[0]?.[0]}`).toMatch('NOPERM');
  await setUser('allchannels');
  await eventually(() => expect(onOrdersMissed).toHaveBeenCalledOnce());
  publisher.publish(stop());
  await eventually(() => expect(onOrder).toHaveBeenCalledOnce());
});
