import { randomUUID } from 'node:crypto';
import type { AnswerSource, HandOverReason, TeamSettings } from '@frontdesk/protocol';
import { beforeEach, expect, it } from 'vitest';
import { readReceipts } from '../generations/answer-receipts.ts';
import { type AnswerRecord, failGeneration, finishGeneration } from '../generations/generation-endings.ts';
import { storeGenerationInput } from '../generations/generation-inputs.ts';
import { claimGeneration } from '../generations/generations.ts';
import { publishPromptVersion } from '../generations/prompt-versions.ts';
import { listOpenQuestions } from '../knowledge/unanswered-questions.ts';
import { readPeopleThere } from '../sites/team-settings.ts';
import { renewPresence } from '../team/agents.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { toldBy } from '../testing/told-by.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { readEvents } from './conversation-events.ts';
import { assignConversation, resolveConversation } from './conversation-steps.ts';
import { findConversationSummary } from './conversations.ts';
import { requestPerson } from './person-requests.ts';
import { assignWaiting } from './service-steps.ts';

const timings = { prefillMs: 1, firstTokenMs: 1, decodeMs: 1, promptTokens: 1, generatedTokens: 1 };
const database = useTestDatabase();
let siteId: string;
let visitorId: string;
let conversationId: string | undefined;

beforeEach(async () => {
  siteId = await newSite(database);
  visitorId = await createVisitor(database, siteId);
  conversationId = undefined;
});

/** Asks in the test's conversation, and claims the answer. */
async function ask(text: string) {
  const { generationId, ...stored } = await acceptMessage(database, { siteId, visitorId, conversationId, text });
  conversationId = stored.conversationId;
  const claim = await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 60_000 });
  if (!claim) throw new Error('nothing to claim');
  return claim;
}
type Claimed = Awaited<ReturnType<typeof ask>>;

const end = ({ generationId, epoch }: Claimed, text: string) => ({
  lastChunk: { generationId, epoch, firstToken: 0, tokenIds: [1], position: 0, text },
  timings,
});
const record = (more: Partial<AnswerRecord>): AnswerRecord => ({
  said: { kind: 'reply', replyId: 'not-known', replyKind: 'hand-over', handsOver: true },
  ...{ confidence: 0.2, branches: null, guarded: false, sources: [], handOver: null },
  ...more,
});
const finish = (
  claim: Claimed,
  made?: Partial<AnswerRecord>,
  embedding: Parameters<typeof finishGeneration>[2]['embedding'] = null,
) =>
  finishGeneration(database, claim, {
    ...{ finishReason: 'stop', ...end(claim, 'An answer.'), embedding },
    ...(made ? { record: record(made) } : {}),
  });
const fail = (claim: Claimed) => failGeneration(database, claim, { errorCode: 'generation_failed', ...end(claim, '') });
const address = () => ({ siteId, conversationId: conversationId ?? '' });
const events = () => readEvents(database, address(), 0, 'customer');
const handOvers = async () => (await events()).filter(({ type }) => type === 'conversation:handed-over');
const state = async () => (await findConversationSummary(database, conversationId ?? ''))?.state;

it.each<HandOverReason>(['not-known', 'person', 'anger', 'language'])(
  'an answer that hands over (%s) has its conversation wait for a person, and says so behind its end',
  async (reason) => {
    const claim = await ask('Do you sell dogs?');
    const ended = await finish(claim, { handOver: reason });
    const all = await events();
    expect(all.map(({ type }) => type).slice(-2)).toEqual(['generation:done', 'conversation:handed-over']);
    expect(all.at(-1)).toMatchObject({ generationId: claim.generationId, reason, seq: ended?.seq });
    expect(await state()).toBe('waiting_for_person');
  },
);

/** Somebody who may answer, and is there. */
async function createAgent(id = randomUUID()): Promise<string> {
  const memberships = { create: { siteId, role: 'agent' as const } };
  await database.user.create({ data: { id, name: id, email: `${id}@frontdesk.test`, memberships } });
  await renewPresence(database, [{ userId: id, siteId }]);
  return id;
}
const assign = (options?: { came: boolean }) => toldBy((tell) => assignWaiting(database, [siteId], tell, options));
const setTeam = (settings: Partial<TeamSettings>) =>
  database.site.update({ where: { id: siteId }, data: { teamSettings: settings } });

const isSomebodyThere = async () => (await readPeopleThere(database, [siteId], new Date())).get(siteId)?.available;

it('hand-overs at the same time are shared out, to members of the site whom it hands over to, and none of the sandbox’s', async () => {
  const [ada, ben, chosenAway] = [await createAgent(), await createAgent(), await createAgent()];
  const left = await createAgent();
  await database.membership.deleteMany({ where: { userId: left } });
  await setTeam({ members: [ada, ben, left] });
  const begin = async (sandbox = false) => {
    const visitor = await createVisitor(database, siteId, { sandbox });
    return requestPerson(database, { siteId, visitorId: visitor }, undefined);
  };
  const begun = await Promise.all([begin(), begin(), begin(), begin()]);
  const tried = await begin(true);
  const assigneeOf = async ({ conversationId: id }: { conversationId: string }) =>
    (await database.conversation.findUniqueOrThrow({ where: { id } })).assigneeId;
  expect((await Promise.all(begun.map(assigneeOf))).toSorted()).toEqual([ada, ada, ben, ben].toSorted());
  expect(await assigneeOf(tried)).toBeNull();
  await database.membership.deleteMany({ where: { userId: { in: [ada, ben] } } });
  expect(await isSomebodyThere()).toBe(false);
  await setTeam({ members: [chosenAway] });
  expect(await isSomebodyThere()).toBe(true);
});

it('what waits, and is nobody’s, goes to whoever comes', async () => {
  const begin = async (sandbox = false) => {
    const visitor = await createVisitor(database, siteId, { sandbox });
    return (await requestPerson(database, { siteId, visitorId: visitor }, undefined)).conversationId;
  };
  const waiting = [await begin(), await begin()];
  const resolved = await begin();
  await database.conversation.update({ where: { id: resolved }, data: { state: 'resolved' } });
  const tried = await begin(true);
  expect(await assign()).toEqual([]);
  const ada = await createAgent();
  const changes = await Promise.all([assign(), assign()]);
  expect(
    changes
      .flat()
      .map((one) => one.conversationId)
      .toSorted(),
  ).toEqual(waiting.toSorted());
  const assignees = await database.conversation.findMany({ where: { siteId, assigneeId: ada }, select: { id: true } });
  expect(assignees.map(({ id }) => id).toSorted()).toEqual(waiting.toSorted());
  expect(await database.conversation.count({ where: { id: { in: [resolved, tried] }, assigneeId: null } })).toBe(2);
});

it('a site may hand over on a wish alone, or never', async () => {
  await setTeam({ handOver: 'wish' });
  await finish(await ask('Do you sell dogs?'), { handOver: 'not-known' });
  expect(await state()).toBe('bot');
  // Its question is kept all the same.
  expect(await listOpenQuestions(database, siteId)).toHaveLength(1);
  await finish(await ask('I want a person'), { handOver: 'person' });
  expect(await state()).toBe('waiting_for_person');

  await setTeam({ handOver: 'off' });
  conversationId = undefined;
  await finish(await ask('I want a person'), { handOver: 'person' });
  expect(await state()).toBe('bot');
  await expect(requestPerson(database, { siteId, visitorId }, conversationId)).rejects.toMatchObject({
    code: 'people_off',
  });
});

it('a hand-over goes to who is there and has the fewest; agents are told, the customer is not', async () => {
  const [busy, idle, away] = [randomUUID(), randomUUID(), randomUUID()];
  for (const id of [busy, idle, away]) {
    await createAgent(id);
  }
  await database.user.update({ where: { id: away }, data: { away: true } });
  await database.conversation.create({ data: { siteId, visitorId, assigneeId: busy, state: 'with_person' } });
  const claim = await ask('I want a person');
  const ended = await finish(claim, { handOver: 'person' });
  const forAgents = await readEvents(database, address(), 0, 'agents');
  expect(forAgents.at(-1)).toMatchObject({ type: 'conversation:assigned', by: null, assignee: { id: idle } });
  expect(forAgents.at(-1)?.seq).toBe(ended?.seq);
  expect((await events()).at(-1)).toMatchObject({ type: 'conversation:handed-over' });
  expect(await findConversationSummary(database, address().conversationId)).toMatchObject({ assignee: { id: idle } });
});

it('what was resolved while it was answered waits for a person where the answer promises one, and is nobody’s', async () => {
  const agent = { id: randomUUID(), name: 'Ada' };
  await database.user.create({ data: { ...agent, email: `${agent.id}@frontdesk.test` } });
  const claim = await ask('I want a person');
  await assignConversation(database, { ...address(), agent, assignee: agent });
  await resolveConversation(database, { ...address(), agent });
  await finish(claim, { handOver: 'person' });
  expect(await handOvers()).toHaveLength(1);
  expect(await findConversationSummary(database, address().conversationId)).toMatchObject({
    ...{ state: 'waiting_for_person', assignee: null },
  });
  expect(await database.conversation.findUnique({ where: { id: conversationId } })).toMatchObject({ resolvedAt: null });
});

it('a customer is told once, and every question without an answer is kept, with its vector', async () => {
  const vector = { bytes: Int8Array.of(64, 127), step: 0.25 };
  await finish(await ask('Do you sell dogs?'), { handOver: 'not-known' }, { vector, hash: 'model-1' });
  await finish(await ask('Do you sell cats?'), { handOver: 'not-known' });
  await finish(await ask('I want a person'), { handOver: 'person' });
  expect(await handOvers()).toHaveLength(1);
  expect(await listOpenQuestions(database, siteId)).toMatchObject([
    { question: 'Do you sell cats?', vector: null },
    { question: 'Do you sell dogs?', vector, embeddingHash: 'model-1' },
  ]);
});

it('a second failure in a row hands over, a first one does not', async () => {
  await fail(await ask('one'));
  await finish(await ask('two'));
  await fail(await ask('three'));
  expect(await handOvers()).toEqual([]);
  expect(await state()).toBe('bot');
  await fail(await ask('four'));
  expect(await handOvers()).toMatchObject([{ reason: 'failed-again' }]);
});

it('not to have understood twice in a row is such a failure too', async () => {
  const unclear: Partial<AnswerRecord> = {
    said: { kind: 'reply', replyId: 'unclear', replyKind: 'unclear', handsOver: false },
  };
  await finish(await ask('hm'), unclear);
  expect(await handOvers()).toEqual([]);
  await finish(await ask('hmm'), unclear);
  expect(await handOvers()).toMatchObject([{ reason: 'failed-again' }]);
});

it('a quoted answer names its passages to the customer, and agents see what else was found', async () => {
  const { id: promptVersionId } = await publishPromptVersion(database, { siteId, systemPrompt: 'A shop.' });
  const quoted: AnswerSource = { id: randomUUID(), title: 'Returns', url: 'https://shop.example/returns' };
  const other: AnswerSource = { id: randomUUID(), title: 'Shipping', url: null };
  const claim = await ask('Can I return it?');
  await storeGenerationInput(database, {
    ...{ generationId: claim.generationId, siteId, promptVersionId, modelHash: 'm', tokenizerHash: 't', mode: 'quote' },
    ...{ temperature: 0, topP: 1, maxTokens: 10, seed: 1, promptIds: [1], knowledgeVersion: 1 },
    passageIds: [quoted.id, other.id],
    grounding: {
      passages: [
        { ...other, score: 0.9, sentences: [] },
        { ...quoted, score: 0.8, sentences: [] },
      ],
    },
  });
  await finish(claim, {
    said: { kind: 'quote', leadInId: 'any', quotes: [{ passageId: quoted.id, text: 'Yes.' }] },
    ...{ confidence: 0.7, sources: [quoted], guarded: true },
  });
  expect((await events()).at(-1)).toMatchObject({ type: 'generation:done', message: { sources: [quoted] } });
  const message = await database.message.findUniqueOrThrow({ where: { generationId: claim.generationId } });
  expect(message.sources).toEqual([quoted]);
  const asked = { ...address(), generationIds: [claim.generationId] };
  expect(await readReceipts(database, asked)).toMatchObject({
    [claim.generationId]: {
      made: { modelHash: 'm', promptVersion: 1, claims: 1, decodeMs: 1 },
      // Neither passage is there any more.
      ...{ mode: 'quote', confidence: 0.7, stale: true, guarded: true },
      found: [
        { ...other, score: 0.9, quoted: false },
        { ...quoted, score: 0.8, quoted: true },
      ],
    },
  });
  expect(await readReceipts(database, { ...asked, siteId: randomUUID() })).toEqual({});
});
