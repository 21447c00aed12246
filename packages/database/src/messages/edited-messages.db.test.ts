import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '@frontdesk/protocol';
import { beforeEach, expect, it } from 'vitest';
import { readEvents } from '../conversations/conversation-events.ts';
import { findListedConversation } from '../conversations/conversations.ts';
import { storeChunks } from '../generations/generation-chunks.ts';
import { finishGeneration } from '../generations/generation-endings.ts';
import { readPromptMaterial } from '../generations/generation-inputs.ts';
import { claimGeneration } from '../generations/generations.ts';
import { publishPromptVersion } from '../generations/prompt-versions.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage, testMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { acceptEditedMessage } from './edited-messages.ts';
import { acceptTogether, type NewMessage, type StoredMessage } from './messages.ts';

const database = useTestDatabase();
let siteId: string;
let visitorId: string;

beforeEach(async () => {
  siteId = await newSite(database);
  await publishPromptVersion(database, { siteId, systemPrompt: 'You answer.' });
  visitorId = await createVisitor(database, siteId);
});

const message = (text: string, fields: Partial<NewMessage> = {}): NewMessage =>
  testMessage({ siteId, visitorId, text, ...fields });
const edit = (earlier: StoredMessage, text: string, fields: Partial<NewMessage> = {}) =>
  acceptEditedMessage(database, {
    ...message(text, fields),
    ...{ conversationId: earlier.conversationId, supersedes: earlier.messageId },
  });
const eventsOf = ({ conversationId }: StoredMessage) => readEvents(database, { siteId, conversationId }, 0, 'customer');

async function say({ generationId }: StoredMessage, text: string) {
  const claim = await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 60_000 });
  if (!claim) throw new Error('nothing to claim');
  const chunk = { generationId, epoch: 1, firstToken: 0, tokenIds: [1], position: 0, text };
  await storeChunks(database, { workerId: 'w', chunks: [chunk] });
  return claim;
}
async function answer(question: StoredMessage, text: string) {
  const claim = await say(question, text);
  const timings = { prefillMs: 1, firstTokenMs: 1, decodeMs: 1, promptTokens: 1, generatedTokens: 1 };
  await finishGeneration(database, claim, { finishReason: 'stop', lastChunk: null, timings });
}

it('cancels the running answer and stores the message in its place, with an event and nothing rewritten', async () => {
  const first = await acceptMessage(database, message('Do you ship to Norwya?'));
  await say(first, 'I do not know');
  const before = await eventsOf(first);
  const stored = await edit(first, 'Do you ship to Norway?');
  expect(stored.cancelled).toMatchObject({ generationId: first.generationId, seq: 3 });
  const events = await eventsOf(first);
  expect(events.slice(0, before.length)).toEqual(before);
  expect(events.slice(before.length)).toMatchObject([
    { seq: 3, type: 'generation:ended', state: 'cancelled', message: { text: 'I do not know' } },
    { seq: 4, type: 'message:superseded', messageId: first.messageId, byMessageId: stored.messageId },
    { seq: 5, type: 'message:created', message: { id: stored.messageId, text: 'Do you ship to Norway?' } },
    { seq: 6, type: 'generation:queued', generationId: stored.generationId },
  ]);
  expect(stored.seq).toBe(5);
});

it('leaves superseded questions and their answers out of the next prompts', async () => {
  const first = await acceptMessage(database, message('First'));
  await answer(first, 'One');
  const second = await acceptMessage(database, message('Secnd', { conversationId: first.conversationId }));
  await answer(second, 'Two');
  const again = await edit(second, 'Second');
  const of = (question: StoredMessage) =>
    readPromptMaterial(database, {
      ...{ siteId, conversationId: question.conversationId, questionMessageId: question.messageId },
    });
  const texts = async (question: StoredMessage) => (await of(question)).history.map(({ text }) => text);
  expect(await texts(again)).toEqual(['First', 'One', 'Second']);
  await answer(again, 'Too');
  const third = await acceptMessage(database, message('Third', { conversationId: first.conversationId }));
  expect(await texts(third)).toEqual(['First', 'One', 'Second', 'Too', 'Third']);
});

it('is stored once, however often and from wherever it comes', async () => {
  const first = await acceptMessage(database, message('First'));
  const clientMessageId = randomUUID();
  const stored = await Promise.all([1, 2, 3].map(() => edit(first, 'Better', { clientMessageId })));
  expect(new Set(stored.map(({ messageId }) => messageId)).size).toBe(1);
  expect(stored.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  expect(await database.message.count({ where: { siteId } })).toBe(2);
});

it('only takes the place of the last question, once, and of nobody else’s', async () => {
  const first = await acceptMessage(database, message('First'));
  await answer(first, 'One');
  const second = await acceptMessage(database, message('Second', { conversationId: first.conversationId }));
  await expect(edit(first, 'x')).rejects.toMatchObject({ code: 'message_not_last' });
  await edit(second, 'Better');
  await expect(edit(second, 'Best')).rejects.toMatchObject({ code: 'message_not_last' });
  const other = await createVisitor(database, siteId);
  await expect(edit(second, 'x', { visitorId: other })).rejects.toMatchObject({ code: 'conversation_unknown' });
});

it('is refused where a person has replied: what they replied to stays', async () => {
  const first = await acceptMessage(database, message('First'));
  await database.message.create({
    data: { siteId, visitorId, conversationId: first.conversationId, role: 'agent', text: 'Hello, this is Ann.' },
  });
  await expect(edit(first, 'x')).rejects.toMatchObject({ code: 'message_not_last' });
});

it('changes nothing when it is not let in', async () => {
  const first = await acceptMessage(database, message('First'));
  const admit = () => {
    throw new CodedError('busy', { retryAfterMs: 1_000 });
  };
  await expect(edit(first, 'Better', { admit })).rejects.toMatchObject({ code: 'busy' });
  expect(await database.generation.findUnique({ where: { id: first.generationId } })).toMatchObject({
    state: 'queued',
  });
  expect(await eventsOf(first)).toHaveLength(2);
});

it('is later than the half answer that it takes the place of, as the inbox and an export read them', async () => {
  const first = await acceptMessage(database, message('Do you ship to Norwya?'));
  await say(first, 'I do not know');
  await edit(first, 'Do you ship to Norway?');
  const { conversationId } = first;
  const rows = await database.message.findMany({
    where: { conversationId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { text: true },
  });
  expect(rows.map(({ text }) => text)).toEqual(['Do you ship to Norwya?', 'I do not know', 'Do you ship to Norway?']);
  expect(await findListedConversation(database, conversationId)).toMatchObject({ lastRole: 'visitor' });
});

it('is later than what was said while it waited', async () => {
  const { conversationId, generationId } = await acceptMessage(database, message('Do you ship?'));
  await database.generation.update({ where: { id: generationId }, data: { state: 'done' } });
  const said = await database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT now()`;
    await sleep(20);
    const [clock] = await database.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
    await acceptTogether(transaction, [message('And to Norway?', { conversationId })]);
    return clock?.at;
  });
  const { createdAt } = await database.message.findFirstOrThrow({ where: { conversationId, text: 'And to Norway?' } });
  expect(createdAt.getTime()).toBeGreaterThanOrEqual(said?.getTime() ?? Number.POSITIVE_INFINITY);
});
