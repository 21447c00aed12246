import { randomUUID } from 'node:crypto';
import { type Database, readReceipts, recordUnanswered } from '@frontdesk/database';
import type {
  AcceptedMessage,
  ApprovedAnswersPage,
  AuditPage,
  SavedApprovedAnswer,
  SourcesPage,
  UnansweredPage,
} from '@frontdesk/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askGateway } from '../testing/ask-gateway.ts';
import { createTestMember, signInCookie } from '../testing/test-admin.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, openTestDatabase, type TestSite } from '../testing/test-site.ts';
import { askFor, connectVisitor, type VisitorSocket } from '../testing/test-socket.ts';
import { createTestWorker, type TestWorker } from '../testing/test-worker.ts';

let database: Database;
let gateway: TestGateway;
let worker: TestWorker;
let site: TestSite;
let cookie: string;
let email: string;
const open: VisitorSocket[] = [];

beforeAll(async () => {
  database = openTestDatabase();
  gateway = await startTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '1000' });
  worker = createTestWorker(database);
});
beforeEach(async () => {
  site = await createTestSite(database);
  const agent = await createTestMember(database, { siteId: site.id, role: 'agent' });
  cookie = await signInCookie(gateway, agent);
  email = agent.email;
});
afterAll(async () => {
  for (const socket of open) socket.disconnect();
  await worker.close();
  await gateway.close();
  await database.$disconnect();
});

const ask = <Body>(method: string, path: string, body?: object) =>
  askGateway<Body>(gateway, cookie, method, `admin/sites/${site.id}/${path}`, body);
const approve = (question: string, answer: string, more: object = {}) =>
  ask<SavedApprovedAnswer>('POST', 'approved-answers', { question, answer, ...more });
const list = async (query = '') => (await ask<ApprovedAnswersPage>('GET', `approved-answers${query}`)).body.answers;

/** A customer of their own, who asks. */
async function customer(text: string) {
  const socket = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
  open.push(socket);
  const accepted = await askFor<AcceptedMessage>(socket, 'message:send', { clientMessageId: randomUUID(), text });
  const goOn = (next: string) =>
    askFor<AcceptedMessage>(socket, 'message:send', {
      ...{ clientMessageId: randomUUID(), conversationId: accepted.conversationId, text: next },
    });
  return { ...accepted, goOn };
}
const answerOf = async ({ generationId }: { generationId: string }) =>
  (await database.message.findUnique({ where: { generationId } }))?.text;

test('is said word for word to whoever asks it, and its receipt says so', async () => {
  const made = await approve('Do you ship to Norway?', 'Yes: within *five* days.');
  expect([made.status, made.body.standsAlone]).toEqual([201, true]);
  const asked = await customer('  do you ship to NORWAY ');
  expect(await answerOf(asked)).toBe('Yes: within *five* days.');
  const receipts = await readReceipts(database, { siteId: site.id, generationIds: [asked.generationId] });
  expect(receipts[asked.generationId]).toMatchObject({ mode: 'approved', found: [], guarded: false });
  const generation = await database.generation.findUniqueOrThrow({ where: { id: asked.generationId } });
  expect(generation).toMatchObject({ state: 'done', approvedAnswerId: made.body.answerId, workerId: null });
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toMatch(/frontdesk_gateway_answer_cache_lookups_total\{outcome="approved"\} [1-9]/);
  expect(metrics).not.toContain('outcome="hit"');
});

test('comes before what the model said before, and outlives prompts and knowledge', async () => {
  const first = await customer('Are returns free?');
  const answer = await worker.claim(first.generationId);
  await answer.say('No.');
  await answer.finishAndKeep('are returns free');
  expect(await answerOf(await customer('Are returns free?'))).toBe('No.');
  await approve('Are returns free?', 'Yes, for 30 days.');
  await database.site.update({ where: { id: site.id }, data: { knowledgeVersion: { increment: 7 } } });
  expect(await answerOf(await customer('Are returns free?'))).toBe('Yes, for 30 days.');
});

test('is said within a conversation where the question stands for itself, and not while a person has it', async () => {
  await approve('Do you sell gift cards?', 'From €10.');
  await approve('And for children?', 'Half of it.');
  const { goOn, conversationId } = await customer('Do you sell gift cards?');
  expect(await answerOf(await goOn('Do you sell gift cards?'))).toBe('From €10.');
  // What it means depends on what was said before: that is for the model.
  const followUp = await goOn('And for children?');
  const said = await worker.claim(followUp.generationId);
  await said.say('I will ask.');
  await said.finish();
  await database.conversation.update({
    where: { id: conversationId },
    data: { state: 'with_person', assignee: { connect: { email } } },
  });
  expect((await goOn('Do you sell gift cards?')).generationId).toBe('');
});

test.each(['Yes', 'To Norway', 'How much is it?', 'Und was kostet das?'])(
  '%j, which can mean anything, is answered so at the beginning alone, and who approves that is told',
  async (text) => {
    const { body } = await approve(text, 'By Tuesday.');
    expect(body.standsAlone).toBe(false);
    const opening = await customer(text);
    expect(await answerOf(opening)).toBe('By Tuesday.');
    const { generationId } = await opening.goOn(text);
    expect(await answerOf({ generationId })).toBeUndefined();
    await worker.claim(generationId);
  },
);

test('is no other site’s', async () => {
  await approve('Do you ship?', 'Yes.');
  const other = await createTestSite(database);
  const mine = site;
  site = other;
  await worker.claim((await customer('Do you ship?')).generationId);
  const [{ id = '' } = {}] = await database.approvedAnswer.findMany({ where: { siteId: mine.id } });
  const outsider = await createTestMember(database, { siteId: other.id, role: 'owner' });
  cookie = await signInCookie(gateway, outsider);
  expect((await ask('DELETE', `approved-answers/${id}`)).code).toBe('not_found');
  expect(await list()).toEqual([]);
});

test('there is one to a question; a correction takes its place', async () => {
  await approve('Do you ship?', 'Yes.');
  const refused = await approve('do you ship', 'No.');
  expect(refused.code).toBe('question_taken');
  expect(refused.body).toMatchObject({ error: { message: expect.stringContaining('“Yes.”') } });
  const again = await approve('do you ship', 'No.', { replace: true });
  expect(await list()).toMatchObject([
    { id: again.body.answerId, question: 'do you ship', answer: 'No.', author: email },
  ]);
  const other = await approve('Do you deliver?', 'Yes.');
  const taken = await ask('PUT', `approved-answers/${other.body.answerId}`, {
    question: 'Do you ship?',
    answer: 'Yes.',
  });
  expect(taken.code).toBe('question_taken');
});

test('of two who answer the same at once, one is told so', async () => {
  const both = await Promise.all([approve('Do you ship?', 'Yes.'), approve('Do you ship?', 'No.')]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
});

test('of two who edit one at once, the second writes nothing of the first one’s over unseen', async () => {
  const before = { question: 'Do you ship?', answer: 'Yes.' };
  const { body } = await approve(before.question, before.answer);
  const edit = (change: Partial<typeof before>) =>
    ask('PUT', `approved-answers/${body.answerId}`, { ...before, ...change, before });
  expect((await edit({ answer: 'Within Europe.' })).status).toBe(200);
  expect((await edit({ answer: 'Everywhere.' })).code).toBe('changed_meanwhile');
  // What only one of them has changed is both.
  expect((await edit({ question: 'Do you deliver?' })).status).toBe(200);
  expect(await list()).toMatchObject([{ question: 'Do you deliver?', answer: 'Within Europe.' }]);
  expect(await answerOf(await customer('do you deliver'))).toBe('Within Europe.');
  expect((await edit({ answer: 'Within Europe.' })).status).toBe(200);
  expect(await answerOf(await customer('do you deliver'))).toBe('Within Europe.');
});

test('saved as it was it stays whose it was, and nothing is written down; one that could not be imported is tried again', async () => {
  const written = { question: 'Do you ship?', answer: 'Yes.' };
  const { answerId: id } = (await approve(written.question, written.answer)).body;
  const stored = () => database.approvedAnswer.findUniqueOrThrow({ where: { id }, include: { source: true } });
  const before = await stored();
  cookie = await signInCookie(gateway, await createTestMember(database, { siteId: site.id, role: 'admin' }));
  const save = () => ask('PUT', `approved-answers/${id}`, written);
  expect((await save()).status).toBe(200);
  expect((await approve(written.question, written.answer, { replace: true })).body.answerId).toBe(id);
  expect(await stored()).toEqual(before);
  await database.knowledgeSource.update({ where: { id: before.sourceId }, data: { state: 'failed' } });
  expect((await save()).status).toBe(200);
  expect(await stored()).toMatchObject({ author: email, source: { id: before.sourceId, state: 'queued', epoch: 2 } });
  expect((await ask<AuditPage>('GET', 'audit?action=answer.')).body.entries).toHaveLength(1);
});

test('is a fact and a regression case, and closes the question where it was open', async () => {
  const asked = await customer('Do you wrap gifts?');
  await recordUnanswered(database as never, {
    ...{ siteId: site.id, conversationId: asked.conversationId, generationId: asked.generationId },
    ...{ question: 'do you wrap gifts', embedding: null },
  });
  const unanswered = async () => (await ask<UnansweredPage>('GET', 'unanswered')).body;
  expect((await unanswered()).groups).toHaveLength(1);
  const { body } = await approve('Do you wrap gifts?', 'Yes, for free.');
  expect(await unanswered()).toEqual({ groups: [], hasMore: false, regressionCases: 1 });
  const sources = async () => (await ask<SourcesPage>('GET', 'sources')).body.sources;
  expect(await sources()).toMatchObject([{ kind: 'fact', name: 'Do you wrap gifts?' }]);
  // Also while the fact is being imported.
  const edit = { question: 'Do you wrap presents?', answer: 'Yes, for €2.' };
  expect((await ask('PUT', `approved-answers/${body.answerId}`, edit)).status).toBe(200);
  expect(await sources()).toMatchObject([{ name: 'Do you wrap presents?' }]);
  expect((await unanswered()).regressionCases).toBe(2);
  expect(await answerOf(await customer('Do you wrap presents?'))).toBe('Yes, for €2.');
  await worker.claim((await customer('Do you wrap gifts?')).generationId);
  expect((await ask('DELETE', `approved-answers/${body.answerId}`)).status).toBe(204);
  expect(await sources()).toEqual([]);
  expect((await unanswered()).regressionCases).toBe(0);
  await worker.claim((await customer('Do you wrap presents?')).generationId);
});

test('one that is deleted comes back as whose it was, for whoever undoes that; nobody else’s word makes it so', async () => {
  const written = { question: 'Do you ship?', answer: 'Yes.' };
  const { body } = await approve(written.question, written.answer);
  const [before] = await list();
  const author = email;
  const colleague = await createTestMember(database, { siteId: site.id, role: 'admin' });
  cookie = await signInCookie(gateway, colleague);
  await ask('DELETE', `approved-answers/${body.answerId}`);
  expect((await approve(written.question, written.answer, { undo: true })).status).toBe(201);
  expect(await list()).toMatchObject([{ ...written, author, updatedAt: before?.updatedAt }]);
  const { entries } = (await ask<AuditPage>('GET', 'audit?action=answer.')).body;
  expect(entries.slice(0, 2).map(({ who, action }) => [who, action])).toEqual([
    [colleague.email, 'answer.approved'],
    [colleague.email, 'answer.deleted'],
  ]);
  const [{ id = '' } = {}] = await list();
  await ask('DELETE', `approved-answers/${id}`);
  await approve(written.question, 'No.', { undo: true });
  expect(await list()).toMatchObject([{ answer: 'No.', author: colleague.email }]);
});

test('is found by its words, and every change is written down', async () => {
  const { body } = await approve('Do you ship?', 'Within 100% of Europe.');
  await approve('Are you open?', 'Yes.');
  expect(await list(`?search=${encodeURIComponent('100%')}`)).toMatchObject([{ question: 'Do you ship?' }]);
  expect(await list('?search=%25')).toHaveLength(1);
  await ask('PUT', `approved-answers/${body.answerId}`, { question: 'Do you ship?', answer: 'No.' });
  await ask('DELETE', `approved-answers/${body.answerId}`);
  const admin = await createTestMember(database, { siteId: site.id, role: 'admin' });
  cookie = await signInCookie(gateway, admin);
  const { entries } = (await ask<AuditPage>('GET', 'audit?action=answer.')).body;
  expect(entries.map(({ who, action, target }) => [who, action, target])).toEqual([
    [email, 'answer.deleted', 'Do you ship?'],
    [email, 'answer.edited', 'Do you ship?'],
    [email, 'answer.approved', 'Are you open?'],
    [email, 'answer.approved', 'Do you ship?'],
  ]);
  expect(entries[1]).toMatchObject({ before: { answer: 'Within 100% of Europe.' }, after: { answer: 'No.' } });
});

test.each([
  ['nothing', { question: ' ', answer: 'Yes.' }],
  ['marks alone', { question: '???', answer: 'Yes.' }],
  ['a NUL', { question: 'Do you ship?', answer: 'Yes\0.' }],
  ['too much', { question: 'Do you ship?', answer: 'x'.repeat(2_001) }],
])('%s is refused', async (_, body) => {
  expect((await ask('POST', 'approved-answers', body)).status).toBe(400);
});
