import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheableQuestion } from '@frontdesk/answers';
import { approveAnswer, operator, setOrderLookUp } from '@frontdesk/database';
import { createApiKey, useTestDatabase } from '@frontdesk/database/testing';
import type { AcceptedMessage, TicketResponse, VisitorTokenResponse } from '@frontdesk/protocol';
import { beforeEach, expect, test } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { createSignedTokens } from '../access/signed-tokens.ts';
import { createIdentitySecrets } from '../identity/identity-secrets.ts';
import { askGateway } from '../testing/ask-gateway.ts';
import { createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { askAgent, connectAgent } from '../testing/test-agent.ts';
import { startTestGateway, testSecret, useTestGateway } from '../testing/test-gateway.ts';
import { isSignedBy, useTestOrderServer } from '../testing/test-order-server.ts';
import { useTestQueue } from '../testing/test-queue.ts';
import { createTestSite, createTestVisitor, type TestSite } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';
import { useTestWorker } from '../testing/test-worker.ts';
import { createOrderSecrets } from './order-secrets.ts';

const server = await useTestOrderServer();
const variables = { WEBHOOK_HOSTS: server.host, ADDRESS_MINTS_PER_MINUTE: '1000' };
const database = useTestDatabase();
const gateway = await useTestGateway(variables);
const worker = useTestWorker(database);
await createTestOwner(database);
const cookie = await signInCookie(gateway);

/** What stood with the answers when their jobs came out of the queue. */
const queued = new Map<string, unknown>();
const answerOf = async (id: string) => (await database.generation.findUniqueOrThrow({ where: { id } })).orderAnswer;
await useTestQueue({
  concurrency: 8,
  handle: async ({ generationId }) => void queued.set(generationId, await answerOf(generationId)),
});
const jobOf = async ({ generationId }: { generationId: string }) => {
  await expect.poll(() => queued.has(generationId), { timeout: 4_500 }).toBe(true);
  return queued.get(generationId);
};

const found = JSON.stringify({ text: 'It left us on Monday.' });
const secrets = createOrderSecrets(testSecret);
let site: TestSite;
let secret: string;
beforeEach(async () => {
  server.asked.length = 0;
  server.says(200, found);
  site = await createTestSite(database);
  secret = await look(site);
});

/** Has the site ask its server. @returns what the requests are signed with */
async function look({ id: siteId }: TestSite, more: { asksEmail?: boolean; url?: string } = {}): Promise<string> {
  const made = secrets.make();
  const settings = { url: server.url, examples: ['FE-10423'], asksEmail: false, ...more };
  await setOrderLookUp(database, operator, { siteId, settings, sealed: secrets.seal(made, siteId) });
  return made;
}

async function customer(at = gateway, visitor?: { id: string; token: string }) {
  const socket = keep(await connectVisitor(at, site, visitor ?? (await createTestVisitor(database, site.id))));
  const send = (text: string, more: object = {}) =>
    askFor<AcceptedMessage>(socket, 'message:send', { clientMessageId: randomUUID(), text, ...more });
  return { send };
}
/** Writes as somebody new. */
const write = async (text: string) => (await customer()).send(text);
/** The assistant's, as a worker makes it. */
async function reply({ generationId }: { generationId: string }, text: string): Promise<void> {
  const answer = await worker.claim(generationId);
  await answer.say(text);
  await answer.finish();
}
const numbers = () => server.asked.map(({ data }) => data.number);

test('an order is looked up before its answer is queued, by a signed request', async () => {
  const asked = await write('Where is my order fe-10424?');
  expect(await jobOf(asked)).toEqual({ outcome: 'found', number: 'FE-10424', text: 'It left us on Monday.' });
  const [question] = server.asked;
  expect(question?.data).toEqual({
    ...{ siteId: site.id, number: 'FE-10424', email: null, customerId: null, language: 'en' },
  });
  expect(question && isSignedBy(question, secret)).toBe(true);
});

test('the message is taken at once, and its job waits for the server', async () => {
  const held: ServerResponse[] = [];
  server.answer((response) => void held.push(response));
  const asked = await write('Where is my order FE-10424?');
  await expect.poll(() => held.length).toBe(1);
  await sleep(300);
  expect(queued.has(asked.generationId)).toBe(false);
  // It waits for no worker, nor is its job lost.
  const where = { id: asked.generationId };
  const waitsInMs = async () =>
    (await database.generation.findUniqueOrThrow({ where })).queuedAt.getTime() - Date.now();
  expect(await waitsInMs()).toBeGreaterThan(1_000);
  held[0]?.end(found);
  expect(await jobOf(asked)).toMatchObject({ outcome: 'found' });
  await expect.poll(waitsInMs).toBeLessThanOrEqual(0);
});

test.each<[string, () => void, string]>([
  ['unknown', () => server.says(404), 'unknown'],
  ['failed, where it is broken', () => server.says(500), 'failed'],
  ['failed, where it says what nobody can read', () => server.says(200, '<p>On its way</p>'), 'failed'],
  ['failed, where it says nothing', () => server.answer(() => undefined), 'failed'],
])('what came of it is %s', async (_, set, outcome) => {
  set();
  const beganMs = performance.now();
  expect(await jobOf(await write('Where is my order FE-10424?'))).toEqual({ outcome, number: 'FE-10424' });
  expect(performance.now() - beganMs).toBeLessThan(4_000);
  expect(server.asked).toHaveLength(1);
});

test('a number is asked for first, and looked up once it is said', async () => {
  const { send } = await customer();
  const first = await send('Where is my order?');
  expect(await jobOf(first)).toBeNull();
  expect(server.asked).toHaveLength(0);
  await reply(first, 'What is its number?');
  const { conversationId } = first;
  expect(await jobOf(await send('FE-10424', { conversationId }))).toMatchObject({ outcome: 'found' });
  expect(numbers()).toEqual(['FE-10424']);
});

test('where the site wants it, the address of the order has to be said, too', async () => {
  await look(site, { asksEmail: true });
  const { send } = await customer();
  const first = await send('Where is my order FE-10424?');
  expect(await jobOf(first)).toBeNull();
  await reply(first, 'Which e-mail address was it ordered with?');
  const { conversationId } = first;
  expect(await jobOf(await send('ada@shop.example', { conversationId }))).toMatchObject({ outcome: 'found' });
  expect(server.asked.map(({ data }) => [data.number, data.email])).toEqual([['FE-10424', 'ada@shop.example']]);
});

test('what is written anew is looked up anew, and what it stands for counts for nothing', async () => {
  const { send } = await customer();
  const wrong = await send('Where is my order FE-10424?');
  await jobOf(wrong);
  const { conversationId } = wrong;
  const edited = await send('Where is my order FE-10425?', { conversationId, supersedes: wrong.messageId });
  expect(await jobOf(edited)).toMatchObject({ number: 'FE-10425' });
  // The number of before is gone with its message.
  const again = await send('Where is my order?', { conversationId, supersedes: edited.messageId });
  expect(await jobOf(again)).toBeNull();
  expect(numbers()).toEqual(['FE-10424', 'FE-10425']);
});

test('who is signed in with the site is named to its server', async () => {
  const { id } = await database.visitor.create({ data: { siteId: site.id, externalId: 'customer-1' } });
  const { version } = await createIdentitySecrets({ database, secret: testSecret }).show(site.id);
  const { token } = await createSignedTokens(testSecret).signVisitor({
    ...{ site: site.id, visitor: id, secretVersion: version },
  });
  const { send } = await customer(gateway, { id, token });
  await jobOf(await send('Where is my order FE-10424?'));
  expect(server.asked[0]?.data.customerId).toBe('customer-1');
});

test('no answer that is kept is given, and of equal questions each is looked up', async () => {
  const question = 'Where is my order FE-10424?';
  const normalForm = cacheableQuestion(question) ?? '';
  const approve = ({ id: siteId }: TestSite) =>
    approveAnswer(database, operator, { siteId, question, normalForm, answer: 'Look into the app.' });
  await approve(site);
  const both = await Promise.all([write(question), write(question)]);
  for (const one of both) {
    expect(await jobOf(one)).toMatchObject({ outcome: 'found' });
    const where = { id: one.generationId };
    expect(await database.generation.findUniqueOrThrow({ where })).toMatchObject({
      ...{ state: 'queued', cachedFromId: null, approvedAnswerId: null },
    });
  }
  expect(server.asked).toHaveLength(2);
  // A site that asks nobody says what it has approved.
  site = await createTestSite(database);
  await approve(site);
  const { generationId } = await write(question);
  expect((await database.generation.findUniqueOrThrow({ where: { id: generationId } })).state).toBe('done');
});

test('each site’s server is asked about its own customers alone, with its own secret', async () => {
  const mine = secret;
  site = await createTestSite(database);
  expect(await jobOf(await write('Where is my order FE-10424?'))).toBeNull();
  const other = await look(site);
  await jobOf(await write('Where is my order FE-10424?'));
  expect(server.asked.map(({ data }) => data.siteId)).toEqual([site.id]);
  const [question] = server.asked;
  expect(question && [isSignedBy(question, other), isSignedBy(question, mine)]).toEqual([true, false]);
});

async function chat(body: object): Promise<AcceptedMessage> {
  const response = await fetch(`${gateway.url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientMessageId: randomUUID(), ...body, stream: true }),
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const { value = '' } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return JSON.parse(value.slice(value.indexOf('{'), value.indexOf('}') + 1));
}

test('POST /v1/chat does the same, but with a caller’s own system text nothing is looked up', async () => {
  const apiKey = await createApiKey(database, { siteId: site.id, name: 'server' });
  const message = 'Where is my order FE-10424?';
  expect(await jobOf(await chat({ siteKey: site.key, message }))).toMatchObject({ outcome: 'found' });
  expect(await jobOf(await chat({ apiKey, message }))).toMatchObject({ outcome: 'found' });
  expect(server.asked).toHaveLength(2);
  expect(await jobOf(await chat({ apiKey, message, system: 'You translate.' }))).toBeNull();
  expect(server.asked).toHaveLength(2);
});

test('a site’s own server has its own limit, and may say what was said before', async () => {
  const apiKey = await createApiKey(database, { siteId: site.id, name: 'server' });
  for (let count = 0; count < 11; count++) {
    const asked = await chat({ apiKey, message: `Where is my order FE-${10_000 + count}?` });
    expect(await jobOf(asked)).toMatchObject({ outcome: 'found' });
  }
  const said = ['My number is FE-20000.', 'Thank you.', 'Where is my order?'];
  const hangUp = new AbortController();
  const messages = said.map((content, index) => ({ role: index === 1 ? 'assistant' : 'user', content }));
  const answered = fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ model: 'frontdesk', messages, stream: true }),
    signal: hangUp.signal,
  });
  await expect.poll(() => numbers().at(-1)).toBe('FE-20000');
  hangUp.abort();
  await expect(answered).rejects.toThrow('aborted');
});

test('an agent who tries the assistant has orders looked up, too', async () => {
  const tickets = `admin/sites/${site.id}/sandbox-tickets`;
  const { ticket } = (await askGateway<TicketResponse>(gateway, cookie, 'POST', tickets, {})).body;
  const { visitorId, visitorToken } = (
    await askGateway<VisitorTokenResponse>(gateway, '', 'POST', 'visitor-tokens', { ticket })
  ).body;
  const { send } = await customer(gateway, { id: visitorId, token: visitorToken });
  expect(await jobOf(await send('Where is my order FE-10424?'))).toMatchObject({ outcome: 'found' });
});

test('a site whose assistant words its answers freely looks nothing up', async () => {
  await database.site.update({ where: { id: site.id }, data: { answerMode: 'plain' } });
  expect(await jobOf(await write('Where is my order FE-10424?'))).toBeNull();
  expect(server.asked).toHaveLength(0);
});

test('who asks too often is told that it failed, and the server is left alone', async () => {
  const outcomes: unknown[] = [];
  for (let count = 0; count < 11; count++)
    outcomes.push(await jobOf(await write(`Where is my order FE-${10_000 + count}?`)));
  expect(outcomes.slice(0, 10)).toEqual(Array(10).fill(expect.objectContaining({ outcome: 'found' })));
  expect(outcomes[10]).toEqual({ outcome: 'failed', number: 'FE-10010' });
  expect(server.asked).toHaveLength(10);
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toMatch(/frontdesk_gateway_order_look_ups_total{outcome="refused"} [1-9]/);
  // Others are none the worse for it.
  site = await createTestSite(database);
  await look(site);
  expect(await jobOf(await write('Where is my order FE-10424?'))).toMatchObject({ outcome: 'found' });
});

test('what a person has in hand is not looked up; handed back to the assistant, it is', async () => {
  const { send } = await customer();
  const first = await send('Hello');
  const { conversationId } = first;
  await jobOf(first);
  const agent = keep(await connectAgent(gateway, cookie, site.id));
  await askAgent(agent, 'conversation:take-over', { conversationId });
  expect((await send('Where is my order FE-10424?', { conversationId })).generationId).toBe('');
  await askAgent(agent, 'conversation:hand-back', { conversationId });
  const begun = async () => database.generation.findFirst({ where: { conversationId, state: 'queued' } });
  await expect.poll(begun).toMatchObject({ id: expect.any(String) });
  expect(await jobOf({ generationId: (await begun())?.id ?? '' })).toMatchObject({ outcome: 'found' });
  expect(numbers()).toEqual(['FE-10424']);
});

test('a gateway that stops hands on first what it is asking about', async () => {
  const stopping = await startTestGateway(variables);
  const held: ServerResponse[] = [];
  server.answer((response) => void held.push(response));
  const { send } = await customer(stopping);
  const asked = await send('Where is my order FE-10424?');
  // The other gateway does not look for its job before that.
  const queuedAt = new Date(Date.now() + 3_600_000);
  await database.generation.update({ where: { id: asked.generationId }, data: { queuedAt } });
  await expect.poll(() => held.length).toBe(1);
  const closed = stopping.close();
  await sleep(300);
  held[0]?.end(found);
  await closed;
  expect(await answerOf(asked.generationId)).toMatchObject({ outcome: 'found' });
  expect(await jobOf(asked)).toMatchObject({ outcome: 'found' });
});
