import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimGeneration, createDatabase, requestPerson } from '@frontdesk/database';
import { acceptMessage, useTestDatabase } from '@frontdesk/database/testing';
import type { ConversationEvent } from '@frontdesk/protocol';
import { connectQueues, type GenerationQueue, openGenerationQueue, openNoticePublisher } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { createLogger } from '@frontdesk/telemetry';
import { afterEach, expect, test } from 'vitest';
import { unexpected } from '../../../scripts/testing/unexpected.ts';
import { MeasuredTimes } from './messages/measured-times.ts';
import { createGatewayMetrics } from './metrics.ts';
import { startSweeper } from './recovery/sweeper.ts';
import { startTakeOver } from './recovery/take-over.ts';
import { FirstWords } from './relay/first-words.ts';
import { Relay } from './relay/relay.ts';
import { createTestSite, createTestVisitor } from './testing/test-site.ts';

const graceMs = 3_000;
const leaseMs = 2_000;
const opened: (() => Promise<unknown>)[] = [];

const database = useTestDatabase();
const site = await createTestSite(database);
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A gateway's two that put right what others left behind. */
async function start({ url, queue }: { url: string; queue: GenerationQueue }): Promise<void> {
  const own = createDatabase({ url, maxConnections: 2 });
  const notices = openNoticePublisher({ ...testServers, onError: unexpected });
  // That it is away is said again and again.
  const logger = createLogger({ name: 'test', level: 'silent' });
  const options = { database: own, queue, notices, metrics: createGatewayMetrics(), logger };
  opened.push(() => own.$disconnect(), notices.close, startSweeper({ ...options, graceMs }), startTakeOver(options));
}

async function openQueue(servers: Parameters<typeof connectQueues>[0]) {
  const connection = await connectQueues(servers);
  const queue = await openGenerationQueue(connection);
  const close = async () => {
    await queue.close();
    await connection.close();
  };
  return { queue, close };
}

interface Network {
  /** The database, as it is reached through it. */
  databaseUrl: string;
  /** Ends all connections, and lets none be made until it is mended. */
  cut(): void;
  mend(): void;
  close(): void;
}

async function openNetwork(): Promise<Network> {
  const url = new URL(process.env.TEST_DATABASE_URL ?? '');
  const server = { host: url.hostname, port: Number(url.port || 5432) };
  const sockets = new Set<Socket>();
  let isCut = false;
  const proxy = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(server);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  url.hostname = '127.0.0.1';
  url.port = String((proxy.address() as AddressInfo).port);
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    databaseUrl: url.href,
    cut,
    mend: () => {
      isCut = false;
    },
    close: () => {
      cut();
      proxy.close();
    },
  };
}

async function ask(): Promise<string> {
  const visitor = await createTestVisitor(database, site.id);
  const { generationId } = await acceptMessage(database, { siteId: site.id, visitorId: visitor.id });
  return generationId;
}
const row = (id: string) => database.generation.findUniqueOrThrow({ where: { id } });
const stateOf = async (id: string) => (await row(id)).state;
const patient = { timeout: 20_000 };

test('after the database was out of reach, customers and workers have the time to say that they are still there', async () => {
  const network = await openNetwork();
  opened.push(async () => network.close());
  const { queue, close } = await openQueue({ ...testServers, onError: unexpected });
  opened.push(close);
  await start({ url: network.databaseUrl, queue });
  const [attended, claimed, lost] = [await ask(), await ask(), await ask()];
  // So long that they judge.
  await sleep(graceMs + 2_000);
  await database.generation.update({ where: { id: attended }, data: { attendedAt: new Date() } });
  await claimGeneration(database, { generationId: claimed, workerId: 'w', leaseMs });
  network.cut();
  await sleep(graceMs + 1_000);
  const queuedAt = new Date(Date.now() - 60_000);
  await database.generation.update({ where: { id: lost }, data: { queuedAt } });
  network.mend();
  // A sweep has looked at everything.
  await expect.poll(async () => (await row(lost)).queuedAt, patient).not.toEqual(queuedAt);
  expect([await stateOf(attended), await stateOf(claimed)]).toEqual(['queued', 'running']);
  // Nobody does.
  await expect.poll(() => stateOf(claimed), patient).toBe('queued');
  await expect.poll(() => stateOf(attended), patient).toBe('cancelled');
});

test('what could not be read when its notice came is relayed once the database is back, unasked', async () => {
  const network = await openNetwork();
  opened.push(async () => network.close());
  const own = createDatabase({ url: network.databaseUrl, maxConnections: 1 });
  const metrics = createGatewayMetrics();
  const logger = createLogger({ name: 'test', level: 'silent' });
  const firstWords = new FirstWords({ times: new MeasuredTimes({ database: own, logger }), metrics });
  const queueLoad = { answersPerSecond: undefined };
  const relay = new Relay({ database: own, firstWords, queueLoad, metrics, logger });
  opened.push(
    () => own.$disconnect(),
    async () => relay.close(),
  );
  const { id: visitorId } = await createTestVisitor(database, site.id);
  const { id: conversationId } = await database.conversation.create({ data: { siteId: site.id, visitorId } });
  const events: string[] = [];
  const subscriber = { audience: 'customer', gone: () => false, text: () => {} } as const;
  const onEvent = ({ type }: ConversationEvent) => void events.push(type);
  await relay.follow({ siteId: site.id, conversationId }, { ...subscriber, event: onEvent }, 0);

  network.cut();
  const { change } = await requestPerson(database, { siteId: site.id, visitorId }, conversationId);
  relay.receive({ kind: 'event', siteId: site.id, conversationId, seq: change?.seq ?? 0 });
  await sleep(500);
  expect(events).toEqual([]);
  network.mend();
  await expect.poll(() => events, patient).toEqual(['conversation:person-requested']);
});

test('while the queue is away, what needs none is done', async () => {
  const network = await openNetwork();
  const { queue, close } = await openQueue({ databaseUrl: network.databaseUrl, onError: () => {} });
  opened.push(async () => network.close(), close);
  network.cut();
  const visitor = await createTestVisitor(database, site.id);
  const { conversationId } = await acceptMessage(database, { siteId: site.id, visitorId: visitor.id });
  await database.generation.updateMany({ where: { conversationId }, data: { queuedAt: new Date(0) } });
  const snoozed = { state: 'snoozed', snoozedUntil: new Date(0) } as const;
  await database.conversation.update({ where: { id: conversationId }, data: snoozed });
  await start({ url: process.env.TEST_DATABASE_URL ?? '', queue });
  const state = async () => (await database.conversation.findUniqueOrThrow({ where: { id: conversationId } })).state;
  await expect.poll(state, patient).not.toBe('snoozed');
});
