import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { acceptEditedMessage } from '../messages/edited-messages.ts';
import { operator } from '../team/audit.ts';
import { acceptMessage, newSite, testMessage, useTestDatabase } from '../testing/index.ts';
import {
  readAskedMessage,
  readLastMessages,
  readOrderLookUp,
  readOrderServer,
  removeOrderLookUp,
  replaceSealedOrderLookUps,
  setOrderLookUp,
  storeOrderAnswer,
} from './order-look-ups.ts';

const database = useTestDatabase();
const settings = { url: 'https://shop.example/orders?key=1', examples: ['FE-10423'], asksEmail: true };
const setOf = (siteId: string, more: Partial<typeof settings> = {}, sealed = Uint8Array.of(1)) =>
  setOrderLookUp(database, operator, { siteId, settings: { ...settings, ...more }, sealed });
const visitorOf = async (siteId: string, externalId: string | null = null) =>
  (await database.visitor.create({ data: { siteId, externalId } })).id;
const actionsOf = (siteId: string) =>
  database.auditEntry.findMany({ where: { siteId }, orderBy: { id: 'asc' }, omit: { id: true, siteId: true } });

test('a site asks one server, whose secret stays when the rest changes', async () => {
  const siteId = await newSite(database);
  expect([await readOrderLookUp(database, siteId), await readOrderServer(database, { siteId })]).toEqual([null, null]);
  expect(await setOf(siteId)).toBe(true);
  expect(await setOf(siteId, { asksEmail: false }, Uint8Array.of(2))).toBe(false);
  expect(await readOrderLookUp(database, siteId)).toEqual({ ...settings, asksEmail: false });
  expect(await readOrderServer(database, { siteId })).toMatchObject({ sealed: Uint8Array.of(1), customerId: null });
  await removeOrderLookUp(database, operator, siteId);
  await removeOrderLookUp(database, operator, siteId);
  expect(await readOrderLookUp(database, siteId)).toBeNull();
  expect(await setOf(siteId, {}, Uint8Array.of(3))).toBe(true);
  expect((await readOrderServer(database, { siteId }))?.sealed).toEqual(Uint8Array.of(3));
});

test('what was answered before anybody could be asked is given to nobody any more', async () => {
  const siteId = await newSite(database);
  const version = async () => (await database.site.findUniqueOrThrow({ where: { id: siteId } })).knowledgeVersion;
  const before = await version();
  await setOf(siteId);
  const since = await version();
  expect(since).toBeGreaterThan(before);
  await setOf(siteId, { asksEmail: false });
  expect(await version()).toBe(since);
});

test('what is changed is written down, without what of the address may be as good as a password', async () => {
  const siteId = await newSite(database);
  await setOf(siteId);
  await setOf(siteId, { examples: ['1234'] });
  await removeOrderLookUp(database, operator, siteId);
  await removeOrderLookUp(database, operator, siteId);
  const log = await actionsOf(siteId);
  expect(log.map(({ action, target }) => [action, target])).toEqual([
    ['orders.set', 'https://shop.example'],
    ['orders.set', 'https://shop.example'],
    ['orders.removed', 'https://shop.example'],
  ]);
  expect(log[1]).toMatchObject({ before: { examples: ['FE-10423'] }, after: { examples: ['1234'] } });
  expect(JSON.stringify(log)).not.toContain('key=1');
});

test('who the customer is comes from their own site alone', async () => {
  const [siteId, other] = [await newSite(database), await newSite(database)];
  await setOf(siteId);
  const named = await visitorOf(siteId, 'customer-1');
  const asked = (visitorId: string) => readOrderServer(database, { siteId, visitorId });
  expect(await asked(named)).toMatchObject({ customerId: 'customer-1', asksEmail: false });
  for (const visitorId of [await visitorOf(siteId), await visitorOf(other, 'customer-1'), randomUUID()])
    expect(await asked(visitorId)).toMatchObject({ customerId: null, asksEmail: true });
});

/** Ends what is being answered with these words. */
async function answer(
  { generationId, conversationId }: { generationId: string; conversationId: string },
  text: string,
) {
  const { siteId, question } = await database.generation.update({
    where: { id: generationId },
    data: { state: 'done', finishedAt: new Date() },
    include: { question: true },
  });
  const { visitorId } = question;
  await database.message.create({ data: { siteId, conversationId, visitorId, role: 'assistant', text, generationId } });
}

test('the last messages are those of customer and assistant, without what was written anew', async () => {
  const siteId = await newSite(database);
  const visitorId = await visitorOf(siteId);
  const first = await acceptMessage(database, { siteId, visitorId, text: 'Where is my order?' });
  const { conversationId } = first;
  await answer(first, 'Which one?');
  await database.message.create({ data: { siteId, conversationId, visitorId, role: 'agent', text: 'I am Ben.' } });
  const wrong = await acceptMessage(database, { siteId, visitorId, conversationId, text: 'FE-1' });
  await answer(wrong, 'There is none.');
  const said = async (more: object = {}) =>
    (await readLastMessages(database, { siteId, visitorId, conversationId, ...more })).map(({ text }) => text);
  const before = ['Where is my order?', 'Which one?'];
  expect(await said()).toEqual([...before, 'FE-1', 'There is none.']);
  expect(await said({ without: wrong.messageId })).toEqual(before);
  const edit = { ...testMessage({ siteId, visitorId, text: 'FE-2' }), conversationId, supersedes: wrong.messageId };
  await acceptEditedMessage(database, edit);
  expect(await said()).toEqual([...before, 'FE-2']);
  // Nor is anybody else's conversation read.
  expect(await said({ visitorId: await visitorOf(siteId) })).toEqual([]);
  expect(await said({ siteId: await newSite(database) })).toEqual([]);
});

test('of a long conversation no more than the last few are read', async () => {
  const siteId = await newSite(database);
  const visitorId = await visitorOf(siteId);
  const { conversationId } = await acceptMessage(database, { siteId, visitorId, text: '0' });
  await database.message.createMany({
    data: Array.from({ length: 40 }, (_, index) => ({
      ...{ siteId, visitorId, conversationId, role: 'visitor' as const, text: String(index + 1) },
      createdAt: new Date(Date.now() + index),
    })),
  });
  const last = await readLastMessages(database, { siteId, visitorId, conversationId });
  expect(last.map(({ text }) => text)).toEqual(Array.from({ length: 12 }, (_, index) => String(index + 29)));
});

test('what an answer is to answer is read by its id', async () => {
  const siteId = await newSite(database);
  const visitorId = await visitorOf(siteId);
  const { generationId, messageId, conversationId } = await acceptMessage(database, {
    ...{ siteId, visitorId, text: 'FE-10423', systemText: 'You sell shoes.' },
  });
  const address = { siteId, visitorId, conversationId, messageId };
  expect(await readAskedMessage(database, generationId)).toEqual({
    ...{ ...address, text: 'FE-10423', systemText: 'You sell shoes.' },
  });
  expect(await readAskedMessage(database, randomUUID())).toBeNull();
});

test('what came of it is kept with an answer that waits, and no other', async () => {
  const siteId = await newSite(database);
  const found = { outcome: 'found', number: 'FE-10423', text: 'On its way.' } as const;
  const kept = async (change: { epoch?: number; state?: 'running' | 'cancelled' }) => {
    const visitorId = await visitorOf(siteId);
    const { generationId } = await acceptMessage(database, { siteId, visitorId });
    await database.generation.update({ where: { id: generationId }, data: change });
    await storeOrderAnswer(database, { generationId, answer: found });
    return (await database.generation.findUniqueOrThrow({ where: { id: generationId } })).orderAnswer;
  };
  expect(await kept({})).toEqual(found);
  expect(await kept({ epoch: 1, state: 'running' })).toBeNull();
  // Its worker died: it has begun all the same.
  expect(await kept({ epoch: 1 })).toBeNull();
  expect(await kept({ state: 'cancelled' })).toBeNull();
});

test('what is sealed is replaced where there is another form of it', async () => {
  const [one, other] = [await newSite(database), await newSite(database)];
  await setOf(one, {}, Uint8Array.of(7));
  await setOf(other, {}, Uint8Array.of(8));
  const replaced = await replaceSealedOrderLookUps(database, ({ siteId, sealed }) =>
    siteId === one ? Uint8Array.of(...sealed, 9) : null,
  );
  expect(replaced).toBe(1);
  expect((await readOrderServer(database, { siteId: one }))?.sealed).toEqual(Uint8Array.of(7, 9));
  expect((await readOrderServer(database, { siteId: other }))?.sealed).toEqual(Uint8Array.of(8));
});
