import { randomUUID } from 'node:crypto';
import { limits } from '@frontdesk/protocol';
import { beforeEach, expect, it } from 'vitest';
import { findGoneConversations } from '../deletions/forgotten-by-workers.ts';
import { keepAnswer } from '../generations/answer-cache.ts';
import { storeChunks } from '../generations/generation-chunks.ts';
import { finishGeneration } from '../generations/generation-endings.ts';
import { readPromptMaterial, storeGenerationInput } from '../generations/generation-inputs.ts';
import { claimGeneration } from '../generations/generations.ts';
import { publishPromptVersion } from '../generations/prompt-versions.ts';
import { recordUnanswered } from '../knowledge/unanswered-questions.ts';
import { acceptEditedMessage } from '../messages/edited-messages.ts';
import type { StoredMessage } from '../messages/messages.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage, testMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { deleteConversation, listVisitorConversations, markConversationRead } from './visitor-conversations.ts';
import { createVisitor } from './visitors.ts';

const normalForm = (text: string) => text.toLowerCase();
const database = useTestDatabase();
let siteId: string;
let visitorId: string;

beforeEach(async () => {
  siteId = await newSite(database);
  await publishPromptVersion(database, { siteId, systemPrompt: 'You answer.' });
  visitorId = await createVisitor(database, siteId);
});

const message = (text: string) => testMessage({ siteId, visitorId, text });
const ask = (text: string, conversationId?: string) => acceptMessage(database, { ...message(text), conversationId });

async function answer({ generationId }: StoredMessage, text = 'So it is.') {
  const claim = await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 60_000 });
  if (!claim) throw new Error('nothing to claim');
  const { promptVersionId, knowledgeVersion } = await readPromptMaterial(database, claim);
  await storeGenerationInput(database, {
    ...{ generationId, siteId, promptVersionId, knowledgeVersion, modelHash: 'm', tokenizerHash: 't', mode: 'quote' },
    ...{ temperature: 0, topP: 1, maxTokens: 9, seed: 1, promptIds: [1], passageIds: [], grounding: null },
  });
  await storeChunks(database, {
    workerId: 'w',
    chunks: [{ generationId, epoch: 1, firstToken: 0, tokenIds: [1], position: 0, text }],
  });
  const timings = { prefillMs: 1, firstTokenMs: 1, decodeMs: 1, promptTokens: 1, generatedTokens: 1 };
  await finishGeneration(database, claim, { finishReason: 'stop', lastChunk: null, timings });
}
const mine = () => listVisitorConversations(database, { siteId, visitorId });

it('lists a visitor’s conversations by their first question that stands, with what was not in view', async () => {
  const first = await ask('Frist?');
  const { conversationId } = first;
  await acceptEditedMessage(database, { ...message('First?'), conversationId, supersedes: first.messageId });
  const second = await ask('x'.repeat(200));
  await answer(second);
  expect((await mine()).conversations).toMatchObject([
    { conversationId: second.conversationId, firstText: 'x'.repeat(140), unread: 1 },
    { conversationId, firstText: 'First?', unread: 0 },
  ]);
  const read = { siteId, visitorId, conversationId: second.conversationId, seq: 99 };
  expect(await markConversationRead(database, { ...read, visitorId: randomUUID() })).toBe(false);
  expect((await mine()).conversations[0]?.unread).toBe(1);
  expect(await markConversationRead(database, read)).toBe(true);
  // Seen is what is there now, not what comes; and nothing makes it unseen.
  await markConversationRead(database, { ...read, seq: 1 });
  expect((await mine()).conversations[0]?.unread).toBe(0);
  await answer(await ask('And?', second.conversationId));
  expect((await mine()).conversations[0]?.unread).toBe(1);
  expect((await listVisitorConversations(database, { siteId, visitorId: randomUUID() })).conversations).toEqual([]);
});

it('gives a long list page by page', async () => {
  for (let count = 0; count <= limits.conversationsPerPage; count += 1) await ask(`${count}`);
  const page = await mine();
  expect(page).toMatchObject({ more: true });
  const last = page.conversations.at(-1)?.lastActivityAt ?? '';
  const rest = await listVisitorConversations(database, { siteId, visitorId }, new Date(last));
  expect(rest).toMatchObject({ more: false, conversations: [{ firstText: '0' }] });
});

it('deletes all that was made of a conversation, and nothing else', async () => {
  const gone = await ask('Where is my order 123?');
  await answer(gone);
  await keepAnswer(database, { generationId: gone.generationId, question: 'where is my order', briefly: false });
  const { conversationId, generationId, messageId } = gone;
  await database.$transaction((transaction) =>
    recordUnanswered(transaction, { siteId, conversationId, generationId, question: 'Where?', embedding: null }),
  );
  const edited = await acceptEditedMessage(database, { ...message('Again'), conversationId, supersedes: messageId });
  const running = await claimGeneration(database, { ...edited, workerId: 'w', leaseMs: 60_000 });
  const other = await ask('Something else');
  await answer(other);
  expect(await deleteConversation(database, { siteId, visitorId: randomUUID(), conversationId, normalForm })).toBe(
    false,
  );
  expect(await findGoneConversations(database, [conversationId])).toEqual([]);
  expect(await deleteConversation(database, { siteId, visitorId, conversationId, normalForm })).toBe(true);
  expect(await findGoneConversations(database, [conversationId, other.conversationId])).toEqual([conversationId]);
  expect(await deleteConversation(database, { siteId, visitorId, conversationId, normalForm })).toBe(false);
  const where = { siteId };
  const left = await Promise.all([
    database.conversation.count({ where }),
    database.message.count({ where }),
    database.conversationEvent.count({ where }),
    database.generation.count({ where }),
    database.generationChunk.count({ where }),
    database.generationInput.count({ where }),
    database.cachedAnswer.count({ where }),
    database.unansweredQuestion.count({ where }),
  ]);
  expect(left).toEqual([1, 2, 3, 1, 1, 1, 0, 0]);
  // Who still makes an answer of it is told that it is not wanted.
  const chunk = {
    generationId: edited.generationId,
    epoch: 1,
    firstToken: 0,
    tokenIds: [1],
    position: 0,
    text: 'Late',
  };
  expect(running).not.toBeNull();
  expect(await storeChunks(database, { workerId: 'w', chunks: [chunk] })).toEqual([edited.generationId]);
});
