import { type NewMessage, operator, setOrderLookUp, timeOrderedId } from '@frontdesk/database';
import { acceptMessage } from '@frontdesk/database/testing';
import { expect, it } from 'vitest';
import { useAnsweringWorkers } from '../testing/answering-workers.ts';
import { ask } from '../testing/ask.ts';
import { learn } from '../testing/learn.ts';
import { answerGeneration } from './answer-generation.ts';

const { database, createWorker, row } = await useAnsweringWorkers();

it.each([
  { what: 'a quotation', text: 'How do I return an item?', kept: ['how do i return an item'] },
  { what: 'a hand-over', text: 'Can I talk to a person?', kept: [] },
  { what: 'what is about the customer’s own order', ownCase: 0.9, kept: [] },
  { what: 'free wording that is not guarded', answerMode: 'plain' as const, kept: [] },
  { what: 'anything where it is switched off', keepsAnswers: false, kept: [] },
])(
  'keeps $what for whoever asks the same: $kept',
  async ({ kept, text, ownCase = 0, ...options }) => {
    const { keepsAnswers = true, answerMode = 'quote' } = options;
    const asked = await ask(database, { answerMode, ...(text ? { text } : {}) });
    const { passages, retrieve } = await learn(database, asked, [0.9999, 0.9]);
    await database.site.update({ where: { id: asked.siteId }, data: { answerMode } });
    const kinds = { 'own-case': ownCase };
    retrieve.mockResolvedValue({ passages, dependsOnPrevious: false, kinds, embedding: null });
    const { parts } = createWorker('w', undefined, retrieve);
    await answerGeneration({ ...parts, keepsAnswers }, { generationId: asked.generationId, epoch: 1 });
    expect(await row(asked)).toMatchObject({ state: 'done' });
    const rows = await database.cachedAnswer.findMany({ where: { siteId: asked.siteId } });
    expect(rows.map(({ question }) => question)).toEqual(kept);
  },
  60_000,
);

it('does not keep what was said within a conversation', async () => {
  const asked = await ask(database, { answerMode: 'quote' });
  const { conversationId, siteId } = asked;
  const { visitorId } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  await database.message.create({
    data: { siteId, conversationId, visitorId, role: 'visitor', text: 'Hello', createdAt: new Date(0) },
  });
  const { retrieve } = await learn(database, asked, [0.9999, 0.9]);
  await answerGeneration(createWorker('w', undefined, retrieve).parts, {
    ...{ generationId: asked.generationId, epoch: 1 },
  });
  expect(await row(asked)).toMatchObject({ state: 'done', said: { kind: 'quote' } });
  expect(await database.cachedAnswer.count({ where: { siteId } })).toBe(0);
}, 60_000);

it('asks the answer cache once more for who has waited, and for nobody else', async () => {
  const asked = await ask(database, { answerMode: 'quote' });
  const { siteId, generationId } = asked;
  const { passages, retrieve } = await learn(database, asked, [0.9999, 0.9]);
  retrieve.mockResolvedValue({ passages, dependsOnPrevious: false, kinds: { 'own-case': 0 }, embedding: null });
  const { parts, notices } = createWorker('w', undefined, retrieve);
  await answerGeneration(parts, { generationId, epoch: 1 });
  expect(await database.cachedAnswer.count({ where: { siteId } })).toBe(1);
  const text = 'How do I return an item?';
  const waited = async (ms: number, fields: Partial<NewMessage> = {}) => {
    const stored = await acceptMessage(database, {
      ...{ siteId, visitorId: timeOrderedId(), newVisitor: true, text },
      ...{ receivedAt: new Date(Date.now() - ms), ...fields },
    });
    await answerGeneration(parts, { generationId: stored.generationId, epoch: 1 });
    return stored;
  };
  const late = await waited(5_000);
  expect(await row({ ...asked, ...late })).toMatchObject({ state: 'done', cachedFromId: generationId, workerId: null });
  expect((await row({ ...asked, ...late })).queueMs).toBeGreaterThan(4_000);
  expect(notices.at(-1)).toMatchObject({ kind: 'event', conversationId: late.conversationId });
  expect(parts.answers.size).toBe(0);
  const others = [
    await waited(0),
    await waited(5_000, { earlier: [{ role: 'visitor', text: 'Hello' }] }),
    await waited(5_000, { systemText: 'You sell shoes.' }),
  ];
  for (const other of others) {
    expect(await row({ ...asked, ...other })).toMatchObject({ state: 'done', cachedFromId: null, workerId: 'w' });
  }
}, 60_000);

it('gives nobody who asks for an order what was kept before their site’s server was asked', async () => {
  const text = 'Where is my order?';
  const asked = await ask(database, { text, answerMode: 'quote' });
  const { siteId, generationId } = asked;
  const { passages, retrieve } = await learn(database, asked, [0.9999, 0.9]);
  retrieve.mockResolvedValue({ passages, dependsOnPrevious: false, kinds: { 'own-case': 0 }, embedding: null });
  const { parts } = createWorker('w', undefined, retrieve);
  await answerGeneration(parts, { generationId, epoch: 1 });
  expect(await database.cachedAnswer.count({ where: { siteId } })).toBe(1);
  const waited = async () => {
    const stored = await acceptMessage(database, {
      ...{ siteId, visitorId: timeOrderedId(), newVisitor: true, text, receivedAt: new Date(Date.now() - 5_000) },
    });
    await answerGeneration(parts, { generationId: stored.generationId, epoch: 1 });
    return row({ ...asked, ...stored });
  };
  expect(await waited()).toMatchObject({ cachedFromId: generationId });
  const settings = { url: 'https://shop.example/orders', examples: ['FE-10423'], asksEmail: false };
  await setOrderLookUp(database, operator, { siteId, settings, sealed: Uint8Array.of(1) });
  expect(await waited()).toMatchObject({ cachedFromId: null, said: { replyId: 'order-number' } });
}, 60_000);
