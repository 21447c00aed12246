import { randomUUID } from 'node:crypto';
import {
  createVisitor,
  type Database,
  findAttachment,
  findNewestConversation,
  finishAttachment,
  reserveAttachment,
} from '@frontdesk/database';
import { acceptMessage, useTestDatabase } from '@frontdesk/database/testing';
import type { AuditPage, IdentitySecretView, MadeIdentitySecret } from '@frontdesk/protocol';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createSignedTokens } from '../access/signed-tokens.ts';
import { signIdentityToken } from '../testing/identity-token.ts';
import { createTestMember, signInCookie } from '../testing/test-admin.ts';
import { startTestGateway, testSecret, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';
import { ask, connected, connectVisitor, visitorSocket } from '../testing/test-socket.ts';
import { createIdentitySecrets } from './identity-secrets.ts';
import { rotateIdentitySecretOf, showIdentitySecretOf } from './operator-secrets.ts';

const database = useTestDatabase();
const gateway = await useTestGateway({ ADDRESS_MINTS_PER_MINUTE: '1000' });
const site = await createTestSite(database);
const { secret } = await showIdentitySecretOf({ database, secret: testSecret }, site.key);

async function post(path: string, body: object) {
  const response = await fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: site.origin },
    body: JSON.stringify(body),
  });
  // biome-ignore lint/suspicious/noExplicitAny: of two shapes, as each test expects
  return { status: response.status, body: (await response.json()) as any };
}

const tokenFor = (sub: string, more: object = {}) => signIdentityToken(secret, { sub, aud: site.key, ...more });
const ticketFor = (identityToken?: string) => post('/v1/tickets', { siteKey: site.key, identityToken });
const visitorRow = (id: string) => database.visitor.findUniqueOrThrow({ where: { id } });

/** Becomes the customer, on a device that holds `visitorToken`. */
async function identify(
  sub: string,
  { visitorToken, ...claims }: { visitorToken?: string; name?: string; email?: string } = {},
) {
  const { body } = await ticketFor(await tokenFor(sub, claims));
  expect(body.externalId).toBe(sub);
  const exchanged = await post('/v1/visitor-tokens', { ticket: body.ticket, visitorToken });
  expect(exchanged.status).toBe(200);
  return exchanged.body as { visitorId: string; visitorToken: string };
}

async function say(visitorId: string, clientMessageId = randomUUID(), attachmentIds: string[] = []) {
  const { conversationId } = await acceptMessage(database, {
    siteId: site.id,
    visitorId,
    clientMessageId,
    text: 'Where is my order?',
    attachmentIds,
  });
  return conversationId;
}
async function upload(visitorId: string) {
  const file = { name: 'pot.png', type: 'image/png', bytes: 1, sha256: '' };
  const id = await reserveAttachment(database, { siteId: site.id, visitorId, ...file });
  await finishAttachment(database, { siteId: site.id, id, ...file });
  return id;
}
const newestOf = (visitorId: string) => findNewestConversation(database, { siteId: site.id, visitorId });

describe('a customer whom the site’s server names', () => {
  test('is the same visitor on every device, with name and address', async () => {
    const phone = await identify('ada', { name: 'Ada' });
    const laptop = await identify('ada');
    expect(laptop.visitorId).toBe(phone.visitorId);
    expect(await visitorRow(phone.visitorId)).toMatchObject({
      ...{ siteId: site.id, externalId: 'ada', name: 'Ada', identifiedAt: expect.any(Date) },
    });
    expect((await identify('bob')).visitorId).not.toBe(phone.visitorId);
  });

  test('is one, also where two devices come at once', async () => {
    const both = await Promise.all(Array.from({ length: 6 }, () => identify('at-once')));
    expect(new Set(both.map(({ visitorId }) => visitorId)).size).toBe(1);
  });

  test('keeps what they said before, and goes on with it elsewhere', async () => {
    const before = await createTestVisitor(database, site.id);
    await database.visitor.update({ where: { id: before.id }, data: { name: 'Ann', email: 'ann@shop.example' } });
    const conversationId = await say(before.id);
    const { visitorId } = await identify('ann', { visitorToken: before.token });
    expect(await newestOf(visitorId)).toBe(conversationId);
    expect(await newestOf((await identify('ann')).visitorId)).toBe(conversationId);
    // What she typed of herself is not what the site's server says, and no address for what she says from now on.
    expect(await visitorRow(visitorId)).toMatchObject({ name: null, email: null });
    const conversation = { where: { id: conversationId } };
    expect(await database.conversation.findUnique(conversation)).toMatchObject({ contactEmail: 'ann@shop.example' });
    expect(await database.message.count({ where: { visitorId: before.id } })).toBe(0);
    // The token of before does not speak for her.
    expect(visitorId).not.toBe(before.id);
    expect(await newestOf(before.id)).toBeNull();
  });

  test('is written to where the site’s server says, and not where somebody has said before', async () => {
    const before = await createTestVisitor(database, site.id);
    await database.visitor.update({ where: { id: before.id }, data: { email: 'somebody@else.example' } });
    const conversationId = await say(before.id);
    await identify('mia', { visitorToken: before.token, email: 'mia@shop.example' });
    const conversation = { where: { id: conversationId } };
    expect(await database.conversation.findUnique(conversation)).toMatchObject({ contactEmail: null });
  });

  test('is heard by no socket of before, at whichever gateway', async () => {
    const before = await createTestVisitor(database, site.id);
    const conversationId = await say(before.id);
    const other = await startTestGateway();
    const idle = await connectVisitor(other, site, await createTestVisitor(database, site.id));
    const socket = await connectVisitor(other, site, before);
    expect(await ask(socket, 'conversation:open', { conversationId, afterSeq: 0 })).toMatchObject({ ok: true });
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    await identify('lin', { visitorToken: before.token });
    expect(await gone).toBe('transport close');
    // It comes back, and is told to get another token: nobody would find what is said with this one.
    await expect(connected(socket)).rejects.toMatchObject({ code: 'token_invalid' });
    expect(idle.connected).toBe(true);
    for (const one of [idle, socket]) one.close();
    await other.close();
  });

  test('leaves no token of before with which something could be said or asked', async () => {
    const before = await createTestVisitor(database, site.id);
    // Nothing has been said yet, so that it stays open.
    const socket = await connectVisitor(gateway, site, before);
    await identify('sue', { visitorToken: before.token });
    expect(socket.connected).toBe(true);
    expect(
      await ask(socket, 'message:send', { clientMessageId: randomUUID(), text: 'Where is my order?' }),
    ).toMatchObject({ error: { code: 'token_invalid' } });
    expect(await ask(socket, 'person:request', {})).toMatchObject({ error: { code: 'token_invalid' } });
    expect(await ask(socket, 'visitor:introduce', { name: 'Sue' })).toMatchObject({ error: { code: 'token_invalid' } });
    socket.close();
    const visitorToken = before.token;
    const chat = await post('/v1/chat', { siteKey: site.key, visitorToken, message: 'Where is my order?' });
    expect(chat).toMatchObject({ status: 401, body: { error: { code: 'token_invalid' } } });
    expect(await database.conversation.count({ where: { visitorId: before.id } })).toBe(0);
    expect(await visitorRow(before.id)).toMatchObject({ name: null });
    // It is exchanged for that of somebody new, whose words are carried over in their turn.
    const { ticket } = (await ticketFor()).body;
    const next = (await post('/v1/visitor-tokens', { ticket, visitorToken })).body;
    expect(next.visitorId).not.toBe(before.id);
    const conversationId = await say(next.visitorId);
    const { visitorId } = await identify('sue', { visitorToken: next.visitorToken });
    expect(await newestOf(visitorId)).toBe(conversationId);
  });

  test('keeps the files of before, and sends those that were not sent yet', async () => {
    const before = await createTestVisitor(database, site.id);
    const [sent, unsent] = [await upload(before.id), await upload(before.id)];
    await say(before.id, randomUUID(), [sent]);
    const { visitorId } = await identify('fay', { visitorToken: before.token });
    expect(await findAttachment(database, { siteId: site.id, visitorId, id: sent })).toMatchObject({ id: sent });
    await say(visitorId, randomUUID(), [unsent]);
    // Nothing of hers goes with the anonymous visitor.
    await database.visitor.delete({ where: { id: before.id } });
    expect(await database.attachment.count({ where: { visitorId } })).toBe(2);
  });

  test('keeps it also where both devices used one client id', async () => {
    const clientMessageId = randomUUID();
    const { visitorId } = await identify('same-ids');
    await say(visitorId, clientMessageId);
    const before = await createTestVisitor(database, site.id);
    const conversationId = await say(before.id, clientMessageId);
    await identify('same-ids', { visitorToken: before.token });
    expect(await newestOf(visitorId)).toBe(conversationId);
    expect(await database.message.count({ where: { visitorId } })).toBe(2);
  });

  test('takes nothing of somebody who was identified, of another site, or of the sandbox', async () => {
    const carol = await identify('carol');
    const hers = await say(carol.visitorId);
    const dave = await identify('dave', { visitorToken: carol.visitorToken });
    expect(dave.visitorId).not.toBe(carol.visitorId);
    expect(await newestOf(carol.visitorId)).toBe(hers);
    expect(await newestOf(dave.visitorId)).toBeNull();

    const other = await createTestSite(database);
    const stranger = await createTestVisitor(database, other.id);
    const sandboxed = await createVisitor(database, site.id, { sandbox: true });
    const { token } = await createSignedTokens(testSecret).signVisitor({ site: site.id, visitor: sandboxed });
    const tried = await say(sandboxed);
    await identify('dave', { visitorToken: stranger.token });
    await identify('dave', { visitorToken: token });
    expect(await newestOf(sandboxed)).toBe(tried);
    expect(await newestOf(dave.visitorId)).toBeNull();
  });

  test('of one site is nobody at another', async () => {
    const other = await createTestSite(database);
    const { secret: theirs } = await showIdentitySecretOf({ database, secret: testSecret }, other.key);
    expect(theirs).not.toBe(secret);
    const forged = await signIdentityToken(theirs, { sub: 'ada', aud: site.key });
    expect((await ticketFor(forged)).body.error.code).toBe('identity_invalid');
    expect((await ticketFor(await signIdentityToken(secret, { sub: 'ada', aud: other.key }))).body.error.code).toBe(
      'identity_invalid',
    );
  });

  test('has a ticket that outlives their token', async () => {
    const { body } = await ticketFor(await tokenFor('late'));
    expect(Date.parse(body.expiresAt) - Date.now()).toBeGreaterThan(3_600_000);
    expect(Date.parse((await ticketFor()).body.expiresAt) - Date.now()).toBeLessThan(3_600_000);
  });
});

describe('what says that somebody is a customer ends', () => {
  /** A site of its own, whose secret can change. */
  async function begin() {
    const own = await createTestSite(database);
    const secrets = createIdentitySecrets({ database, secret: testSecret });
    const token = await signIdentityToken((await secrets.show(own.id)).secret, { sub: 'eve', aud: own.key });
    const ticket = async (identityToken?: string) =>
      (await post('/v1/tickets', { siteKey: own.key, identityToken })).body.ticket as string;
    const exchange = (of: string, visitorToken?: string) => post('/v1/visitor-tokens', { ticket: of, visitorToken });
    const connect = (visitorToken: string) => {
      const socket = visitorSocket(gateway, { siteKey: own.key, visitorToken });
      return connected(socket).finally(() => socket.close());
    };
    /** Asks over HTTP. @returns the token for the next question, or the code of the refusal */
    const chat = async (visitorToken: string): Promise<string> => {
      const asking = new AbortController();
      const response = await fetch(`${gateway.url}/v1/chat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ siteKey: own.key, visitorToken, message: 'Where is it?', stream: true }),
        signal: asking.signal,
      });
      if (!response.ok) return ((await response.json()) as { error: { code: string } }).error.code;
      const { value } = (await response.body?.pipeThrough(new TextDecoderStream()).getReader().read()) ?? {};
      asking.abort();
      return JSON.parse(/^data: (.*)$/m.exec(value ?? '')?.[1] ?? '{}').visitorToken;
    };
    const named = await ticket(token);
    return { own, secrets, named, ticket, exchange, connect, chat, eve: (await exchange(named)).body };
  }
  const filesOf = async (visitorToken: string) => {
    const headers = { authorization: `Bearer ${visitorToken}` };
    const address = `${gateway.url}/v1/attachments/${randomUUID()}`;
    return (await fetch(address, { method: 'DELETE', headers })).status;
  };

  test('within 12 hours, and nobody goes on as them without being named', async () => {
    const { ticket, exchange, connect, chat, eve } = await begin();
    expect(Date.parse(eve.expiresAt) - Date.now()).toBeLessThanOrEqual(12 * 3_600_000);
    await connect(eve.visitorToken);
    expect(await filesOf(eve.visitorToken)).toBe(204);
    const next = await exchange(await ticket(), eve.visitorToken);
    expect(next.status).toBe(200);
    expect(next.body.visitorId).not.toBe(eve.visitorId);
    // Each question of an anonymous visitor gives another half a year.
    expect(await chat(eve.visitorToken)).toBe(eve.visitorToken);
    expect(await chat(next.body.visitorToken)).toMatch(/^ey/);
  });

  test('12 hours after it was said, however often the ticket is exchanged', async () => {
    const { own, exchange, eve } = await begin();
    const identity = { externalId: 'eve', secretVersion: 1 };
    const elevenHoursAgo = Date.now() - 11 * 3_600_000;
    vi.useFakeTimers({ toFake: ['Date'], now: elevenHoursAgo });
    const { token, expiresAt } = await createSignedTokens(testSecret)
      .signTicket({ site: own.id, origin: site.origin, identity })
      .finally(() => vi.useRealTimers());
    const { body } = await exchange(token);
    expect(body).toMatchObject({ visitorId: eve.visitorId, expiresAt: expiresAt.toISOString() });
  });

  test('with the secret by which it was said: ticket, token and all that it opens', async () => {
    const { own, secrets, named, ticket, exchange, connect, chat, eve } = await begin();
    await secrets.rotate(own.id, 1);
    await connect(eve.visitorToken);
    expect((await exchange(named)).body.visitorId).toBe(eve.visitorId);
    await secrets.rotate(own.id, 0);
    await secrets.rotate(own.id, 0);
    expect(await exchange(named)).toMatchObject({ status: 401, body: { error: { code: 'ticket_invalid' } } });
    expect((await exchange(await ticket(), eve.visitorToken)).body.visitorId).not.toBe(eve.visitorId);
    await expect(connect(eve.visitorToken)).rejects.toMatchObject({ code: 'token_invalid' });
    expect(await filesOf(eve.visitorToken)).toBe(401);
    expect(await chat(eve.visitorToken)).toBe('token_invalid');
  });

  test('also by a ticket of the version before, which does not say of which secret it is', async () => {
    const { own, exchange, connect, eve } = await begin();
    const identity = { externalId: 'eve' };
    const { token } = await createSignedTokens(testSecret).signTicket({ site: own.id, origin: site.origin, identity });
    const found = (await exchange(token)).body;
    expect(found.visitorId).toBe(eve.visitorId);
    await connect(found.visitorToken);
  });

  test('and in the sandbox within 12 hours, too', async () => {
    const { own, ticket, exchange, chat } = await begin();
    const tokens = createSignedTokens(testSecret);
    const { token } = await tokens.signTicket({ site: own.id, origin: site.origin, sandbox: true });
    const tried = (await exchange(token)).body;
    expect(Date.parse(tried.expiresAt) - Date.now()).toBeLessThanOrEqual(12 * 3_600_000);
    expect(await chat(tried.visitorToken)).toBe(tried.visitorToken);
    expect((await exchange(await ticket(), tried.visitorToken)).body.visitorId).not.toBe(tried.visitorId);
  });

  test('also of a token of before, which says of no secret', async () => {
    const { own, connect, chat, eve } = await begin();
    const { token } = await createSignedTokens(testSecret).signVisitor({ site: own.id, visitor: eve.visitorId });
    await expect(connect(token)).rejects.toMatchObject({ code: 'token_invalid' });
    expect(await filesOf(token)).toBe(401);
    expect(await chat(token)).toBe('token_invalid');
  });
});

test('expired and forged tokens give no ticket, with a code', async () => {
  const expired = await ticketFor(await tokenFor('ada', { exp: Math.floor(Date.now() / 1_000) - 60 }));
  expect(expired).toMatchObject({ status: 401, body: { error: { code: 'identity_expired' } } });
  const forged = await ticketFor(await signIdentityToken('another secret', { sub: 'ada', aud: site.key }));
  expect(forged).toMatchObject({ status: 401, body: { error: { code: 'identity_invalid' } } });
  // A page may name nobody by an empty one.
  expect(await ticketFor('')).toMatchObject({ status: 401, body: { error: { code: 'identity_invalid' } } });
});

test('a token may be long: of claims that are not ours nothing is taken', async () => {
  const { body } = await ticketFor(await tokenFor('ada', { groups: 'x'.repeat(8_000) }));
  expect(body.externalId).toBe('ada');
  const tooLong = await ticketFor(await tokenFor('ada', { groups: 'x'.repeat(40_000) }));
  expect(tooLong).toMatchObject({ status: 401, body: { error: { code: 'identity_invalid' } } });
});

test('a site without a secret says so', async () => {
  const bare = await createTestSite(database);
  const token = await signIdentityToken(secret, { sub: 'ada', aud: bare.key });
  expect(await post('/v1/tickets', { siteKey: bare.key, identityToken: token })).toMatchObject({
    body: { error: { code: 'identity_not_set_up' } },
  });
});

describe('a site’s secret', () => {
  const installation = { secret: testSecret } as { database: Database; secret: string };
  beforeAll(() => {
    installation.database = database;
  });

  test('is made once, kept sealed, and opened by its installation alone', async () => {
    const own = await createTestSite(database);
    const told = await showIdentitySecretOf(installation, own.key);
    expect(told).toEqual({
      siteKey: own.key,
      version: 1,
      secret: expect.stringMatching(/^fdi_[\w-]{43}$/),
      formerValidUntil: null,
    });
    expect(await showIdentitySecretOf(installation, own.key)).toEqual(told);
    const [row] = await database.identitySecret.findMany({ where: { siteId: own.id } });
    expect(Buffer.from(row?.sealed ?? []).includes(told.secret)).toBe(false);
    const elsewhere = createIdentitySecrets({ database, secret: `${testSecret}x` });
    expect(await elsewhere.read(own.id)).toEqual([]);
    expect(await elsewhere.list(own.id)).toMatchObject([{ version: 1, secret: undefined }]);
    await expect(elsewhere.show(own.id)).rejects.toMatchObject({
      ...{ code: 'identity_not_set_up', message: expect.stringContaining('rotate') },
    });
  });

  test('that was lost with SECRET is rotated to one that is told and counts', async () => {
    const own = await createTestSite(database);
    await showIdentitySecretOf({ database, secret: `${testSecret}x` }, own.key);
    const token = await signIdentityToken('fdi_lost', { sub: 'ada', aud: own.key });
    const ticket = (identityToken: string) =>
      fetch(`${gateway.url}/v1/tickets`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: own.origin },
        body: JSON.stringify({ siteKey: own.key, identityToken }),
      });
    expect(await (await ticket(token)).json()).toMatchObject({ error: { code: 'identity_not_set_up' } });
    const told = await rotateIdentitySecretOf(installation, own.key);
    expect(told).toMatchObject({ version: 2, secret: expect.stringMatching(/^fdi_/) });
    expect(await showIdentitySecretOf(installation, own.key)).toEqual(told);
    const signed = await signIdentityToken(told.secret, { sub: 'ada', aud: own.key });
    expect((await ticket(signed)).status).toBe(200);
  });

  test('outlives a change of SECRET: it is read with the one before, and sealed anew by a gateway that has both', async () => {
    const before = { database, secret: `${testSecret}-before` };
    const both = { database, secret: testSecret, previous: before.secret };
    const own = await createTestSite(database);
    const rotated = await createTestSite(database);
    const told = await showIdentitySecretOf(before, own.key);
    await showIdentitySecretOf(before, rotated.key);
    await rotateIdentitySecretOf(before, rotated.key, '1');
    const formers = await createIdentitySecrets(before).read(rotated.id);
    expect(await showIdentitySecretOf(both, own.key)).toEqual(told);
    const now = createIdentitySecrets(installation);
    expect(await now.read(own.id)).toEqual([]);
    const sealed = () => database.identitySecret.findMany({ where: { siteId: site.id } });
    const untouched = await sealed();

    const rotating = await startTestGateway({ SECRET_PREVIOUS: before.secret });
    await vi.waitFor(async () => {
      expect(await showIdentitySecretOf(installation, own.key)).toEqual(told);
      expect(await now.read(rotated.id)).toEqual(formers);
    });
    await rotating.close();
    expect(await createIdentitySecrets(before).read(own.id)).toEqual([]);
    expect(await sealed()).toEqual(untouched);
  });

  test('is rotated: the former one counts for as long as is said, and no third', async () => {
    const own = await createTestSite(database);
    const secrets = createIdentitySecrets(installation);
    const first = await secrets.show(own.id);
    const told = await rotateIdentitySecretOf(installation, own.key, '2');
    expect(told.version).toBe(2);
    const until = Date.parse(told.formerValidUntil ?? '') - Date.now();
    expect(until).toBeGreaterThan(7_100_000);
    expect(until).toBeLessThan(7_300_000);
    expect((await secrets.read(own.id)).map(({ secret }) => secret)).toEqual([told.secret, first.secret]);

    const third = await secrets.rotate(own.id, 0);
    expect((await secrets.read(own.id)).map(({ secret }) => secret)).toEqual([third.secret]);
    expect(await database.identitySecret.count({ where: { siteId: own.id } })).toBe(2);
    await expect(rotateIdentitySecretOf(installation, own.key, 'soon')).rejects.toMatchObject({ code: 'bad_request' });
    await expect(rotateIdentitySecretOf(installation, 'nobody')).rejects.toMatchObject({ code: 'site_unknown' });
  });

  test('is made and rotated by admins, told once, and every change is written down', async () => {
    const own = await createTestSite(database);
    const admin = await createTestMember(database, { siteId: own.id, role: 'admin' });
    const ask = async <Body>(method: string, path: string, cookie: string, body?: object) => {
      const response = await fetch(`${gateway.url}/v1/admin/sites/${own.id}/${path}`, {
        method,
        headers: { cookie, origin: gateway.url, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Body };
    };
    const cookie = await signInCookie(gateway, admin);
    const view = () => ask<IdentitySecretView>('GET', 'identity-secret', cookie);
    const rotate = (formerHours: number) => ask<MadeIdentitySecret>('POST', 'identity-secret', cookie, { formerHours });
    expect((await view()).body).toEqual({ newest: null, former: null });
    const first = await rotate(24);
    expect(first).toMatchObject({ status: 201, body: { version: 1, secret: expect.stringMatching(/^fdi_/) } });
    const second = await rotate(2);
    const shown = await view();
    expect(shown.body).toMatchObject({ newest: { version: 2, validUntil: null }, former: { version: 1 } });
    for (const { secret } of [first.body, second.body]) expect(JSON.stringify(shown.body)).not.toContain(secret);
    const token = await signIdentityToken(first.body.secret, { sub: 'ada', aud: own.key });
    expect((await post('/v1/tickets', { siteKey: own.key, identityToken: token })).body.externalId).toBe('ada');
    await rotate(0);
    await rotate(0);
    expect((await post('/v1/tickets', { siteKey: own.key, identityToken: token })).status).toBe(401);
    for (const formerHours of [-1, 24 * 31]) expect((await rotate(formerHours)).status).toBe(400);
    const agent = await signInCookie(gateway, await createTestMember(database, { siteId: own.id, role: 'agent' }));
    expect((await ask('POST', 'identity-secret', agent, { formerHours: 0 })).status).toBe(403);
    const { entries } = (await ask<AuditPage>('GET', 'audit?action=identity.', cookie)).body;
    expect(entries.map(({ action, target }) => [action, target])).toEqual([
      ['identity.rotated', 'Version 4'],
      ['identity.rotated', 'Version 3'],
      ['identity.rotated', 'Version 2'],
      ['identity.made', 'Version 1'],
    ]);
    expect(JSON.stringify(entries)).not.toContain('fdi_');
  });
});
