import { randomUUID } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Notice } from '@frontdesk/protocol';
import { expect, it, vi } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';
import { listenForNotices, openNoticePublisher, type Servers } from '../servers.ts';
import { endNoticeConnections, sendPayload, testServers } from '../testing/test-servers.ts';

const conversationId = randomUUID();

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000 });

const words = (position: number, text: string): Notice => ({
  kind: 'words',
  siteId: randomUUID(),
  conversationId,
  generationId: randomUUID(),
  position,
  text,
});

async function collect({ servers = testServers, onError = unexpected, onReconnect = () => {} } = {}) {
  const notices: Notice[] = [];
  const onNotice = (notice: Notice) => void notices.push(notice);
  keep(await listenForNotices({ ...servers, onNotice, onReconnect, onError }));
  return notices;
}

const publisher = (onError: (error: unknown) => void = unexpected) =>
  keep(openNoticePublisher({ ...testServers, onError }));

it('carries notices in order, many at once, to every listener', async () => {
  const [one, two] = [await collect(), await collect()];
  const sent = Array.from({ length: 250 }, (_, index) => words(index, `word ${index} 🌿`));
  const publish = publisher();
  for (const notice of sent) publish.publish(notice);
  await publish.flush();
  await eventually(() => expect([one.length, two.length]).toEqual([250, 250]));
  expect(one).toEqual(sent);
  expect(two).toEqual(sent);
});

it('tells workers what to stop, to forget and to read ahead, also those who have told nothing, and nobody else', async () => {
  const heard = await collect();
  const orders: unknown[] = [];
  const onOrder = (order: unknown) => void orders.push(order);
  keep(openNoticePublisher({ ...testServers, onOrder, onError: unexpected }));
  const place = { siteId: randomUUID(), conversationId };
  const told: Notice[] = [
    { ...place, kind: 'stop', generationId: randomUUID() },
    { ...place, kind: 'forget' },
    { siteId: place.siteId, kind: 'published' },
  ];
  const gateway = publisher();
  // It listens a moment after it was opened.
  await eventually(async () => {
    gateway.publish({ siteId: place.siteId, kind: 'published' });
    expect(orders.length).toBeGreaterThan(0);
  });
  await gateway.flush();
  await sleep(100);
  orders.length = 0;
  gateway.publish(...told, words(8, ' long ago'));
  await eventually(() => expect([orders, heard.length]).toEqual([told, 1]));
  expect(heard.map(({ kind }) => kind)).toEqual(['words']);
});

it('reports what is not a notice and goes on', async () => {
  const onError = vi.fn();
  const notices = await collect({ onError });
  await sendPayload('nonsense');
  publisher().publish(words(1, 'after'));
  await eventually(() => expect(notices).toHaveLength(1));
  expect(onError).toHaveBeenCalled();
});

it('leaves out a kind that only a newer version knows, which is no error', async () => {
  const notices = await collect();
  await sendPayload('{"kind":"unheard-of"}');
  publisher().publish(words(1, 'after'));
  await eventually(() => expect(notices).toHaveLength(1));
});

it('listens again after its connection was lost, and says so', async () => {
  const onReconnect = vi.fn();
  const notices = await collect({ onError: () => {}, onReconnect });
  await endNoticeConnections('listening');
  await eventually(() => expect(onReconnect).toHaveBeenCalled());
  publisher().publish(words(2, 'again'));
  await eventually(() => expect(notices).toHaveLength(1));
});

it('listens once, also when a connection was lost just before it listened', async () => {
  const server = new URL(testServers.redisUrl ?? testServers.databaseUrl);
  const [realPort, realHost] = [Number(server.port), server.hostname];
  let attempts = 0;
  const sockets = new Set<Socket>();
  const unreliable = createServer((client) => {
    const toServer = connect(realPort, realHost);
    for (const [from, to] of [
      [client, toServer],
      [toServer, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {}).on('close', () => to.destroy());
      from.on('data', (bytes) => {
        if (from === client && /LISTEN|subscribe/.test(bytes.toString('latin1'))) {
          attempts += 1;
          if (attempts === 2) return client.destroy();
        }
        to.write(bytes);
      });
    }
  });
  await new Promise<void>((resolve) => unreliable.listen(0, '127.0.0.1', resolve));
  server.hostname = '127.0.0.1';
  server.port = String((unreliable.address() as AddressInfo).port);
  const throughIt: Servers = testServers.redisUrl
    ? { ...testServers, redisUrl: server.href }
    : { databaseUrl: server.href };
  const onReconnect = vi.fn();
  const notices = await collect({ servers: throughIt, onError: () => {}, onReconnect });
  for (const socket of sockets) socket.destroy();
  await eventually(() => expect(onReconnect).toHaveBeenCalled());
  // Longer than any second attempt would wait.
  await sleep(1_000);
  publisher().publish(words(0, 'once'));
  await eventually(() => expect(notices.length).toBeGreaterThan(0));
  await sleep(200);
  expect(notices).toHaveLength(1);
  expect(attempts).toBe(3);
  unreliable.close();
});

it('sends what was published while its own connection was lost', async () => {
  const notices = await collect();
  const onError = vi.fn();
  const publish = publisher(onError);
  publish.publish(words(0, 'before'));
  await publish.flush();
  await endNoticeConnections('sending');
  publish.publish(words(6, 'after'));
  await eventually(() => expect(notices.map((notice) => notice.kind === 'words' && notice.text)).toContain('after'));
});
