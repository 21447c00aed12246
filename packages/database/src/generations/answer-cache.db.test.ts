import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readEvents } from '../conversations/conversation-events.ts';
import { raiseKnowledgeVersion } from '../knowledge/knowledge-sources.ts';
import type { NewMessage, StoredMessage } from '../messages/messages.ts';
import { beat } from '../service/workers.ts';
import { readSiteSettings, updateSiteSettings } from '../sites/site-settings.ts';
import { updateSiteAnswering } from '../sites/sites.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { untilWaiting } from '../testing/until-waiting.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { forgetOldAnswers, readCacheableText } from './answer-cache.ts';
import { readReceipts } from './answer-receipts.ts';
import { readGenerationText } from './generation-chunks.ts';
import { answerWaitingFromCache, finishGeneration } from './generation-endings.ts';
import { readPromptMaterial, storeGenerationInput } from './generation-inputs.ts';
import { readGenerationTimings } from './generation-timings.ts';
import { claimGeneration } from './generations.ts';
import { publishPromptVersion } from './prompt-versions.ts';

const database = useTestDatabase();
let siteId: string;
const question = 'are returns free';
const admin = { userId: 'admin', email: 'admin@shop.example' };
const sources = [{ id: randomUUID(), title: 'Returns', url: null }];

beforeEach(async () => {
  await database.worker.deleteMany();
  siteId = await createSite();
});

async function createSite(): Promise<string> {
  const id = await newSite(database);
  await publishPromptVersion(database, { siteId: id, systemPrompt: 'A shop.' });
  return id;
}

async function ask(fields: Partial<NewMessage> & { sandbox?: boolean } = {}): Promise<StoredMessage> {
  const { sandbox = false, ...message } = fields;
  const site = message.siteId ?? siteId;
  const visitorId = message.visitorId ?? (await createVisitor(database, site, { sandbox }));
  return acceptMessage(database, {
    siteId: site,
    visitorId,
    text: 'Are returns free?',
    cacheQuestion: question,
    ...message,
  });
}

/** Answers as a worker does: claim, input, end. `meanwhile` happens before the end. */
async function answer(
  { generationId }: StoredMessage,
  { meanwhile = async () => {}, briefly = false }: { meanwhile?: () => Promise<unknown>; briefly?: boolean } = {},
): Promise<void> {
  const claim = await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 60_000 });
  if (!claim) throw new Error('nothing to claim');
  const { promptVersionId, knowledgeVersion } = await readPromptMaterial(database, claim);
  await storeGenerationInput(database, {
    ...{ generationId, siteId: claim.siteId, promptVersionId, knowledgeVersion, modelHash: 'm', tokenizerHash: 't' },
    ...{ mode: 'quote', temperature: 0, topP: 1, maxTokens: 10, seed: 1, promptIds: [1, 2], passageIds: [] },
    grounding: { passages: [] },
  });
  await meanwhile();
  await finishGeneration(database, claim, {
    finishReason: 'stop',
    lastChunk: { generationId, epoch: 1, firstToken: 0, tokenIds: [1], position: 0, text: 'Returns are free.' },
    timings: { prefillMs: 1, firstTokenMs: 1, decodeMs: 1, promptTokens: 1, generatedTokens: 1 },
    record: {
      said: {
        kind: 'quote',
        leadInId: 'any',
        quotes: [{ passageId: sources[0]?.id ?? '', text: 'Returns are free.' }],
      },
      ...{ confidence: 0.9, branches: null, guarded: false, sources, handOver: null },
    },
    keepFor: { question, briefly },
  });
}

describe('a question that was answered before', () => {
  it('is answered when it is accepted, with everything that a worker would have written', async () => {
    const first = await ask();
    expect(first.cache).toBe('miss');
    await answer(first);
    const again = await ask();
    const { conversationId, generationId } = again;
    expect(again.cache).toBe('hit');
    expect(again.events.map(({ type, seq }) => [seq, type])).toEqual([
      [1, 'message:created'],
      [2, 'generation:queued'],
      [3, 'generation:done'],
    ]);
    expect(again.events.at(-1)).toMatchObject({ message: { role: 'assistant', text: 'Returns are free.', sources } });
    expect(await readEvents(database, { siteId, conversationId }, 0, 'customer')).toEqual(again.events);
    expect(await readGenerationText(database, { siteId, generationId })).toBe('Returns are free.');
    expect(await readGenerationTimings(database, generationId)).toMatchObject({ cached: true, queueMs: 0 });
    expect(await readGenerationTimings(database, first.generationId)).toMatchObject({ cached: false });
    const receipts = await readReceipts(database, { siteId, generationIds: [generationId] });
    const made = await database.generation.findUniqueOrThrow({ where: { id: first.generationId } });
    expect(receipts[generationId]).toMatchObject({
      ...{ mode: 'quote', confidence: 0.9, keptSince: made.finishedAt?.toISOString() },
    });
    expect(receipts[generationId]).not.toHaveProperty('unfinished');
    const generation = await database.generation.findUniqueOrThrow({ where: { id: generationId } });
    expect(generation).toMatchObject({ state: 'done', cachedFromId: first.generationId, epoch: 0 });
    // Nobody can make it a second time.
    expect(await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 1 })).toBeNull();
  });

  it('stands behind its question in the history of what is asked next', async () => {
    await answer(await ask());
    const { conversationId, generationId } = await ask();
    const { visitorId } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
    const next = await ask({ visitorId, conversationId, text: 'And exchanges?', cacheQuestion: null });
    expect(next.cache).toBe('unasked');
    const { history } = await readPromptMaterial(database, {
      ...{ siteId, conversationId, questionMessageId: next.messageId },
    });
    expect(history.map(({ role }) => role)).toEqual(['visitor', 'assistant', 'visitor']);
    expect(generationId).not.toBe(next.generationId);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['its passages changed', () => raiseKnowledgeVersion(database, siteId)],
    ['another prompt was published', () => publishPromptVersion(database, { siteId, systemPrompt: 'Other.' })],
    [
      'the site says things otherwise',
      () =>
        updateSiteAnswering(database, admin, {
          ...{ siteId, answerMode: 'quote', languages: ['en'], replyTexts: { a: 'b' } },
        }),
    ],
    [
      'the site is called otherwise',
      async () => {
        const { key: _, ...settings } = await readSiteSettings(database, siteId);
        await updateSiteSettings(database, admin, { ...settings, siteId, name: 'Other' });
      },
    ],
    ['a ready worker has another model', () => heartbeat('other')],
    ['it is too old', () => database.cachedAnswer.updateMany({ where: { siteId }, data: { expiresAt: new Date(0) } })],
    ['the conversation that it came from was deleted', () => database.conversation.deleteMany({ where: { siteId } })],
  ])('is made anew when %s', async (_, change) => {
    await answer(await ask());
    await change();
    expect((await ask()).cache).toBe('miss');
  });

  it('is given while no worker is there, or one with the same model', async () => {
    await answer(await ask());
    await heartbeat('m');
    expect((await ask()).cache).toBe('hit');
  });

  it('is not given beside a worker with another model because a gateway’s clock is wrong', async () => {
    await answer(await ask());
    await heartbeat('other');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    const asked = await ask().finally(() => vi.useRealTimers());
    expect(asked.cache).toBe('miss');
  });

  it('is never another site’s', async () => {
    await answer(await ask());
    const other = await createSite();
    expect((await ask({ siteId: other })).cache).toBe('miss');
  });

  it('is neither kept from nor given to an agent who tries the bot', async () => {
    const tried = await ask({ sandbox: true });
    await answer(tried);
    expect((await ask()).cache).toBe('miss');
    await answer(await ask());
    expect((await ask({ sandbox: true })).cache).toBe('unasked');
  });
});

it('a question whose kept answer is deleted at that moment is made anew', async () => {
  await answer(await ask());
  const visitorId = await createVisitor(database, siteId);
  let asked: Promise<StoredMessage> | undefined;
  await database.$transaction(async (other) => {
    // What a message waits for once it has found its answer.
    await other.$queryRaw`SELECT day FROM site_day_usage WHERE site_id = ${siteId}::uuid FOR UPDATE`;
    asked = ask({ visitorId });
    await untilWaiting(database, 1);
    await database.conversation.deleteMany({ where: { siteId } });
  });
  expect(await asked).toMatchObject({ cache: 'miss' });
});

const heartbeat = (modelHash: string) =>
  beat(database, { workerId: 'w', state: 'ready', slots: 1, running: 0, tokensPerSecond: 0, modelHash });

it.each<[string, () => Promise<unknown>]>([
  ['passages changed', () => raiseKnowledgeVersion(database, siteId)],
  ['a prompt was published', () => publishPromptVersion(database, { siteId, systemPrompt: 'Other.' })],
])('does not keep an answer during which %s', async (_, change) => {
  await answer(await ask(), { meanwhile: change });
  expect(await database.cachedAnswer.count({ where: { siteId } })).toBe(0);
});

it('does not replace an answer of newer knowledge with one of older', async () => {
  const slow = await ask();
  const newer = await ask();
  const { id } = await database.site.update({ where: { id: siteId }, data: { knowledgeVersion: 7 } });
  await answer(newer);
  await database.cachedAnswer.update({
    where: { siteId_question: { siteId: id, question } },
    data: { knowledgeVersion: 8 },
  });
  await answer(slow);
  expect(await database.cachedAnswer.findMany({ where: { siteId } })).toMatchObject([
    { generationId: newer.generationId, knowledgeVersion: 8 },
  ]);
});

it('keeps for minutes what was made in a hurry, in the place of nothing that is kept for a day', async () => {
  const [hurried, calm, late] = [await ask(), await ask(), await ask()];
  const kept = async () => {
    const { generationId, expiresAt } = await database.cachedAnswer.findFirstOrThrow({ where: { siteId } });
    return { generationId, minutes: Math.round((expiresAt.getTime() - Date.now()) / 60_000) };
  };
  await answer(hurried, { briefly: true });
  expect(await kept()).toEqual({ generationId: hurried.generationId, minutes: 5 });
  await answer(calm);
  await answer(late, { briefly: true });
  expect(await kept()).toEqual({ generationId: calm.generationId, minutes: 24 * 60 });
  await publishPromptVersion(database, { siteId, systemPrompt: 'Other.' });
  const newer = await ask();
  await answer(newer, { briefly: true });
  expect(await kept()).toEqual({ generationId: newer.generationId, minutes: 5 });
});

it('answers a question that waits, unless somebody has it in hand', async () => {
  const [first, waiting, running] = [await ask(), await ask(), await ask()];
  await answer(first);
  const place = ({ conversationId, generationId }: StoredMessage) => ({
    siteId,
    conversationId,
    generationId,
    question,
  });
  const ended = await answerWaitingFromCache(database, place(waiting));
  expect(ended).toMatchObject({ generationId: waiting.generationId, seq: 3 });
  await claimGeneration(database, { generationId: running.generationId, workerId: 'w', leaseMs: 60_000 });
  expect(await answerWaitingFromCache(database, place(running))).toBeNull();
  expect(await answerWaitingFromCache(database, place(waiting))).toBeNull();
  expect(await database.message.count({ where: { generationId: waiting.generationId } })).toBe(1);
});

it('counts the time in which a question waited for the words of an equal one as time in the queue', async () => {
  const first = await ask();
  const { conversationId, generationId } = await ask({ receivedAt: new Date(Date.now() - 2_000) });
  await answer(first);
  const place = { siteId, conversationId, generationId, question };
  expect(await answerWaitingFromCache(database, place)).toMatchObject({ generationId });
  const { queueMs } = await database.generation.findUniqueOrThrow({ where: { id: generationId } });
  expect(queueMs).toBeGreaterThanOrEqual(1_900);
});

it('answers what its worker has just claimed, and what nobody else has in hand by now', async () => {
  const [first, waited] = [await ask(), await ask()];
  await answer(first);
  const { conversationId, generationId } = waited;
  const claim = await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 60_000 });
  if (!claim) throw new Error('nothing to claim');
  const place = { siteId, conversationId, generationId, question };
  expect(await answerWaitingFromCache(database, { ...place, claim: { ...claim, epoch: 0 } })).toBeNull();
  expect(await answerWaitingFromCache(database, { ...place, claim })).toMatchObject({ generationId });
  const { startedAt, ...row } = await database.generation.findUniqueOrThrow({ where: { id: generationId } });
  expect(row).toMatchObject({ state: 'done', cachedFromId: first.generationId, workerId: null, leaseUntil: null });
  expect(startedAt).not.toBeNull();
});

it.each<[string, Partial<NewMessage> & { sandbox?: boolean }, boolean]>([
  ['the first question of a conversation', {}, true],
  ['one with a text of its caller', { systemText: 'You sell shoes.' }, false],
  ['one with what was said before', { earlier: [{ role: 'visitor', text: 'Hello' }] }, false],
  ['one that an agent tries', { sandbox: true }, false],
])('whether the cache may answer %s', async (_, fields, isCacheable) => {
  const { generationId } = await ask({ ...fields, cacheQuestion: null });
  const asked = { text: 'Are returns free?', orders: null };
  expect(await readCacheableText(database, generationId)).toEqual(isCacheable ? asked : null);
  // What a site's server has said of an order is said.
  await database.generation.update({
    where: { id: generationId },
    data: { orderAnswer: { outcome: 'unknown', number: '1' } },
  });
  expect(await readCacheableText(database, generationId)).toBeNull();
});

it('forgets what is too old', async () => {
  await answer(await ask());
  await forgetOldAnswers(database);
  expect(await database.cachedAnswer.count({ where: { siteId } })).toBe(1);
  await database.cachedAnswer.updateMany({ where: { siteId }, data: { expiresAt: new Date(0) } });
  await forgetOldAnswers(database);
  expect(await database.cachedAnswer.count({ where: { siteId } })).toBe(0);
});
