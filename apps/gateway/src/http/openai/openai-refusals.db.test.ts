import { randomUUID } from 'node:crypto';
import { createApiKey, useTestDatabase } from '@frontdesk/database/testing';
import { type ApiKeyScope, completionLimits, limits } from '@frontdesk/protocol';
import OpenAI, { AuthenticationError, RateLimitError } from 'openai';
import { beforeEach, expect, test } from 'vitest';
import {
  assistant,
  clientWith,
  model,
  nextGeneration,
  postCompletion,
  refusalOf,
  user,
} from '../../testing/openai-client.ts';
import { startTestGateway, useTestGateway } from '../../testing/test-gateway.ts';
import { createTestSite, type TestSite } from '../../testing/test-site.ts';
import { useTestWorker } from '../../testing/test-worker.ts';

const database = useTestDatabase();
const gateway = await useTestGateway();
const worker = useTestWorker(database);
let site: TestSite;
let apiKey: string;
beforeEach(async () => {
  site = await createTestSite(database);
  apiKey = await createApiKey(database, { siteId: site.id, name: 'test' });
});

const of = (fields: object) => JSON.stringify({ model, messages: [user('Hello')], ...fields });
const asked = (content: unknown, before: object[] = []) => of({ messages: [...before, { role: 'user', content }] });

test.each<[string, () => string | Promise<string>, { status?: number; param?: string | null; code?: string | null }]>([
  ['no JSON', () => 'messages=Hello', { param: null, code: null }],
  ['an empty body', () => '', { param: null, code: null }],
  ['an array', () => '[]', { param: null, code: null }],
  [
    'what is too large',
    () => asked('a'.repeat(completionLimits.requestBytes)),
    { status: 413, code: 'request_too_large' },
  ],
  [
    'half a character',
    () => asked('a').replace('"a"', '"\\ud83d"'),
    { param: 'messages[0].content', code: 'not_utf8' },
  ],
  ['a NUL', () => asked('a\0b'), { param: 'messages[0].content' }],
  ['no model', () => of({ model: undefined }), { param: 'model', code: 'invalid_value' }],
  ['another model', () => of({ model: 'gpt-4o' }), { status: 404, param: 'model', code: 'model_not_found' }],
  ['no messages', () => of({ messages: [] }), { param: 'messages' }],
  [
    'too many messages',
    () => of({ messages: Array(completionLimits.messages + 1).fill(user('Hi')) }),
    { param: 'messages', code: 'array_above_max_length' },
  ],
  ['a blank question', () => asked(' \n'), { param: 'messages[0].content', code: 'message_empty' }],
  [
    'a question that is too long',
    () => asked('a'.repeat(limits.messageChars + 1)),
    { param: 'messages[0].content', code: 'context_length_exceeded' },
  ],
  [
    'a system text that is too long',
    () => asked('Hi', [{ role: 'system', content: 'a'.repeat(limits.systemChars + 1) }]),
    { param: 'messages', code: 'context_length_exceeded' },
  ],
  [
    'turns that are too long together',
    () => asked('Hi', [user('Hi'), assistant('a'.repeat(completionLimits.earlierChars))]),
    { param: 'messages', code: 'context_length_exceeded' },
  ],
  ['no question at the end', () => of({ messages: [user('Hi'), assistant('Hi.')] }), { param: 'messages[1].role' }],
  [
    'an image',
    () => asked([{ type: 'image_url', image_url: { url: 'data:,' } }]),
    { param: 'messages[0].content[0].type', code: 'unsupported_parameter' },
  ],
  ['two answers', () => of({ n: 2 }), { param: 'n', code: 'unsupported_parameter' }],
  ['tools', () => of({ tools: [{ type: 'function', function: { name: 'f' } }] }), { param: 'tools' }],
  ['JSON', () => of({ response_format: { type: 'json_object' } }), { param: 'response_format' }],
  [
    'speech',
    () => of({ modalities: ['text', 'audio'], audio: { voice: 'a', format: 'mp3' } }),
    { param: 'modalities' },
  ],
])('%s is refused', async (_, body, expected) => {
  const response = await postCompletion(gateway, apiKey, await body());
  const json = (await response.json()) as { error: object };
  expect(response.status).toBe(expected.status ?? 400);
  const { status: _status, ...error } = expected;
  expect(json).toEqual({
    error: {
      ...{ message: expect.stringMatching(/\w+.*\.$/), param: expect.toBeOneOf([null, expect.any(String)]) },
      ...{ type: 'invalid_request_error', code: expect.toBeOneOf([null, expect.any(String)]) },
      ...error,
    },
  });
  expect(await database.conversation.count({ where: { siteId: site.id } })).toBe(0);
  expect(await database.visitor.count({ where: { siteId: site.id } })).toBe(0);
});

test('another type of body is refused', async () => {
  const response = await postCompletion(gateway, apiKey, 'messages=Hello', { 'content-type': 'text/plain' });
  expect(response.status).toBe(415);
  expect(await response.json()).toMatchObject({ error: { code: 'unsupported_type', type: 'invalid_request_error' } });
});

test('a wrong key, a revoked one and none are refused, before the body is read', async () => {
  const ask = (key: string) =>
    refusalOf(clientWith(key, gateway).chat.completions.create({ model, messages: [user('Hi')] }));
  await database.apiKey.updateMany({ where: { siteId: site.id }, data: { revokedAt: new Date() } });
  for (const key of ['fd_wrong', apiKey, 'x'.repeat(limits.tokenChars + 1)]) {
    const refused = await ask(key);
    expect(refused).toBeInstanceOf(AuthenticationError);
    expect(refused).toMatchObject({ status: 401, code: 'invalid_api_key', type: 'invalid_request_error' });
  }
  expect(await refusalOf(clientWith(apiKey, gateway).models.list())).toBeInstanceOf(AuthenticationError);
  for (const authorization of ['', 'Basic abc', 'Bearer', apiKey]) {
    const response = await postCompletion(gateway, apiKey, 'no JSON', { authorization });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_api_key', param: null } });
  }
  expect(await database.visitor.count({ where: { siteId: site.id } })).toBe(0);
});

test('wrong keys are limited by their address, and hinder nobody who has a right one', async () => {
  const strict = await startTestGateway({ ADDRESS_MINTS_PER_MINUTE: '2', TRUST_PROXY: '1' });
  const from = (address: string, key: string) => postCompletion(strict, key, 'no JSON', { 'x-forwarded-for': address });
  try {
    for (const status of [401, 401, 429]) expect((await from('192.0.2.1', 'fd_wrong')).status).toBe(status);
    const refused = await from('192.0.2.1', 'fd_wrong_too');
    expect(await refused.json()).toMatchObject({ error: { code: 'rate_limit_exceeded', type: 'requests' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // What is refused is the body.
    expect((await from('192.0.2.1', apiKey)).status).toBe(400);
    expect((await from('192.0.2.2', apiKey)).status).toBe(400);
    expect((await from('192.0.2.2', 'fd_wrong')).status).toBe(401);
    const chat = await fetch(`${strict.url}/v1/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1' },
      body: JSON.stringify({ apiKey: 'fd_wrong', conversationId: randomUUID(), message: 'Hi' }),
    });
    expect(chat.status).toBe(429);
  } finally {
    await strict.close();
  }
});

test('what the key was not made for is refused', async () => {
  const asking = (scopes: ApiKeyScope[]) =>
    createApiKey(database, { siteId: site.id, name: 'test', scopes }).then(
      (key) => clientWith(key, gateway).chat.completions,
    );
  const system = { role: 'system' as const, content: 'You answer in verse.' };
  const [noSystem, noChat] = [await asking(['chat']), await asking(['system'])];
  const forbidden = { status: 403, code: 'forbidden' };
  expect(await refusalOf(noSystem.create({ model, messages: [system, user('Hi')] }))).toMatchObject(forbidden);
  expect(await refusalOf(noChat.create({ model, messages: [user('Hi')] }))).toMatchObject(forbidden);
  expect(await database.conversation.count({ where: { siteId: site.id } })).toBe(0);
});

test('more than an address may ask in a minute is refused', async () => {
  const strict = await startTestGateway({ ADDRESS_MESSAGES_PER_MINUTE: '1' });
  try {
    const asking = clientWith(apiKey, strict).chat.completions;
    const first = asking.create({ model, messages: [user('Hi')] });
    const answer = await worker.claim((await nextGeneration(database, site.id)).id);
    await answer.say('Hello.');
    await answer.finish();
    await first;
    const refused = await refusalOf(asking.create({ model, messages: [user('Hi')] }));
    expect(refused).toBeInstanceOf(RateLimitError);
    expect(refused).toMatchObject({ status: 429, code: 'rate_limit_exceeded', type: 'requests' });
    expect(Number(refused.headers?.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers?.get('x-should-retry')).toBeNull();
  } finally {
    await strict.close();
  }
});

test('more than a site may ask in a day is refused, which no client is to sleep through', async () => {
  const full = await createTestSite(database, 0);
  const key = await createApiKey(database, { siteId: full.id, name: 'test' });
  const retrying = new OpenAI({ apiKey: key, baseURL: `${gateway.url}/v1`, logLevel: 'off' });
  const refused = await refusalOf(retrying.chat.completions.create({ model, messages: [user('Hi')] }));
  expect(refused).toMatchObject({ status: 429, code: 'insufficient_quota', type: 'insufficient_quota' });
  expect(Number(refused.headers?.get('retry-after'))).toBeGreaterThan(0);
  expect(await database.conversation.count({ where: { siteId: full.id } })).toBe(0);
});
