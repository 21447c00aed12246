import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { replyAsAgent } from '../conversations/conversation-steps.ts';
import { rateAnswer } from '../conversations/feedback.ts';
import { deleteVisitor } from '../deletions/deletions.ts';
import { storeChunks } from '../generations/generation-chunks.ts';
import { answerWaitingFromCache, finishGeneration } from '../generations/generation-endings.ts';
import { type ClaimedGeneration, claimGeneration } from '../generations/generations.ts';
import { publishPromptVersion } from '../generations/prompt-versions.ts';
import { type Asked, createAsked, createEnded } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { openConnections, untilWaiting } from '../testing/until-waiting.ts';
import { identifyVisitor } from './identified-visitors.ts';
import { deleteConversation } from './visitor-conversations.ts';

const database = useTestDatabase();
let mine: Asked;
let generationId: string;
const normalForm = (text: string) => text.toLowerCase();
const patience = { timeout: 30_000 };

beforeAll(async () => {
  await openConnections(database);
});
beforeEach(async () => {
  mine = await createAsked(database);
  await publishPromptVersion(database, { siteId: mine.siteId, systemPrompt: 'You answer.' });
  ({ generationId } = await acceptMessage(database, { ...mine, text: 'Are returns free?' }));
});

const identify = async () => {
  const { visitorId, moved } = await identifyVisitor(database, {
    ...{ siteId: mine.siteId, anonymousId: mine.visitorId, identity: { externalId: randomUUID() } },
  });
  expect(moved).toBe(true);
  return visitorId;
};
/** An answer that a worker has said some words of. */
async function begin(): Promise<ClaimedGeneration> {
  const claim = await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 60_000 });
  if (!claim) throw new Error('nothing to claim');
  const chunk = { generationId, epoch: 1, firstToken: 0, tokenIds: [1], position: 0, text: 'They are.' };
  await storeChunks(database, { workerId: 'w', chunks: [chunk] });
  return claim;
}
const timings = { prefillMs: 1, firstTokenMs: 1, decodeMs: 1, promptTokens: 1, generatedTokens: 1 };
const end = (claim: ClaimedGeneration) =>
  finishGeneration(database, claim, { finishReason: 'stop', lastChunk: null, timings });

/** Starts `meanwhile` when all that was the anonymous visitor's has moved and nothing is committed; it has to wait for that. */
async function whileIdentifying(meanwhile: () => Promise<unknown>): Promise<string> {
  const { siteId, visitorId } = mine;
  const { id } = await database.attachment.create({ data: { siteId, visitorId, name: 'a.png', bytes: 1 } });
  let both: Promise<[string, unknown]> | undefined;
  await database.$transaction(async (other) => {
    // What moves last.
    await other.$queryRaw`SELECT FROM attachment WHERE id = ${id}::uuid FOR UPDATE`;
    const identified = identify();
    await untilWaiting(other, 1);
    both = Promise.all([identified, meanwhile()]);
    await untilWaiting(other, 2);
  }, patience);
  return (await both)?.[0] ?? '';
}

/** Starts `meanwhile` when an answer's end has begun, and is about to store its words. */
async function whileEnding<Result>(meanwhile: () => Promise<Result>): Promise<Result> {
  const claim = await begin();
  const elsewhere = await createAsked(database);
  let both: Promise<[unknown, Result]> | undefined;
  await database.$transaction(async (other) => {
    // A generation has one message: its end waits for what becomes of this one.
    const { id } = await other.message.create({ data: { ...elsewhere, role: 'assistant', text: 'No.', generationId } });
    const ended = end(claim);
    await untilWaiting(other, 1);
    both = Promise.all([ended, meanwhile()]);
    await untilWaiting(other, 2);
    await other.message.delete({ where: { id } });
  }, patience);
  if (!both) throw new Error('nothing was started');
  return (await both)[1];
}

/** Whose each message is, the oldest first. */
async function owners(): Promise<(string | [string, string])[]> {
  const { conversationId } = mine;
  const messages = await database.message.findMany({ where: { conversationId }, orderBy: { createdAt: 'asc' } });
  return messages.map(({ role, visitorId }) => [role, visitorId]);
}

describe('what is stored while a site says who its visitor is becomes theirs:', () => {
  it('an answer', async () => {
    const claim = await begin();
    const visitorId = await whileIdentifying(() => end(claim));
    expect(await owners()).toEqual([
      ['visitor', visitorId],
      ['assistant', visitorId],
    ]);
    expect(
      await rateAnswer(database, { siteId: mine.siteId, visitorId }, { generationId, thumb: 'up', comment: null }),
    ).toMatchObject({ conversationId: mine.conversationId });
    // Of the anonymous visitor nothing is left that could take it along.
    await database.visitor.delete({ where: { id: mine.visitorId } });
    expect(await owners()).toHaveLength(2);
  });

  it('an answer whose end has begun before', async () => {
    const visitorId = await whileEnding(identify);
    expect(await owners()).toEqual([
      ['visitor', visitorId],
      ['assistant', visitorId],
    ]);
  });

  it('an answer that was kept for whoever asks the same', async () => {
    const { siteId } = mine;
    const other = { ...mine, visitorId: randomUUID(), conversationId: randomUUID() };
    await database.visitor.create({ data: { id: other.visitorId, siteId } });
    await database.conversation.create({ data: { id: other.conversationId, siteId, visitorId: other.visitorId } });
    const [keptId = ''] = await createEnded(database, other, [{ state: 'done', finishedAt: new Date() }]);
    await database.message.create({ data: { ...other, role: 'assistant', text: 'They are.', generationId: keptId } });
    const site = await database.site.findUniqueOrThrow({ where: { id: siteId } });
    await database.cachedAnswer.create({
      data: {
        ...{ siteId, question: 'are returns free', generationId: keptId, modelHash: 'm' },
        ...{ promptVersionId: site.publishedPromptVersionId ?? '', knowledgeVersion: site.knowledgeVersion },
        expiresAt: new Date(Date.now() + 60_000),
      },
    });
    const visitorId = await whileIdentifying(() =>
      answerWaitingFromCache(database, { ...mine, generationId, question: 'are returns free' }),
    );
    expect(await owners()).toEqual([
      ['visitor', visitorId],
      ['assistant', visitorId],
    ]);
  });

  it('an agent’s reply, and the answer that it cuts short', async () => {
    await begin();
    const ada = { id: randomUUID(), name: 'Ada' };
    await database.user.create({ data: { ...ada, email: `${ada.id}@frontdesk.test` } });
    const visitorId = await whileIdentifying(() =>
      replyAsAgent(database, { ...mine, agent: ada, clientMessageId: randomUUID(), text: 'Yes.' }),
    );
    expect(await owners()).toEqual([
      ['visitor', visitorId],
      ['assistant', visitorId],
      ['agent', visitorId],
    ]);
  });
});

describe('an answer that ends while what it is of is deleted is gone with it:', () => {
  it('its visitor', async () => {
    const actor = { userId: randomUUID(), email: 'admin@shop.example' };
    await database.user.create({ data: { id: actor.userId, name: 'Ada', email: `${actor.userId}@frontdesk.test` } });
    await whileEnding(() => deleteVisitor(database, { ...mine, actor, normalForm }));
    expect(await owners()).toEqual([]);
  });

  it('its conversation', async () => {
    expect(await whileEnding(() => deleteConversation(database, { ...mine, normalForm }))).toBe(true);
    expect(await owners()).toEqual([]);
  });
});
