import { mostWaitingCounted } from '@frontdesk/protocol';
import { afterEach, expect, test } from 'vitest';
import { operator } from '../team/audit.ts';
import { createAsked } from '../testing/ended-generations.ts';
import { newSite, useTestDatabase } from '../testing/index.ts';
import {
  claimDeliveries,
  dropStaleDeliveries,
  failDelivery,
  finishDelivery,
  releaseDelivery,
} from './webhook-deliveries.ts';
import { addWebhook, listWebhooks, pauseWebhook } from './webhooks.ts';

const database = useTestDatabase();
// Of other tests nothing is claimed.
afterEach(() => database.webhook.deleteMany());
const all = { most: 4, mostOfSite: 8, atOnce: 64, busy: new Map<string, number>() };

async function told(siteId: string, count: number) {
  const webhookId = await addWebhook(database, operator, {
    ...{ siteId, url: 'https://shop.example/', events: ['conversation:solved' as const] },
    seal: () => Uint8Array.of(1),
  });
  const visitor = await database.visitor.create({ data: { siteId } });
  const { id: conversationId } = await database.conversation.create({ data: { siteId, visitorId: visitor.id } });
  await database.conversationEvent.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      ...{ siteId, conversationId, seq: index + 1, audience: 'customer' as const },
      payload: { type: index === 0 ? 'conversation:person-requested' : 'conversation:solved', solved: true, by: 'bot' },
    })),
  });
  return webhookId;
}
const claim = async (webhookId: string, options: Partial<Parameters<typeof claimDeliveries>[1]> = {}) =>
  (await claimDeliveries(database, { ...all, ...options })).filter((one) => one.webhookId === webhookId);

test('of each webhook a few are claimed, the oldest first, and by nobody else until the claim ends', async () => {
  const one = await told(await newSite(database), 8);
  const first = await claim(one);
  expect(first.map(({ event, attempts }) => [event.seq, attempts])).toEqual([2, 3, 4, 5].map((seq) => [seq, 1]));
  expect(first[0]?.event).toMatchObject({ type: 'conversation:solved', solved: true, by: 'bot' });
  const others = await claim(one, { busy: new Map([[one, 2]]) });
  expect(others.map(({ event }) => event.seq)).toEqual([6, 7]);
  expect(await claim(one, { busy: new Map([[one, 5]]) })).toEqual([]);
  expect((await claim(one, { claimMs: 0 })).map(({ event }) => event.seq)).toEqual([8]);
  expect(await claim(one)).toMatchObject([{ event: { seq: 8 }, attempts: 2 }]);
});

test('no more than there is room for are claimed of all', async () => {
  const siteId = await newSite(database);
  for (let count = 0; count < 3; count++) await told(siteId, 3);
  expect(await claimDeliveries(database, { ...all, atOnce: 5 })).toHaveLength(5);
  expect(await claimDeliveries(database, { ...all, atOnce: 0 })).toEqual([]);
});

test('a site has so many places, whatever its webhooks are, and who has the fewest comes first', async () => {
  const [greedy, other, idle] = [await newSite(database), await newSite(database), await newSite(database)];
  for (let count = 0; count < 5; count++) await told(greedy, 5);
  for (let count = 0; count < 3; count++) await told(other, 5);
  await told(idle, 2);
  const claimed = async (busy: Record<string, number>, atOnce = 64) => {
    const options = { ...all, busy: new Map(Object.entries(busy)), atOnce, claimMs: 0 };
    const of = (await claimDeliveries(database, options)).map(({ siteId }) => siteId);
    return [greedy, other, idle].map((siteId) => of.filter((one) => one === siteId).length);
  };
  expect(await claimed({})).toEqual([8, 8, 1]);
  expect(await claimed({ [greedy]: 6, [other]: 9 })).toEqual([2, 0, 1]);
  for (let round = 0; round < 5; round++) expect(await claimed({ [greedy]: 3, [other]: 1 }, 5)).toEqual([0, 4, 1]);
});

test('of one that rests nothing is claimed, of the others of its site it is', async () => {
  const siteId = await newSite(database);
  const [resting, other] = [await told(siteId, 2), await told(siteId, 3)];
  const claimed = await claimDeliveries(database, { ...all, resting: [resting] });
  expect(claimed.map(({ webhookId }) => webhookId)).toEqual([other, other]);
});

test('of a webhook that has been paused meanwhile no failure is said', async () => {
  const siteId = await newSite(database);
  const webhookId = await told(siteId, 3);
  const [first, second] = await claim(webhookId);
  if (!first || !second) throw new Error('too little was claimed');
  await failDelivery(database, first, { error: 'gone', laterMs: null, pause: true });
  await failDelivery(database, second, { error: 'late', laterMs: null });
  expect(await listWebhooks(database, siteId)).toMatchObject([{ paused: true, lastError: 'gone', givenUp: 2 }]);
  await pauseWebhook(database, operator, { siteId, webhookId, paused: false });
  await pauseWebhook(database, operator, { siteId, webhookId, paused: true });
  await failDelivery(database, second, { error: 'late', laterMs: 1_000 });
  expect(await listWebhooks(database, siteId)).toMatchObject([{ paused: true, lastError: null, failingSince: null }]);
});

test('what waits is counted up to a thousand', async () => {
  const siteId = await newSite(database);
  const webhookId = await told(siteId, 2);
  const { conversationId } = await database.webhookDelivery.findFirstOrThrow({ where: { webhookId } });
  const more = (length: number) =>
    database.webhookDelivery.createMany({
      data: Array.from({ length }, () => ({ webhookId, conversationId, seq: 2 })),
    });
  const none = await told(siteId, 1);
  const waiting = async () =>
    Object.fromEntries((await listWebhooks(database, siteId)).map((one) => [one.id, one.waiting]));
  await more(999);
  expect(await waiting()).toEqual({ [none]: 0, [webhookId]: 1_000 });
  await more(1_500);
  expect(await waiting()).toEqual({ [none]: 0, [webhookId]: mostWaitingCounted + 1 });
});

test('what becomes of a claim that has ended changes nothing of the delivery', async () => {
  const siteId = await newSite(database);
  const webhookId = await told(siteId, 2);
  const [late] = await claim(webhookId, { claimMs: 0 });
  const [own] = await claim(webhookId);
  if (!late || !own) throw new Error('nothing was claimed');
  await finishDelivery(database, late);
  await failDelivery(database, late, { error: 'late', laterMs: null });
  expect(await listWebhooks(database, siteId)).toMatchObject([{ waiting: 1, givenUp: 0 }]);
  await finishDelivery(database, own);
  expect(await listWebhooks(database, siteId)).toMatchObject([{ waiting: 0, failingSince: null, lastError: null }]);
});

test('nothing is claimed of a site that is removed, nor for a webhook that is paused, for which nothing is noted either', async () => {
  const removed = await newSite(database);
  const ofRemoved = await told(removed, 2);
  await database.site.update({ where: { id: removed }, data: { removedAt: new Date() } });
  const paused = await told(await newSite(database), 2);
  await database.webhook.update({ where: { id: paused }, data: { pausedAt: new Date() } });
  expect([await claim(ofRemoved), await claim(paused)]).toEqual([[], []]);
  const { siteId } = await database.webhook.findUniqueOrThrow({ where: { id: paused } });
  await told(siteId, 3);
  expect(await database.webhookDelivery.count({ where: { webhookId: paused } })).toBe(1);
});

test('of a try in the sandbox nobody is told', async () => {
  const { siteId, conversationId } = await createAsked(database, { sandbox: true });
  const webhookId = await told(siteId, 1);
  await database.conversationEvent.create({
    data: { siteId, conversationId, seq: 900, audience: 'customer', payload: { type: 'conversation:solved' } },
  });
  expect(await database.webhookDelivery.count({ where: { webhookId } })).toBe(0);
});

test('who deletes a webhook holds up nobody who writes, and what they wrote is stored', async () => {
  const siteId = await newSite(database);
  const webhookId = await told(siteId, 2);
  const { conversationId } = await database.webhookDelivery.findFirstOrThrow({ where: { webhookId } });
  await database.$transaction(async (transaction) => {
    await transaction.$executeRaw`DELETE FROM webhook WHERE id = ${webhookId}::uuid`;
    const data = { siteId, conversationId, seq: 900, audience: 'customer' as const };
    await database.conversationEvent.create({ data: { ...data, payload: { type: 'conversation:solved' } } });
  });
  expect(await database.conversationEvent.count({ where: { conversationId, seq: 900 } })).toBe(1);
});

test('a webhook to which nothing has come for three days is paused, and what waits for it is given up, however much', async () => {
  const webhookId = await told(await newSite(database), 2);
  const { conversationId } = await database.webhookDelivery.findFirstOrThrow({ where: { webhookId } });
  await database.webhookDelivery.createMany({
    data: Array.from({ length: 5_400 }, () => ({ webhookId, conversationId, seq: 2 })),
  });
  const failing = async (hours: number) => {
    const failingSince = new Date(Date.now() - hours * 3_600_000);
    await database.webhook.update({ where: { id: webhookId }, data: { failingSince } });
    await dropStaleDeliveries(database);
    return database.webhook.findUniqueOrThrow({ where: { id: webhookId } });
  };
  expect(await failing(71)).toMatchObject({ pausedAt: null, givenUp: 0 });
  // It failed once, and of that event nobody is told any more: what waits may arrive.
  expect(await failing(73)).toMatchObject({ pausedAt: null, givenUp: 0 });
  await claim(webhookId);
  expect(await failing(73)).toMatchObject({ pausedAt: expect.any(Date), givenUp: 5_401 });
  expect(await database.webhookDelivery.count({ where: { webhookId } })).toBe(0);
});

test('of one that fails a single event is tried at a time; what a gateway that ends gives back was no attempt', async () => {
  const webhookId = await told(await newSite(database), 4);
  await database.webhook.update({ where: { id: webhookId }, data: { failingSince: new Date() } });
  const claimed = await claim(webhookId);
  expect(claimed.map(({ attempts }) => attempts)).toEqual([1]);
  await Promise.all(claimed.map((one) => releaseDelivery(database, one)));
  expect((await claim(webhookId)).map(({ attempts }) => attempts)).toEqual([1]);
});
