import { randomUUID } from 'node:crypto';
import { createVisitor } from '@frontdesk/database';
import { acceptMessage, useTestDatabase } from '@frontdesk/database/testing';
import type { WireError } from '@frontdesk/protocol';
import { connectQueues, openGenerationQueue } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { backgroundRound } from '@frontdesk/scaling';
import { createLogger } from '@frontdesk/telemetry';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createSignedTokens } from '../access/signed-tokens.ts';
import { testSecret, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite } from '../testing/test-site.ts';
import { type QueueLoad, watchQueueLoad } from './queue-load.ts';

const hangUp = new AbortController();

const database = useTestDatabase();
const gateway = await useTestGateway({ ADDRESS_MINTS_PER_MINUTE: '1000', ADDRESS_MESSAGES_PER_MINUTE: '1000' });
const site = await createTestSite(database);
afterEach(async () => {
  await database.generation.updateMany({ data: { state: 'failed', finishedAt: new Date() } });
});
afterAll(async () => {
  hangUp.abort();
});

/** Of a question that no worker takes: only the beginning of its reply is waited for. */
async function post(message: string, who: object = { siteKey: site.key }): Promise<Response> {
  return fetch(`${gateway.url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...who, message, stream: true }),
    signal: hangUp.signal,
  });
}

/** @param sandbox of agents who try the bot */
async function enqueue(count: number, { sandbox = false } = {}): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const visitorId = await createVisitor(database, site.id, { sandbox });
    await acceptMessage(database, {
      ...{ siteId: site.id, visitorId, deadlineAt: new Date(Date.now() + 600_000) },
      admit: () => (sandbox ? { flow: null, round: backgroundRound } : { flow: visitorId, round: index }),
    });
  }
}

function refuses(load: QueueLoad): boolean {
  try {
    load.admit(60_000, { siteId: site.id, flow: site.id });
    return false;
  } catch {
    return true;
  }
}

test('a queue that is too long refuses with a time to try again, stores nothing, and takes messages when there is room', async () => {
  await enqueue(100);
  await expect.poll(async () => (await post('Are you open?')).status).toBe(503);
  const before = await database.message.count();
  const refused = await post('Are you open?');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const { error } = (await refused.json()) as { error: WireError };
  expect(error).toMatchObject({ code: 'busy', retryAfterMs: expect.any(Number) });
  // Nothing is kept that could be sent later: who asked has to ask again.
  expect(error.message).toContain('Please try again');
  expect(error.message).not.toContain('sent');
  expect(await database.message.count()).toBe(before);
  await database.generation.updateMany({ data: { state: 'done', finishedAt: new Date() } });
  await expect.poll(async () => (await post('Are you open?')).status).toBe(200);
}, 60_000);

test('a queue that another site has filled keeps no customer out, who is served before most of it', async () => {
  const quiet = await createTestSite(database);
  await enqueue(100);
  await expect.poll(async () => (await post('Are you open?')).status).toBe(503);
  expect((await post('Where are you?', { siteKey: quiet.key })).status).toBe(200);
}, 60_000);

test('what agents try waits behind all customers, and keeps none of them out', async () => {
  await enqueue(95);
  await enqueue(10, { sandbox: true });
  const visitorId = await createVisitor(database, site.id, { sandbox: true });
  const { token } = await createSignedTokens(testSecret).signVisitor({ site: site.id, visitor: visitorId });
  await expect.poll(() => database.generation.count({ where: { state: 'queued' } })).toBe(105);
  // Every look from now on sees them.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect((await post('Does it work?', { siteKey: site.key, visitorToken: token })).status).toBe(200);
  const tried = await database.generation.findFirstOrThrow({ where: { conversation: { visitorId } } });
  expect(tried).toMatchObject({ queueRound: backgroundRound, queueFlow: null });
  expect((await post('Are you open?')).status).toBe(200);
  // One that is on its way to the store as a look begins is forgotten until the next.
  const another = async () => (await post(`Where is ${randomUUID()}?`)).status;
  await expect.poll(another, { timeout: 30_000 }).toBe(503);
}, 60_000);

test('who waits for the answer to an equal question keeps nobody out until there is a job for it', async () => {
  const connection = await connectQueues({ ...testServers, onError: () => {} });
  const queue = await openGenerationQueue(connection);
  const load = watchQueueLoad({ database, queue, logger: createLogger({ name: 'test', level: 'silent' }) });
  try {
    await enqueue(100);
    const rows = await database.generation.findMany({ where: { state: 'queued' }, select: { id: true }, take: 20 });
    const isFull = () => refuses(load);
    await expect.poll(isFull).toBe(true);
    const setAside = ({ id }: { id: string }) => load.setAside(id, 60_000);
    // Once those who were let in above count no more.
    await expect.poll(() => rows.slice(0, 1).every(setAside)).toBe(true);
    expect(rows.slice(1).every(setAside)).toBe(true);
    expect(isFull()).toBe(false);
    // Nor at the next looks.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(isFull()).toBe(false);
    for (const { id } of rows) load.takeUp(id, { waits: true });
    expect(isFull()).toBe(true);
  } finally {
    await load.close();
    await queue.close();
    await connection.close();
  }
}, 60_000);

test('who is set aside while it is looked how many wait counts once when taken up', async () => {
  const connection = await connectQueues({ ...testServers, onError: () => {} });
  const queue = await openGenerationQueue(connection);
  let holds = false;
  const held: (() => void)[] = [];
  const load = watchQueueLoad({
    ...{ database, logger: createLogger({ name: 'test', level: 'silent' }) },
    queue: {
      async depth(options) {
        if (holds) await new Promise<void>((resolve) => held.push(resolve));
        return queue.depth(options);
      },
    },
  });
  try {
    await enqueue(100);
    const rows = await database.generation.findMany({ where: { state: 'queued' }, select: { id: true }, take: 20 });
    const setAside = ({ id }: { id: string }) => load.setAside(id, 60_000);
    const isFull = () => refuses(load);
    await expect.poll(isFull).toBe(true);
    await expect.poll(() => rows.slice(0, 1).every(setAside)).toBe(true);
    holds = true;
    await expect.poll(() => held.length).toBe(1);
    expect(rows.slice(1).every(setAside)).toBe(true);
    held[0]?.();
    // That look has ended.
    await expect.poll(() => held.length).toBe(2);
    expect(isFull()).toBe(false);
    for (const { id } of rows) load.takeUp(id, { waits: true });
    expect(isFull()).toBe(true);
  } finally {
    holds = false;
    for (const resolve of held) resolve();
    await load.close();
    await queue.close();
    await connection.close();
  }
}, 60_000);

test('no more wait for the answer to an equal question than there is room for when it comes to nothing', async () => {
  const connection = await connectQueues({ ...testServers, onError: () => {} });
  const queue = await openGenerationQueue(connection);
  const load = watchQueueLoad({ database, queue, logger: createLogger({ name: 'test', level: 'silent' }) });
  try {
    let aside = 0;
    let counted = 0;
    const ask = () => {
      load.admit(60_000, { siteId: site.id, flow: site.id });
      if (load.setAside(randomUUID(), 60_000)) aside += 1;
      else counted += 1;
    };
    expect(() => {
      for (let asked = 0; asked < 600; asked += 1) ask();
    }).toThrow(expect.objectContaining({ code: 'busy' }));
    expect([aside, counted]).toEqual([100, 100]);
  } finally {
    await load.close();
    await queue.close();
    await connection.close();
  }
}, 60_000);
