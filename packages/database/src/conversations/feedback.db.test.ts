import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Asked, createAsked } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { readEvents } from './conversation-events.ts';
import { feedbackPerConversation, rateAnswer, rateConversation, tellSolved } from './feedback.ts';
import { leaveContact } from './person-requests.ts';

const database = useTestDatabase();
let mine: Asked;
let generationId: string;

beforeEach(async () => {
  mine = await createAsked(database);
  generationId = await createAnswer(mine);
});

/** A question that was answered. */
async function createAnswer(asked: Asked): Promise<string> {
  const [id, questionMessageId] = [randomUUID(), randomUUID()];
  const { siteId, conversationId } = asked;
  await database.message.create({ data: { id: questionMessageId, ...asked, role: 'visitor', text: 'How?' } });
  await database.generation.create({
    data: {
      ...{ id, siteId, conversationId, questionMessageId, state: 'done' },
      receivedAt: new Date(),
      deadlineAt: new Date(),
    },
  });
  await database.message.create({ data: { ...asked, role: 'assistant', text: 'So.', generationId: id } });
  return id;
}
const events = () => readEvents(database, mine, 0, 'customer');
const like = (thumb: 'up' | 'down' | null, comment: string | null = null) =>
  rateAnswer(database, mine, { generationId, thumb, comment });
const feedback = () => database.messageFeedback.findMany({ where: { message: { generationId } } });

describe('an answer', () => {
  it('has one feedback, the last one, and each change is an event that customer and agents see', async () => {
    expect(await like('up')).toEqual({ siteId: mine.siteId, conversationId: mine.conversationId, seq: 1 });
    await like('down');
    await like('down', 'The old price.');
    expect(await feedback()).toMatchObject([
      { siteId: mine.siteId, conversationId: mine.conversationId, thumb: 'down', comment: 'The old price.' },
    ]);
    await like(null, 'left over');
    expect(await feedback()).toEqual([]);
    const told = (await events()).map((event) => ({ ...event, at: '', conversationId: '' }));
    const rated = { type: 'generation:rated', generationId, at: '', conversationId: '' };
    expect(told).toEqual([
      { ...rated, seq: 1, thumb: 'up', comment: null },
      { ...rated, seq: 2, thumb: 'down', comment: null },
      { ...rated, seq: 3, thumb: 'down', comment: 'The old price.' },
      { ...rated, seq: 4, thumb: null, comment: null },
    ]);
  });

  it('is rated once by the same thumb twice, also at once', async () => {
    expect(await like(null)).toBeNull();
    const changes = await Promise.all([1, 2, 3, 4].map(() => like('up')));
    expect(changes.filter((change) => change !== null)).toHaveLength(1);
    expect(await like('up')).toBeNull();
    expect(await events()).toHaveLength(1);
    expect(await feedback()).toHaveLength(1);
  });

  it('ends in the log as it does in its row, when thumbs race', async () => {
    await Promise.all((['up', 'down', 'up', null, 'down'] as const).map((thumb) => like(thumb)));
    const last = (await events()).at(-1) as { thumb?: string | null } | undefined;
    expect((await feedback())[0]?.thumb ?? null).toBe(last?.thumb ?? null);
  });
});

it('whether it is solved has one answer, and says who had answered by then', async () => {
  const solved = (is: boolean) => tellSolved(database, mine, { conversationId: mine.conversationId, solved: is });
  const row = () => database.conversationRating.findUnique({ where: { conversationId: mine.conversationId } });
  expect(await solved(false)).toMatchObject({ seq: 1 });
  expect(await solved(false)).toBeNull();
  await Promise.all([solved(true), solved(true)]);
  expect(await row()).toMatchObject({ siteId: mine.siteId, solved: true, byBot: true, score: null, ratedAt: null });
  await database.message.create({ data: { ...mine, role: 'agent', text: 'Let me see.' } });
  await solved(true);
  expect(await row()).toMatchObject({ solved: true, byBot: false });
  expect(await events()).toMatchObject([
    { type: 'conversation:solved', solved: false, by: 'bot' },
    { type: 'conversation:solved', solved: true, by: 'bot' },
    { type: 'conversation:solved', solved: true, by: 'person' },
  ]);
});

it('a conversation has one rating, the last one, beside what was said about its solution', async () => {
  const rate = (score: number, comment: string | null = null) =>
    rateConversation(database, mine, { conversationId: mine.conversationId, score, comment });
  await tellSolved(database, mine, { conversationId: mine.conversationId, solved: true });
  const changes = await Promise.all([rate(4), rate(4)]);
  expect(changes.filter((change) => change !== null)).toHaveLength(1);
  await rate(5, 'Quick!');
  expect(await rate(5, 'Quick!')).toBeNull();
  const row = await database.conversationRating.findUnique({ where: { conversationId: mine.conversationId } });
  expect(row).toMatchObject({ solved: true, score: 5, comment: 'Quick!' });
  expect((await events()).slice(1)).toMatchObject([
    { type: 'conversation:rated', score: 4, comment: null },
    { type: 'conversation:rated', score: 5, comment: 'Quick!' },
  ]);
  await expect(rate(6)).rejects.toThrow();
});

it('of one conversation is told so often, and then no more: its log has an end', async () => {
  const { siteId, conversationId } = mine;
  await database.conversation.update({ where: { id: conversationId }, data: { lastSeq: feedbackPerConversation - 1 } });
  await database.$executeRaw`
    INSERT INTO conversation_event (site_id, conversation_id, seq, audience, payload)
    SELECT ${siteId}::uuid, ${conversationId}::uuid, seq, 'customer', '{"type": "conversation:rated", "score": 1, "comment": null}'
      FROM generate_series(1, ${feedbackPerConversation - 1}::int) seq`;
  expect(await like('up')).toMatchObject({ seq: feedbackPerConversation });
  for (const more of [
    () => like('down'),
    () => tellSolved(database, mine, { conversationId, solved: true }),
    () => rateConversation(database, mine, { conversationId, score: 5, comment: null }),
    () => leaveContact(database, mine, { conversationId, email: 'ann@example.org' }),
  ])
    await expect(more()).rejects.toMatchObject({ code: 'site_limit_reached' });
  expect(await database.conversationEvent.count({ where: { conversationId } })).toBe(feedbackPerConversation);
  expect(await feedback()).toMatchObject([{ thumb: 'up' }]);
  // What is so already is no more.
  expect(await like('up')).toBeNull();
});

describe('what is not the visitor’s does not exist', () => {
  it.each<[string, (other: Asked) => { siteId: string; visitorId: string }]>([
    ['another visitor of the site', (other) => ({ siteId: mine.siteId, visitorId: other.visitorId })],
    ['the visitor at another site', (other) => ({ siteId: other.siteId, visitorId: mine.visitorId })],
    ['somebody of another site', (other) => other],
  ])('for %s', async (_, owner) => {
    const stranger = owner(await createAsked(database));
    const { conversationId } = mine;
    await expect(rateAnswer(database, stranger, { generationId, thumb: 'down', comment: null })).rejects.toMatchObject({
      code: 'generation_unknown',
    });
    const unknown = { code: 'conversation_unknown' };
    await expect(tellSolved(database, stranger, { conversationId, solved: true })).rejects.toMatchObject(unknown);
    await expect(
      rateConversation(database, stranger, { conversationId, score: 1, comment: null }),
    ).rejects.toMatchObject(unknown);
    expect(await events()).toEqual([]);
    expect(await database.conversationRating.count({ where: { conversationId } })).toBe(0);
  });

  it('nor has an answer without words anything to rate', async () => {
    const unfinished = { generationId: randomUUID(), thumb: 'up', comment: null } as const;
    await expect(rateAnswer(database, mine, unfinished)).rejects.toMatchObject({ code: 'generation_unknown' });
  });
});

it('what is thought of a conversation goes with it', async () => {
  await like('down', 'Wrong.');
  await rateConversation(database, mine, { conversationId: mine.conversationId, score: 1, comment: 'Bad.' });
  await database.conversation.delete({ where: { id: mine.conversationId } });
  expect(await database.messageFeedback.count({ where: { siteId: mine.siteId } })).toBe(0);
  expect(await database.conversationRating.count({ where: { siteId: mine.siteId } })).toBe(0);
});
