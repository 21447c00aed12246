import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createVisitor, dropStaleDeliveries } from '@frontdesk/database';
import { acceptMessage, useTestDatabase } from '@frontdesk/database/testing';
import type { AuditPage, MadeWebhook, WebhookTest, WebhookView } from '@frontdesk/protocol';
import { mostWebhooks } from '@frontdesk/protocol';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { resealIdentitySecrets } from '../identity/identity-secrets.ts';
import { askGateway } from '../testing/ask-gateway.ts';
import { createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { startTestGateway, testSecret, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite } from '../testing/test-site.ts';
import { createWebhookSecrets, resealWebhooks } from './webhook-secrets.ts';

interface Received {
  headers: IncomingHttpHeaders;
  text: string;
}
const received: Received[] = [];
let answer: number | null = 204;
let retryAfter: string | undefined;
const receiver = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    received.push({ headers: request.headers, text: Buffer.concat(pieces).toString() });
    if (answer === null) return request.socket.destroy();
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
    response.writeHead(answer, answer === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end();
  });
});
/** Takes requests and says nothing. */
const silent = createServer(() => undefined);
for (const server of [receiver, silent]) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => server.close());
}
const hostOf = (server: Server) => `127.0.0.1:${(server.address() as AddressInfo).port}`;
const host = hostOf(receiver);
const url = `http://${host}/hook`;

const pace = { webhooksEveryMs: 20, webhookClaimMs: 5_000 };
const database = useTestDatabase();
const gateway = await useTestGateway({ WEBHOOK_HOSTS: `${host}, ${hostOf(silent)}` }, pace);
await createTestOwner(database);
const cookie = await signInCookie(gateway);
let siteId: string;
beforeEach(async () => {
  siteId = (await createTestSite(database)).id;
  received.length = 0;
  answer = 204;
  retryAfter = undefined;
});
// Of other tests nothing is sent.
afterEach(() => database.webhook.deleteMany());

const ask = <Body>(method: string, path: string, body?: object) =>
  askGateway<Body>(gateway, cookie, method, `admin/sites/${siteId}/webhooks${path}`, body);
const make = async (events: string[], address = url) =>
  (await ask<MadeWebhook>('POST', '', { url: address, events })).body;
const only = async () => (await ask<WebhookView[]>('GET', '')).body[0] as WebhookView;

async function customerWrites({ sandbox = false, of = siteId } = {}) {
  const visitorId = await createVisitor(database, of, sandbox ? { sandbox, promptVersionId: null } : undefined);
  return acceptMessage(database, { siteId: of, visitorId, text: 'Do you ship <b>abroad</b>?' });
}

test('a site’s server is told of what it asked for, signed, and of nothing else', async () => {
  const { id, secret } = await make(['message:created']);
  const { conversationId } = await customerWrites();
  await customerWrites({ sandbox: true });
  await customerWrites({ of: (await createTestSite(database)).id });
  await vi.waitFor(() => expect(received).toHaveLength(1));
  const [{ headers, text }] = received as [Received];
  expect(JSON.parse(text)).toMatchObject({
    type: 'message:created',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    data: { siteId, conversationId, seq: 1, message: { role: 'visitor', text: 'Do you ship <b>abroad</b>?' } },
  });
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  expect(Math.abs(Date.now() / 1_000 - Number(headers['webhook-timestamp']))).toBeLessThan(60);
  await vi.waitFor(async () =>
    expect(await only()).toMatchObject({ id, waiting: 0, deliveredAt: expect.any(String), failingSince: null }),
  );
  expect(received).toHaveLength(1);
});

test('what did not arrive is tried again, with the same id, and said until it does', async () => {
  answer = 503;
  await make(['message:created']);
  await customerWrites();
  await vi.waitFor(async () =>
    expect(await only()).toMatchObject({
      ...{ waiting: 1, deliveredAt: null, failingSince: expect.any(String) },
      lastError: 'It answered with status 503.',
    }),
  );
  answer = 200;
  await database.webhookDelivery.updateMany({ data: { nextAt: new Date() } });
  await vi.waitFor(async () => expect(await only()).toMatchObject({ waiting: 0, failingSince: null, lastError: null }));
  expect(received).toHaveLength(2);
  expect(received[0]?.headers['webhook-id']).toBe(received[1]?.headers['webhook-id']);
});

test.each([
  [null, /could not be reached \(ECONNRESET\)/],
  [302, /status 302/],
])('an answer of %s is none', async (status, error) => {
  answer = status;
  await make(['message:created']);
  await customerWrites();
  await vi.waitFor(async () => expect((await only()).lastError).toMatch(error));
  expect(received).toHaveLength(1);
});

test('one that says it is gone is paused, until somebody goes on with it', async () => {
  answer = 410;
  const { id } = await make(['message:created']);
  await customerWrites();
  await vi.waitFor(async () => expect(await only()).toMatchObject({ paused: true, waiting: 0, givenUp: 1 }));
  answer = 204;
  await customerWrites();
  expect((await ask('PUT', `/${id}/paused`, { paused: false })).status).toBe(204);
  expect(await only()).toMatchObject({ paused: false, lastError: null, waiting: 0 });
  const { conversationId } = await customerWrites();
  await vi.waitFor(() => expect(received).toHaveLength(2));
  expect(JSON.parse(received[1]?.text ?? '').data.conversationId).toBe(conversationId);
});

test('no address that is not public is posted to, whether written as one or as a name', async () => {
  const closed = await startTestGateway({}, pace);
  try {
    const { port } = receiver.address() as AddressInfo;
    for (const address of [url, `https://localhost:${port}/`, `http://[::1]:${port}/`, 'http://169.254.169.254/']) {
      const { id } = await make(['message:created'], address);
      const test = `admin/sites/${siteId}/webhooks/${id}/test`;
      const { body } = await askGateway<WebhookTest>(closed, cookie, 'POST', test);
      expect(body).toMatchObject({ status: null, error: expect.stringContaining('not on the public internet') });
    }
    expect(received).toHaveLength(0);
  } finally {
    await closed.close();
  }
});

test('one that is slow to answer keeps no other one waiting', async () => {
  const begun = once(silent, 'request');
  await make(['message:created'], `http://${hostOf(silent)}/`);
  await customerWrites();
  await begun;
  await make(['message:created']);
  await customerWrites();
  await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 3_000 });
  silent.closeAllConnections();
});

test('the slow ones of a site take so many places and no more', async () => {
  const open = new Set<unknown>();
  const note = (request: IncomingMessage) => open.add(request);
  silent.on('request', note);
  for (let count = 0; count < 4; count++) await make(['message:created'], `http://${hostOf(silent)}/`);
  for (let count = 0; count < 4; count++) await customerWrites();
  await vi.waitFor(() => expect(open.size).toBe(8));
  siteId = (await createTestSite(database)).id;
  await make(['message:created']);
  for (let count = 0; count < 2; count++) {
    await customerWrites();
    await vi.waitFor(() => expect(received).toHaveLength(count + 1), { timeout: 3_000 });
  }
  expect(open.size).toBe(8);
  silent.off('request', note);
  await database.webhook.deleteMany();
  silent.closeAllConnections();
});

test('one that asks to be left alone for a while is, also with what is new', async () => {
  [answer, retryAfter] = [429, '120'];
  const { id } = await make(['message:created']);
  await customerWrites();
  await vi.waitFor(async () => expect(await only()).toMatchObject({ waiting: 1, lastError: expect.any(String) }));
  const { nextAt } = await database.webhookDelivery.findFirstOrThrow({ where: { webhookId: id } });
  expect((nextAt.getTime() - Date.now()) / 1_000).toBeGreaterThan(90);
  answer = 204;
  await make(['message:created']);
  for (let count = 0; count < 2; count++) {
    await customerWrites();
    await vi.waitFor(() => expect(received).toHaveLength(count + 2), { timeout: 3_000 });
  }
  expect(await database.webhookDelivery.count({ where: { webhookId: id } })).toBe(3);
});

test('who resumes what somebody has resumed already takes nothing away', async () => {
  answer = 503;
  const { id } = await make(['message:created']);
  await customerWrites();
  await vi.waitFor(async () => expect(await only()).toMatchObject({ waiting: 1, lastError: expect.any(String) }));
  expect((await ask('PUT', `/${id}/paused`, { paused: false })).status).toBe(204);
  expect(await only()).toMatchObject({ waiting: 1, lastError: expect.any(String) });
});

test('a test says what the address answers', async () => {
  const { id } = await make(['message:created']);
  expect((await ask<WebhookTest>('POST', `/${id}/test`)).body).toEqual({ status: 204, error: null });
  expect(JSON.parse(received[0]?.text ?? '')).toMatchObject({ type: 'webhook:test', data: { siteId } });
  answer = 500;
  expect((await ask<WebhookTest>('POST', `/${id}/test`)).body).toEqual({
    ...{ status: 500, error: 'It answered with status 500.' },
  });
});

test('what nobody could send is refused, and there are not more than ten', async () => {
  for (const body of [
    { url: 'ftp://shop.example', events: ['message:created'] },
    { url: 'https://user:password@shop.example', events: ['message:created'] },
    { url, events: [] },
    { url, events: ['note:created'] },
    { url: `https://shop.example/${'a'.repeat(2_000)}`, events: ['message:created'] },
  ])
    expect(await ask('POST', '', body)).toMatchObject({ status: 400, code: 'bad_request' });
  for (let count = 0; count < mostWebhooks; count++) await make(['message:created']);
  expect(await ask('POST', '', { url, events: ['message:created'] })).toMatchObject({ code: 'webhooks_limit' });
});

test('a webhook is its site’s alone; what is done with it is written down', async () => {
  const { id } = await make(['message:created']);
  const mine = siteId;
  siteId = (await createTestSite(database)).id;
  for (const [method, path, body] of [
    ['DELETE', `/${id}`],
    ['POST', `/${id}/test`],
    ['PUT', `/${id}/paused`, { paused: true }],
  ] as const)
    expect(await ask(method, path, body)).toMatchObject({ status: 404, code: 'not_found' });
  siteId = mine;
  expect((await ask('DELETE', `/${id}`)).status).toBe(204);
  const audit = await askGateway<AuditPage>(gateway, cookie, 'GET', `admin/sites/${siteId}/audit`);
  expect(audit.body.entries.map(({ action, target }) => [action, target])).toEqual([
    ['webhook.deleted', `http://${host}`],
    ['webhook.made', `http://${host}`],
  ]);
});

test('a deleted conversation is told of no more, nor what happened days ago', async () => {
  answer = 503;
  await make(['message:created']);
  const { conversationId } = await customerWrites();
  await vi.waitFor(async () => expect(await only()).toMatchObject({ waiting: 1, lastError: expect.any(String) }));
  await database.conversation.delete({ where: { id: conversationId } });
  expect(await only()).toMatchObject({ waiting: 0 });
  const kept = await customerWrites();
  await vi.waitFor(() => expect(received).toHaveLength(2));
  expect(await dropStaleDeliveries(database)).toBe(0);
  await database.$executeRaw`ALTER TABLE conversation_event DISABLE TRIGGER USER`;
  await database.$executeRaw`
    UPDATE conversation_event SET created_at = now() - interval '73 hours' WHERE conversation_id = ${kept.conversationId}::uuid`;
  await database.$executeRaw`ALTER TABLE conversation_event ENABLE TRIGGER USER`;
  expect(await dropStaleDeliveries(database)).toBe(1);
  expect(await only()).toMatchObject({ waiting: 0, givenUp: 1 });
});

test('with another SECRET the webhook’s own is opened as long as the former is given, and sealed anew', async () => {
  const { id } = await make(['message:created']);
  const sealed = async () => (await database.webhook.findUniqueOrThrow({ where: { id } })).sealed;
  const next = randomUUID().repeat(2);
  expect(createWebhookSecrets(next).open(await sealed(), id)).toBeUndefined();
  expect(createWebhookSecrets(next, testSecret).open(await sealed(), id)).toMatch(/^whsec_/);
  await resealIdentitySecrets({ database, secret: next, previous: testSecret });
  expect(await resealWebhooks({ database, secret: next, previous: testSecret })).toBeGreaterThan(0);
  expect(createWebhookSecrets(next).open(await sealed(), id)).toMatch(/^whsec_/);
});
