import { randomUUID } from 'node:crypto';
import { limits } from '@frontdesk/protocol';
import { beforeEach, expect, it } from 'vitest';
import { takeOver } from '../conversations/conversation-steps.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { findEndedAnswers, readReceipts } from './answer-receipts.ts';
import { storeChunks } from './generation-chunks.ts';
import { cancelGeneration, failGeneration } from './generation-endings.ts';
import { storeGenerationInput } from './generation-inputs.ts';
import { cancelUnattended, expireOverdue } from './generation-sweep.ts';
import { readTimings } from './generation-timings.ts';
import { claimGeneration } from './generations.ts';
import { nameLanguageModel } from './language-models.ts';
import { publishPromptVersion } from './prompt-versions.ts';

const database = useTestDatabase();
let siteId: string;
let visitorId: string;
let generationId: string;
let conversationId: string;
const ada = randomUUID();

beforeEach(async () => {
  siteId = await newSite(database);
  visitorId = await createVisitor(database, siteId);
  ({ generationId, conversationId } = await acceptMessage(database, { siteId, visitorId }));
});

/** Claims it, stores what it is made from, and says something. */
async function begin(modelHash: string = randomUUID()) {
  const claim = await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 60_000 });
  if (!claim) throw new Error('nothing to claim');
  const { id: promptVersionId } = await publishPromptVersion(database, { siteId, systemPrompt: 'A shop.' });
  await storeGenerationInput(database, {
    ...{ generationId, siteId, promptVersionId, modelHash, tokenizerHash: 't', mode: 'quote', passageIds: [] },
    ...{ temperature: 0, topP: 1, maxTokens: 10, seed: 1, promptIds: [1], knowledgeVersion: 1 },
    grounding: { passages: [{ id: randomUUID(), title: 'Returns', url: null, score: 0.9, sentences: [] }] },
  });
  const chunk = { generationId, epoch: 1, firstToken: 0, tokenIds: [1, 2, 3], position: 0, text: 'It began' };
  await storeChunks(database, { workerId: 'w', chunks: [chunk] });
  return claim;
}
const receipt = async () => (await readReceipts(database, { siteId, generationIds: [generationId] }))[generationId];

it('an answer that failed says why, what it was made by and from, and how much was said', async () => {
  const [hash, name] = [randomUUID(), 'Tiny'];
  await nameLanguageModel(database, { hash, name: 'Before' });
  await nameLanguageModel(database, { hash, name });
  const claim = await begin(hash);
  expect(await receipt()).toBeUndefined();
  const timings = { prefillMs: 1, firstTokenMs: 1, decodeMs: null, promptTokens: 1, generatedTokens: null };
  await failGeneration(database, claim, { errorCode: 'generation_failed', lastChunk: null, timings });
  expect(await receipt()).toMatchObject({
    mode: 'quote',
    made: { modelHash: hash, modelName: name, promptVersion: 1, workerId: 'w', claims: 1 },
    found: [{ title: 'Returns', quoted: false }],
    unfinished: { state: 'failed', code: 'generation_failed', because: null, tokens: 3 },
  });
  expect((await readTimings(database, [generationId]))[generationId]).toMatchObject({ prefillMs: 1, cached: false });
});

it('what ended before anything was decided says so', async () => {
  await database.generation.update({ where: { id: generationId }, data: { deadlineAt: new Date(0) } });
  await expireOverdue(database, { generationId });
  expect(await receipt()).toEqual({
    ...{ mode: 'none', confidence: null, found: [], stale: false, guarded: false },
    unfinished: { state: 'expired', code: 'generation_expired', because: null, tokens: 0 },
  });
});

it.each<[string, object, () => Promise<unknown>]>([
  [
    'its customer stopped',
    { code: 'generation_cancelled', because: null },
    () => cancelGeneration(database, { siteId, visitorId, generationId }),
  ],
  [
    'a person cut short',
    { code: 'taken_over', because: null },
    () => takeOver(database, { siteId, conversationId, agent: { id: ada, name: 'Ada' } }),
  ],
  [
    'nobody waited for any more',
    { code: 'generation_cancelled', because: 'unattended' },
    async () => {
      await database.generation.update({ where: { id: generationId }, data: { attendedAt: new Date(0) } });
      await cancelUnattended(database, { graceMs: 1 });
    },
  ],
])('an answer that %s keeps what it was made by and what was said', async (_who, why, end) => {
  await database.user.create({ data: { id: ada, name: 'Ada', email: `${randomUUID()}@frontdesk.test` } });
  await begin();
  await end();
  expect(await receipt()).toMatchObject({ mode: 'quote', unfinished: { state: 'cancelled', ...why, tokens: 3 } });
  expect((await receipt())?.made).toMatchObject({ modelName: null });
  await database.user.delete({ where: { id: ada } });
});

it('nobody reads one of another site', async () => {
  await cancelGeneration(database, { siteId, visitorId, generationId });
  expect(await readReceipts(database, { siteId: randomUUID(), generationIds: [generationId] })).toEqual({});
});

it('of a long conversation, those are read that a page tells of, and those that ended a moment ago', async () => {
  const page = (afterSeq: number) => findEndedAnswers(database, { siteId, conversationId, afterSeq });
  expect(await page(0)).toEqual([]);
  await cancelGeneration(database, { siteId, visitorId, generationId });
  const { lastSeq } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  expect(await page(lastSeq)).toEqual([generationId]);
  await database.generation.update({
    where: { id: generationId },
    data: { finishedAt: new Date(Date.now() - 3_600_000) },
  });
  expect(await page(lastSeq - 1)).toEqual([generationId]);
  expect(await page(lastSeq)).toEqual([]);
  expect(await page(-limits.eventsPerPage)).toEqual([]);
  expect(await findEndedAnswers(database, { siteId: randomUUID(), conversationId, afterSeq: 0 })).toEqual([]);
});
