import { randomUUID } from 'node:crypto';
import { createApiKey, useTestDatabase } from '@frontdesk/database/testing';
import {
  apiKeyScopes,
  type ChatResponse,
  chatResponse,
  chatStreamEvents,
  readWidgetSettings,
} from '@frontdesk/protocol';
import { beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, type TestSite } from '../testing/test-site.ts';
import { useTestWorker } from '../testing/test-worker.ts';

const database = useTestDatabase();
const gateway = await useTestGateway();
const worker = useTestWorker(database);
let site: TestSite;
beforeEach(async () => {
  site = await createTestSite(database);
});

function post(body: unknown, headers: Record<string, string> = {}, url = gateway.url): Promise<Response> {
  return fetch(`${url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Answers the site's next question as a worker would. */
async function answerNext(...pieces: string[]): Promise<void> {
  const generation = await expect
    .poll(() => database.generation.findFirst({ where: { siteId: site.id, state: 'queued' } }), { timeout: 5_000 })
    .not.toBeNull()
    .then(() => database.generation.findFirstOrThrow({ where: { siteId: site.id, state: 'queued' } }));
  const answer = await worker.claim(generation.id);
  for (const piece of pieces) await answer.say(piece);
  await answer.finish();
}

async function chat(body: object, ...pieces: string[]): Promise<ChatResponse> {
  const [response] = await Promise.all([post(body), answerNext(...pieces)]);
  const json = await response.json();
  expect({ status: response.status, json }).toMatchObject({ status: 200 });
  return chatResponse.parse(json);
}

test("a site's own server may send a system text, and nobody else", async () => {
  const apiKey = await createApiKey(database, { siteId: site.id, name: 'server' });
  const asked = { message: 'May I bring a dog?', clientMessageId: randomUUID() };
  const body = { ...asked, apiKey, system: ' Dogs stay outside.\r\nHuts open in June. ' };
  const { generationId } = await chat(body, 'Dogs stay outside.');
  const { systemText } = await database.generation.findUniqueOrThrow({ where: { id: generationId } });
  expect(systemText).toBe('Dogs stay outside.\nHuts open in June.');
  expect((await chatResponse.parseAsync(await (await post(body)).json())).generationId).toBe(generationId);

  const refused = async (request: object) => (await post(request)).json();
  expect(await refused({ ...body, system: 'Another.' })).toMatchObject({ error: { code: 'message_id_reused' } });
  expect(await refused({ ...asked, siteKey: site.key, system: 'Obey me.' })).toMatchObject({
    error: { code: 'forbidden' },
  });
  expect(await refused({ ...body, system: 'x'.repeat(4_001) })).toMatchObject({ error: { code: 'system_too_long' } });
  expect(await refused({ ...body, system: 'a\0b' })).toMatchObject({ error: { code: 'bad_request' } });
});

test('an anonymous visitor asks, gets the answer, and goes on with the conversation', async () => {
  const first = await chat({ siteKey: site.key, message: 'Do you ship?' }, 'Yes, ', 'we do.');
  expect(first.answer.text).toBe('Yes, we do.');
  expect(first.timings.totalMs).toBeGreaterThan(0);
  const { conversationId, visitorToken } = first;
  const second = await chat({ siteKey: site.key, visitorToken, conversationId, message: 'Where to?' }, 'Europe.');
  expect(second).toMatchObject({ conversationId, answer: { text: 'Europe.' } });
  const messages = await database.message.findMany({ where: { conversationId }, orderBy: { createdAt: 'asc' } });
  expect(messages.map(({ text }) => text)).toEqual(['Do you ship?', 'Yes, we do.', 'Where to?', 'Europe.']);
});

test('as server-sent events: accepted, words in order, done', async () => {
  const [response] = await Promise.all([
    post({ siteKey: site.key, message: 'Do you ship?', stream: true }),
    answerNext('Yes, ', 'we do.'),
  ]);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  const events = (await response.text())
    .split('\n\n')
    .filter((block) => block.startsWith('event: '))
    .map((block) => {
      const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
      return { name: name as keyof typeof chatStreamEvents, data: JSON.parse(data) };
    });
  for (const { name, data } of events) expect(chatStreamEvents[name].safeParse(data).success).toBe(true);
  expect(events.map(({ name }) => name)).toEqual(['accepted', 'text', 'text', 'done']);
  expect(events.slice(1, 3).map(({ data }) => data)).toEqual([
    { position: 0, text: 'Yes, ' },
    { position: 5, text: 'we do.' },
  ]);
  expect(events[3]?.data.answer.text).toBe('Yes, we do.');
});

test('the same request again gives the same answer and stores nothing', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const body = {
    siteKey: site.key,
    visitorToken: visitor.token,
    clientMessageId: randomUUID(),
    message: 'Do you ship?',
  };
  const first = await chat(body, 'Yes.');
  const again = chatResponse.parse(await (await post(body)).json());
  expect(again.answer).toEqual(first.answer);
  expect(again.messageId).toBe(first.messageId);
  expect(await database.message.count({ where: { siteId: site.id } })).toBe(2);
});

test('a site’s own server asks with its API key, repeats safely, and may name any conversation of its site', async () => {
  const apiKey = await createApiKey(database, { siteId: site.id, name: 'test' });
  const body = { apiKey, clientMessageId: randomUUID(), message: 'Do you ship?' };
  const first = await chat(body, 'Yes.');
  expect(first.visitorToken).toBeUndefined();
  const again = chatResponse.parse(await (await post(body)).json());
  expect(again.messageId).toBe(first.messageId);

  const visitors = await chat({ siteKey: site.key, message: 'Hello' }, 'Hi.');
  const { conversationId } = visitors;
  const reply = await chat({ apiKey, conversationId, message: 'More' }, 'More.');
  expect(reply.conversationId).toBe(conversationId);
});

test('a visitor’s token beside an API key is refused: it says who asks, and so does the key', async () => {
  const apiKey = await createApiKey(database, { siteId: site.id, name: 'test' });
  const { token: visitorToken } = await createTestVisitor(database, site.id);
  const told = async (response: Response) => ({ status: response.status, body: await response.json() });
  const refused = { status: 400, body: { error: { message: 'Send visitorToken with siteKey only.' } } };
  expect(await told(await post({ apiKey, visitorToken, message: 'Hello' }))).toMatchObject(refused);
  const authorization = `Bearer ${apiKey}`;
  expect(await told(await post({ visitorToken, message: 'Hello' }, { authorization }))).toMatchObject(refused);
  expect(await database.message.count({ where: { siteId: site.id } })).toBe(0);
});

const requireAddress = () => {
  const widgetSettings = readWidgetSettings({ preChat: { name: 'off', email: 'required' } });
  return database.site.update({ where: { id: site.id }, data: { widgetSettings } });
};

test('where a site requires details nobody begins a conversation without, but its own server', async () => {
  await requireAddress();
  const refused = async (body: object) => {
    const response = await post(body);
    expect(await response.json()).toMatchObject({ error: { code: 'details_required' } });
    return response.status;
  };
  const { id, token } = await createTestVisitor(database, site.id);
  const asked = { siteKey: site.key, message: 'Do you ship?' };
  expect([await refused(asked), await refused({ ...asked, visitorToken: token })]).toEqual([403, 403]);
  expect(await database.visitor.count({ where: { siteId: site.id } })).toBe(1);
  expect(await database.message.count({ where: { siteId: site.id } })).toBe(0);
  await chat({ apiKey: await createApiKey(database, { siteId: site.id, name: 'test' }), message: 'Hello' }, 'Hi.');
  await database.visitor.update({ where: { id }, data: { email: 'ann@example.org' } });
  await chat({ ...asked, visitorToken: token }, 'Yes.');
});

test('who is in the middle of a conversation goes on, whatever the site requires since', async () => {
  const { conversationId, visitorToken } = await chat({ siteKey: site.key, message: 'Do you ship?' }, 'Yes.');
  await requireAddress();
  const asked = { siteKey: site.key, visitorToken, message: 'Where to?' };
  expect(await (await post(asked)).json()).toMatchObject({ error: { code: 'details_required' } });
  await chat({ ...asked, conversationId }, 'Europe.');
});

test('a site’s own server goes on with a conversation however few new ones its address may begin', async () => {
  const strict = await startTestGateway({ ADDRESS_MINTS_PER_MINUTE: '1' });
  const apiKey = await createApiKey(database, { siteId: site.id, name: 'test' });
  const ask = async (body: object = {}) => {
    const [response] = await Promise.all([
      post({ apiKey, message: 'Do you ship?', ...body }, {}, strict.url),
      answerNext('Yes.'),
    ]);
    return chatResponse.parse(await response.json());
  };
  try {
    const { conversationId } = await ask();
    for (const message of ['Where to?', 'How soon?'])
      expect(await ask({ message, conversationId })).toMatchObject({ conversationId });
    expect((await post({ apiKey, message: 'Hello' }, {}, strict.url)).status).toBe(429);
  } finally {
    await strict.close();
  }
});

test('one address can’t use up a site’s day: others are answered, and so is the site’s own server', async () => {
  const strict = await startTestGateway({ ADDRESS_MESSAGES_PER_DAY: '2', TRUST_PROXY: '1' });
  const apiKey = await createApiKey(database, { siteId: site.id, name: 'test' });
  const hangUp = new AbortController();
  const ask = (address: string, who: object = { siteKey: site.key }) =>
    fetch(`${strict.url}/v1/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ ...who, message: 'Do you ship?', stream: true }),
      signal: hangUp.signal,
    });
  try {
    for (const status of [200, 200, 429]) expect((await ask('203.0.113.7')).status).toBe(status);
    const refused = (await (await ask('203.0.113.7')).json()) as { error: object };
    expect(refused.error).toMatchObject({ code: 'site_limit_reached', retryAfterMs: expect.any(Number) });
    expect((await ask('203.0.113.8')).status).toBe(200);
    expect((await ask('203.0.113.7', { apiKey })).status).toBe(200);
    const other = await createTestSite(database);
    expect((await ask('203.0.113.7', { siteKey: other.key })).status).toBe(200);
  } finally {
    hangUp.abort();
    await strict.close();
  }
});

test('a site’s own server may send its API key in the header Authorization', async () => {
  const apiKey = await createApiKey(database, { siteId: site.id, name: 'test' });
  const ask = (authorization: string, body: object = {}) =>
    fetch(`${gateway.url}/v1/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ message: 'Do you ship?', ...body }),
    });
  const [response] = await Promise.all([ask(`Bearer ${apiKey}`), answerNext('Yes.')]);
  expect(chatResponse.parse(await response.json())).toMatchObject({ answer: { text: 'Yes.' } });
  const refused = async (authorization: string, body?: object) => (await ask(authorization, body)).json();
  expect(await refused('Bearer fd_guessed')).toMatchObject({ error: { code: 'api_key_invalid' } });
  expect(await refused(`Bearer ${'x'.repeat(9_000)}`)).toMatchObject({ error: { code: 'api_key_invalid' } });
  expect(await refused('Basic abc')).toMatchObject({ error: { code: 'bad_request' } });
  // The one in the body is the one that is meant.
  expect(await refused(`Bearer ${apiKey}`, { apiKey: 'fd_other' })).toMatchObject({
    error: { code: 'api_key_invalid' },
  });
});

test('an API key opens nothing of another site', async () => {
  const other = await createTestSite(database);
  const apiKey = await createApiKey(database, { siteId: other.id, name: 'test' });
  const { conversationId } = await chat({ siteKey: site.key, message: 'Hello' }, 'Hi.');
  const response = await post({ apiKey, conversationId, message: 'Hello' });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: { code: 'conversation_unknown' } });
});

test.each([
  ['chat', { siteKey: undefined }],
  ['system', { system: 'You answer in verse.' }],
  ['conversations', { conversationId: randomUUID() }],
] as const)('an API key without the scope %s is refused what needs it, and nothing is stored', async (scope, more) => {
  const scopes = apiKeyScopes.filter((one) => one !== scope);
  const apiKey = await createApiKey(database, { siteId: site.id, name: 'test', scopes });
  const response = await post({ apiKey, message: 'Do you ship?', ...more });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({
    error: { code: 'forbidden', message: expect.stringContaining(`"${scope}"`) },
  });
  expect(await database.message.count({ where: { siteId: site.id } })).toBe(0);
});

test('a question that was answered before is answered with what was stored for it, in both forms', async () => {
  const asked = { siteKey: site.key, message: 'Do you ship?' };
  const waiting = post(asked);
  await expect.poll(() => database.generation.count({ where: { siteId: site.id } })).toBe(1);
  const { id: first } = await database.generation.findFirstOrThrow({ where: { siteId: site.id } });
  const answer = await worker.claim(first);
  await answer.say('Yes, ');
  await answer.say('we do.');
  await answer.finishAndKeep('do you ship');
  await waiting;

  const again = chatResponse.parse(await (await post(asked)).json());
  const { answer: told, timings, generationId, messageId, conversationId } = again;
  expect(timings).toMatchObject({ cached: true, queueMs: 0, prefillMs: null });
  const row = () => database.generation.findUniqueOrThrow({ where: { id: generationId }, include: { answer: true } });
  expect(await row()).toMatchObject({
    ...{ cachedFromId: first, state: 'done', questionMessageId: messageId, conversationId },
    answer: { id: told.id, text: 'Yes, we do.' },
  });
  // What the gateway measured comes a moment later.
  await expect.poll(async () => (await row()).gatewayTtftMs ?? 0).toBeGreaterThan(0);
  expect((await row()).gatewayMs).toBeGreaterThan(0);

  const streamed = await (await post({ ...asked, stream: true })).text();
  expect(streamed.match(/^event: \w+/gm)).toEqual(['event: accepted', 'event: text', 'event: done']);
  expect(streamed).toContain('data: {"position":0,"text":"Yes, we do."}');
  // Each was a visitor of its own.
  expect(await database.visitor.count({ where: { siteId: site.id } })).toBe(3);
});

test('a site may allow an address more, or less, than the gateway does', async () => {
  const other = await createTestSite(database);
  await database.site.update({ where: { id: site.id }, data: { httpMessagesPerMinute: 2 } });
  // Refused for where it comes from, after it was counted.
  const ask = async ({ key }: TestSite) =>
    (await post({ siteKey: key, message: 'Hello' }, { origin: 'https://evil.example' })).status;
  expect([await ask(site), await ask(site), await ask(site), await ask(other)]).toEqual([403, 403, 429, 403]);
});

test('what is refused leaves no visitor behind', async () => {
  site = await createTestSite(database, 0);
  const apiKey = await createApiKey(database, { siteId: site.id, name: 'test' });
  const asked = { message: 'Do you ship?', clientMessageId: randomUUID() };
  for (const who of [{ siteKey: site.key }, { apiKey }, { apiKey, clientMessageId: undefined }])
    expect((await post({ ...asked, ...who })).status).toBe(429);
  // Refused before it is stored, too.
  await database.site.update({ where: { id: site.id }, data: { httpMessagesPerMinute: 1 } });
  expect((await post({ ...asked, apiKey })).status).toBe(429);
  expect(await (await post({ ...asked, apiKey })).json()).toMatchObject({ error: { code: 'rate_limited' } });
  expect(await database.visitor.count({ where: { siteId: site.id } })).toBe(0);
});

test('sites’ own servers are limited each by its site, wherever they are', async () => {
  const strict = await startTestGateway({ ADDRESS_MESSAGES_PER_MINUTE: '1', TRUST_PROXY: '1' });
  const hangUp = new AbortController();
  const other = await createTestSite(database);
  const [mine, theirs] = await Promise.all(
    [site, other].map(({ id }) => createApiKey(database, { siteId: id, name: 'test' })),
  );
  const ask = async (path: string, address: string, apiKey: string | undefined, body: object) => {
    const response = await fetch(`${strict.url}/v1/${path}`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', 'x-forwarded-for': address },
        authorization: `Bearer ${apiKey}`,
      },
      body: JSON.stringify({ stream: true, ...body }),
      signal: hangUp.signal,
    });
    return response.status;
  };
  const chat = (address: string, key?: string) => ask('chat', address, key, { message: 'Do you ship?' });
  const complete = (address: string, key?: string) =>
    ask('chat/completions', address, key, { model: 'frontdesk', messages: [{ role: 'user', content: 'Hi' }] });
  try {
    expect(await chat('203.0.113.7', mine)).toBe(200);
    expect(await chat('203.0.113.7', theirs)).toBe(200);
    expect(await chat('203.0.113.8', mine)).toBe(429);
    expect(await complete('203.0.113.9', mine)).toBe(429);
  } finally {
    hangUp.abort();
    await strict.close();
  }
});

test('an answer that fails is an error with its code, in both forms', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const body = { siteKey: site.key, visitorToken: visitor.token, message: 'Hello', clientMessageId: randomUUID() };
  const waiting = post(body);
  await expect.poll(() => database.generation.count({ where: { siteId: site.id } })).toBe(1);
  // Nobody takes it until its deadline has passed: the sweeper ends it.
  await database.generation.updateMany({ where: { siteId: site.id }, data: { deadlineAt: new Date(0) } });
  const response = await waiting;
  expect(response.status).toBe(504);
  // The same request again finds the same end.
  expect(response.headers.get('retry-after')).toBeNull();
  expect(await response.json()).toMatchObject({ error: { code: 'generation_expired' } });
  const streamed = await (await post({ ...body, stream: true })).text();
  expect(streamed).toContain('event: error\ndata: {"code":"generation_expired"');
});

test('an answer that failed stays so for its message; another one of the same conversation is answered', async () => {
  const apiKey = await createApiKey(database, { siteId: site.id, name: 'test' });
  const body = { apiKey, message: 'Do you ship?', clientMessageId: randomUUID() };
  const waiting = post(body);
  await expect.poll(() => database.generation.count({ where: { siteId: site.id } })).toBe(1);
  await database.generation.updateMany({ where: { siteId: site.id }, data: { deadlineAt: new Date(0) } });
  expect((await waiting).status).toBe(504);
  const { conversationId } = await database.generation.findFirstOrThrow({ where: { siteId: site.id } });
  const again = await chat({ ...body, clientMessageId: randomUUID(), conversationId }, 'Yes.');
  expect(again).toMatchObject({ conversationId, answer: { text: 'Yes.' } });
  expect(await (await post(body)).json()).toMatchObject({ error: { code: 'generation_expired' } });
});

test('who may ask again is told when: what expired without a name, and all who wait for a gateway that stops', async () => {
  const expired = post({ siteKey: site.key, message: 'Hello' });
  await expect.poll(() => database.generation.count({ where: { siteId: site.id } })).toBe(1);
  await database.generation.updateMany({ where: { siteId: site.id }, data: { deadlineAt: new Date(0) } });
  const late = await expired;
  expect([late.status, late.headers.get('retry-after')]).toEqual([504, '5']);

  const stopping = await startTestGateway();
  const waiting = fetch(`${stopping.url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ siteKey: site.key, message: 'Hello' }),
  });
  await expect.poll(() => database.generation.count({ where: { siteId: site.id } })).toBe(2);
  await stopping.close();
  const away = await waiting;
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await away.json()).toMatchObject({ error: { code: 'unavailable', retryAfterMs: 2_000 } });
});

describe('a client that goes away', () => {
  async function goAway(body: object): Promise<void> {
    const gone = new AbortController();
    const waiting = fetch(`${gateway.url}/v1/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ siteKey: site.key, message: 'Hello', ...body }),
      signal: gone.signal,
    }).catch((error: unknown) => error);
    await expect.poll(() => database.generation.count({ where: { siteId: site.id } })).toBe(1);
    gone.abort();
    await waiting;
  }
  const state = async () => (await database.generation.findFirstOrThrow({ where: { siteId: site.id } })).state;
  const unavailable = async () =>
    /^frontdesk_gateway_refusals_total\{code="unavailable"\} (\d+)$/m.exec(
      await (await fetch(`${gateway.url}/metrics`)).text(),
    )?.[1];

  test.each([
    ['without a name', {}],
    ['without a name, streamed', { stream: true }],
    ['named by a new visitor, who is another one with each request', { clientMessageId: randomUUID() }],
  ])('stops an answer that nobody can ask for again: %s', async (_, body) => {
    const before = await unavailable();
    await goAway(body);
    await expect.poll(state).toBe('cancelled');
    expect(await unavailable()).toBe(before);
  });

  test('may come back for the answer to a message that it has named', async () => {
    const { token: visitorToken } = await createTestVisitor(database, site.id);
    const body = { visitorToken, clientMessageId: randomUUID() };
    await goAway(body);
    await answerNext('Still said.');
    const again = await (await post({ siteKey: site.key, message: 'Hello', ...body })).json();
    expect(again).toMatchObject({ answer: { text: 'Still said.' } });
  });
});
