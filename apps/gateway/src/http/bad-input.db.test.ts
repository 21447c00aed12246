import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '@frontdesk/database/testing';
import { type ErrorCode, errors } from '@frontdesk/protocol';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createSignedTokens } from '../access/signed-tokens.ts';
import { testSecret, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';

const database = useTestDatabase();
const gateway = await useTestGateway({ ADDRESS_MINTS_PER_MINUTE: '40' });
const site = await createTestSite(database);

async function send(
  body: string | Uint8Array<ArrayBuffer>,
  { path = '/v1/chat', ...headers }: Record<string, string> = {},
) {
  const response = await fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  // biome-ignore lint/suspicious/noExplicitAny: whatever comes is compared with what is expected
  return { status: response.status, body: (await response.json()) as any };
}
const refused = (code: ErrorCode) => ({
  status: errors[code].status,
  body: { error: { code, message: expect.stringMatching(/\w+.*\.$/) } },
});

describe('POST /v1/chat', () => {
  const chat = (fields: object) => JSON.stringify({ siteKey: site.key, message: 'Hello', ...fields });
  const other = () => createTestSite(database);

  test.each<[string, () => string | Uint8Array<ArrayBuffer>, ErrorCode]>([
    ['an empty text', () => chat({ message: '' }), 'message_empty'],
    ['a text that is too long', () => chat({ message: 'a'.repeat(4_001) }), 'message_too_long'],
    ['10 MB', () => chat({ message: 'a'.repeat(10_000_000) }), 'request_too_large'],
    ['bytes that are not UTF-8', () => new Uint8Array(Buffer.from(chat({ message: 'caf\xe9' }), 'latin1')), 'not_utf8'],
    ['half a character', () => chat({ message: 'a' }).replace('"a"', '"\\ud83d"'), 'not_utf8'],
    ['no JSON', () => 'message=Hello', 'bad_request'],
    ['an empty body', () => '', 'bad_request'],
    ['wrong types', () => chat({ message: 7 }), 'bad_request'],
    ['an array', () => '[]', 'bad_request'],
    ['neither site key nor API key', () => JSON.stringify({ message: 'Hello' }), 'bad_request'],
    ['an unknown site key', () => chat({ siteKey: 'nobody' }), 'site_unknown'],
    [
      'a visitor’s token beside an API key',
      () => chat({ siteKey: undefined, apiKey: 'fd_wrong', visitorToken: 'rubbish' }),
      'bad_request',
    ],
    ['a wrong API key', () => chat({ siteKey: undefined, apiKey: 'fd_wrong' }), 'api_key_invalid'],
    ['a rubbish token', () => chat({ visitorToken: 'rubbish' }), 'token_invalid'],
    ['a conversation without a token', () => chat({ conversationId: randomUUID() }), 'token_missing'],
  ])('%s', async (_, body, code) => {
    expect(await send(body())).toMatchObject(refused(code));
    expect(await database.message.count({ where: { siteId: site.id } })).toBe(0);
  });

  test('another type', async () => {
    expect(await send(chat({}), { 'content-type': 'text/plain' })).toMatchObject(refused('unsupported_type'));
  });

  test('a foreign origin', async () => {
    expect(await send(chat({}), { origin: 'https://evil.example' })).toMatchObject(refused('origin_refused'));
  });

  test('a forged, an expired and another site’s token', async () => {
    const { id } = await createTestVisitor(database, site.id);
    const forged = await createSignedTokens('x'.repeat(32)).signVisitor({ site: site.id, visitor: id });
    expect(await send(chat({ visitorToken: forged.token }))).toMatchObject(refused('token_invalid'));
    const expired = await new SignJWT({ site: site.id, visitor: id })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience('visitor')
      .setExpirationTime('-1s')
      .sign(new TextEncoder().encode(testSecret));
    expect(await send(chat({ visitorToken: expired }))).toMatchObject(refused('token_expired'));
    const theirs = await createTestVisitor(database, (await other()).id);
    expect(await send(chat({ visitorToken: theirs.token }))).toMatchObject(refused('token_invalid'));
  });

  test('a conversation of another visitor', async () => {
    const owner = await createTestVisitor(database, site.id);
    const thief = await createTestVisitor(database, site.id);
    const conversation = await database.conversation.create({ data: { siteId: site.id, visitorId: owner.id } });
    const body = chat({ visitorToken: thief.token, conversationId: conversation.id });
    expect(await send(body)).toMatchObject(refused('conversation_unknown'));
    expect(await database.message.count({ where: { conversationId: conversation.id } })).toBe(0);
  });

  test('more messages than the site may have in a day', async () => {
    const full = await createTestSite(database, 0);
    const result = await send(chat({ siteKey: full.key }));
    expect(result).toMatchObject(refused('site_limit_reached'));
    expect(result.body.error.retryAfterMs).toBeGreaterThan(0);
    expect(await database.message.count({ where: { siteId: full.id } })).toBe(0);
    // What was counted is taken back.
    expect((await database.siteDayUsage.findFirst({ where: { siteId: full.id } }))?.messages ?? 0).toBe(0);
  });
});

test('an address below /v1 that does not exist', async () => {
  const response = await fetch(`${gateway.url}/v1/nothing`);
  expect({ status: response.status, body: await response.json() }).toMatchObject(refused('not_found'));
});

test.each(['/v1/chat/%ff', '/v1/admin/sites/%E0%A4/settings', '/chat/%'])(
  'an address that can’t be decoded: %s',
  async (path) => {
    const response = await fetch(`${gateway.url}${path}`);
    expect({ status: response.status, body: await response.json() }).toMatchObject(refused('bad_request'));
  },
);

describe('tickets and visitor tokens', () => {
  const ask = (path: string, body: object, headers: Record<string, string> = {}) =>
    send(JSON.stringify(body), { path, ...headers });

  test('a page of the site gets a ticket, and for it a token that keeps its visitor', async () => {
    const ticket = await ask('/v1/tickets', { siteKey: site.key }, { origin: site.origin });
    expect(ticket).toMatchObject({ status: 200, body: { site: { siteKey: site.key, name: 'Test shop' } } });
    const first = await ask('/v1/visitor-tokens', { ticket: ticket.body.ticket }, { origin: gateway.url });
    expect(first.status).toBe(200);
    const { visitorToken, visitorId } = first.body;
    const again = await ask('/v1/visitor-tokens', { ticket: ticket.body.ticket, visitorToken });
    expect(again.body.visitorId).toBe(visitorId);
    const fresh = await ask('/v1/visitor-tokens', { ticket: ticket.body.ticket, visitorToken: 'rubbish' });
    expect(fresh.body.visitorId).not.toBe(visitorId);
  });

  test('another site’s visitor is not taken over', async () => {
    const other = await createTestSite(database);
    const theirs = await createTestVisitor(database, other.id);
    const { body } = await ask('/v1/tickets', { siteKey: site.key }, { origin: site.origin });
    const token = await ask('/v1/visitor-tokens', { ticket: body.ticket, visitorToken: theirs.token });
    expect(token.body.visitorId).not.toBe(theirs.id);
  });

  test('a foreign origin, none, and an unknown site', async () => {
    const body = { siteKey: site.key };
    expect(await ask('/v1/tickets', body, { origin: 'https://evil.example' })).toMatchObject(refused('origin_refused'));
    expect(await ask('/v1/tickets', body, { origin: 'null' })).toMatchObject(refused('origin_refused'));
    expect(await ask('/v1/tickets', body)).toMatchObject(refused('origin_refused'));
    expect(await ask('/v1/tickets', { siteKey: 'nobody' }, { origin: site.origin })).toMatchObject(
      refused('site_unknown'),
    );
  });

  test('a forged ticket, and a visitor token as a ticket', async () => {
    const visitor = await createTestVisitor(database, site.id);
    for (const ticket of ['rubbish', visitor.token]) {
      expect(await ask('/v1/visitor-tokens', { ticket })).toMatchObject(refused('ticket_invalid'));
    }
  });

  test.each(['/v1/tickets', '/v1/chat'])(
    'a page that %s refuses can read why, and no cookie comes along',
    async (path) => {
      const origin = 'https://evil.example';
      const preflight = await fetch(gateway.url + path, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
      expect(preflight.status).toBe(204);
      const body = JSON.stringify({ siteKey: site.key, message: 'Hi' });
      const headers = { origin, 'content-type': 'application/json' };
      const refusal = await fetch(gateway.url + path, { method: 'POST', headers, body });
      expect(refusal.status).toBe(403);
      for (const response of [preflight, refusal]) {
        expect(response.headers.get('access-control-allow-origin')).toBe('*');
        expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      }
    },
  );

  test('a flood of tickets', async () => {
    const results = await Promise.all(
      Array.from({ length: 60 }, () => ask('/v1/tickets', { siteKey: site.key }, { origin: site.origin })),
    );
    expect(results.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(40);
    expect(results.at(-1)).toMatchObject(refused('rate_limited'));
    expect(results.at(-1)?.body.error.retryAfterMs).toBeGreaterThan(0);
  });
});
