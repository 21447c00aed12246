import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { useTestDatabase } from '@frontdesk/database/testing';
import {
  type AcceptedMessage,
  type ErrorCode,
  type GenerationText,
  limits,
  type OpenedConversation,
} from '@frontdesk/protocol';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSignedTokens } from '../access/signed-tokens.ts';
import { testSecret, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, type TestVisitor } from '../testing/test-site.ts';
import { ask, askFor, connected, connectVisitor, type VisitorSocket, visitorSocket } from '../testing/test-socket.ts';
import { type TestWorker, useTestWorker } from '../testing/test-worker.ts';

const database = useTestDatabase();
const gateway = await useTestGateway({ VISITOR_MESSAGES_PER_MINUTE: '10' });
const worker = useTestWorker(database);
const site = await createTestSite(database);

const message = (text: unknown) => ({ clientMessageId: randomUUID(), text });
const refusal = (code: ErrorCode) => ({ ok: false, error: { code, message: expect.stringMatching(/\w+.*\.$/) } });

describe('on an open connection', () => {
  let visitor: TestVisitor;
  let socket: VisitorSocket;
  let neighbour: VisitorSocket;
  let neighbourWords: GenerationText[];
  let answer: Awaited<ReturnType<TestWorker['claim']>>;
  let disconnects: string[];

  beforeEach(async () => {
    visitor = await createTestVisitor(database, site.id);
    socket = await connectVisitor(gateway, site, visitor);
    disconnects = [];
    socket.on('disconnect', (reason) => disconnects.push(reason));
    // Somebody else is in the middle of an answer.
    neighbour = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
    neighbourWords = [];
    neighbour.on('generation:text', (words) => neighbourWords.push(words));
    neighbour.on('disconnect', (reason) => disconnects.push(`neighbour: ${reason}`));
    const { generationId } = await askFor<AcceptedMessage>(neighbour, 'message:send', message('Hello'));
    answer = await worker.claim(generationId);
    await answer.say('One');
  });
  afterEach(() => {
    socket.disconnect();
    neighbour.disconnect();
  });

  /** The connection works, and the neighbour's stream went on. */
  async function expectAllLivesOn(storedBefore = 0) {
    await answer.say(' two');
    await answer.finish();
    await expect.poll(() => neighbourWords.map(({ text }) => text).join('')).toBe('One two');
    expect(disconnects).toEqual([]);
    expect(await database.message.count({ where: { visitorId: visitor.id } })).toBe(storedBefore);
    const accepted = await askFor<AcceptedMessage>(socket, 'message:send', message('A good one'));
    expect(accepted.duplicate).toBe(false);
    expect(await database.message.count({ where: { visitorId: visitor.id } })).toBe(storedBefore + 1);
  }

  test.each<[string, unknown, ErrorCode]>([
    ['an empty text', message(''), 'message_empty'],
    ['blanks', message(' \n '), 'message_empty'],
    ['a text that is too long', message('a'.repeat(limits.messageChars + 1)), 'message_too_long'],
    ['40 kB', message('a'.repeat(40_000)), 'request_too_large'],
    ['10 MB', message('a'.repeat(10_000_000)), 'request_too_large'],
    ['half a character', message('Hello \ud83d'), 'not_utf8'],
    ['a NUL', message('Hello \0'), 'bad_request'],
    ['a number as text', message(7), 'bad_request'],
    ['an array as text', message(['Hello']), 'bad_request'],
    ['binary data as text', message(Buffer.from([0xff, 0xfe])), 'bad_request'],
    ['no payload', undefined, 'bad_request'],
    ['null', null, 'bad_request'],
    ['a string', 'Hello', 'bad_request'],
    ['a client id that is none', { clientMessageId: '1; DROP TABLE message', text: 'Hello' }, 'bad_request'],
    ['a conversation that is none', { ...message('Hello'), conversationId: randomUUID() }, 'conversation_unknown'],
  ])('%s', async (_, payload, code) => {
    const result =
      payload === undefined ? await ask(socket, 'message:send') : await ask(socket, 'message:send', payload);
    expect(result).toMatchObject(refusal(code));
    await expectAllLivesOn();
  });

  test('events that do not exist', async () => {
    for (const event of ['drop:tables', '__proto__', 'constructor', 'packet:oversized']) {
      expect((await ask(socket, event, {})).ok).toBe(false);
    }
    await expectAllLivesOn();
  });

  test.each([
    ['conversation:open', 'afterSeq'],
    ['conversation:read', 'seq'],
  ])('%s with a number that no event can have', async (event, name) => {
    for (const number of [-1, 1.5, 3_000_000_000]) {
      const request = { conversationId: randomUUID(), [name]: number };
      expect(await ask(socket, event, request)).toMatchObject(refusal('bad_request'));
    }
    await expectAllLivesOn();
  });

  test('without an acknowledgement, the error comes as a problem', async () => {
    const problem = new Promise((resolve) => socket.once('problem', resolve));
    (socket as { emit(event: string, payload: unknown): unknown }).emit('message:send', message(''));
    expect(await problem).toMatchObject({ code: 'message_empty' });
    await expectAllLivesOn();
  });

  test('packets that are not even JSON', async () => {
    const problem = new Promise((resolve) => socket.once('problem', resolve));
    // Below the parser of the client: what a broken or hostile one would send.
    socket.io.engine.write('2/visitor,["message:send",{"text":');
    expect(await problem).toMatchObject({ code: 'bad_request' });
    await expectAllLivesOn();
  });

  test('the conversation of another visitor of the same site', async () => {
    const theirs = await askFor<OpenedConversation>(neighbour, 'conversation:open', {});
    const { conversationId } = theirs;
    const generationId = theirs.running[0]?.generationId;
    expect(generationId).toBeTruthy();
    expect(await ask(socket, 'message:send', { ...message('Hello'), conversationId })).toMatchObject(
      refusal('conversation_unknown'),
    );
    expect(await ask(socket, 'conversation:open', { conversationId })).toMatchObject(refusal('conversation_unknown'));
    expect(await ask(socket, 'generation:read', { generationId, position: 0 })).toMatchObject(
      refusal('generation_unknown'),
    );
    await ask(socket, 'generation:first-words', { generationId, ttftMs: 1 });
    const generation = await database.generation.findUniqueOrThrow({ where: { id: generationId ?? '' } });
    expect(generation.clientTtftMs).toBeNull();
    const overheard: unknown[] = [];
    socket.onAny((...event) => overheard.push(event));
    await expectAllLivesOn();
    expect(overheard.flat()).not.toContainEqual(expect.objectContaining({ conversationId }));
  });

  test('the same client id twice, also at once', async () => {
    const twice = message('Only once, please');
    const results = await Promise.all([1, 2, 3].map(() => askFor<AcceptedMessage>(socket, 'message:send', twice)));
    const again = await askFor<AcceptedMessage>(socket, 'message:send', twice);
    expect(new Set([...results, again].map(({ messageId }) => messageId)).size).toBe(1);
    expect(new Set([...results, again].map(({ generationId }) => generationId)).size).toBe(1);
    expect([...results, again].filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(again.seq).toBe(1);
    expect(await ask(socket, 'message:send', { ...twice, text: 'Something else' })).toMatchObject(
      refusal('message_id_reused'),
    );
    await expectAllLivesOn(1);
  });

  test('a question while the answer to another one is in the making', async () => {
    const { conversationId } = await askFor<AcceptedMessage>(socket, 'message:send', message('First'));
    expect(await ask(socket, 'message:send', { ...message('Second'), conversationId })).toMatchObject(
      refusal('answer_in_progress'),
    );
    await expectAllLivesOn(1);
  });

  test('a flood of messages', async () => {
    const results = await Promise.all(Array.from({ length: 60 }, () => ask(socket, 'message:send', message('Flood'))));
    const accepted = results.filter(({ ok }) => ok).length;
    expect(accepted).toBe(10);
    expect(results.filter(({ ok }) => !ok)).toEqual(
      Array(50).fill({ ok: false, error: expect.objectContaining({ code: 'rate_limited' }) }),
    );
    expect(results.at(-1)).toMatchObject({ error: { retryAfterMs: expect.any(Number) } });
    await answer.say(' two');
    await expect.poll(() => neighbourWords.map(({ text }) => text).join('')).toBe('One two');
    expect(disconnects).toEqual([]);
    expect(await database.message.count({ where: { visitorId: visitor.id } })).toBe(accepted);
    expect((await ask(socket, 'conversation:open', {})).ok).toBe(true);
  });

  test('a flood of requests of any kind', async () => {
    const results = await Promise.all(Array.from({ length: 300 }, () => ask(socket, 'conversation:open', {})));
    // The handshake was one of a hundred.
    expect(results.filter(({ ok }) => ok)).toHaveLength(99);
    expect(results.at(-1)).toMatchObject(refusal('rate_limited'));
    await answer.say(' two');
    await expect.poll(() => neighbourWords.map(({ text }) => text).join('')).toBe('One two');
    expect(disconnects).toEqual([]);
  });
});

describe('at the handshake', () => {
  async function refused(auth: unknown, options?: { origin?: string }) {
    const socket = visitorSocket(gateway, auth, options);
    const error = await connected(socket).then(
      () => ({ code: 'connected' }),
      (reason: unknown) => reason,
    );
    socket.disconnect();
    return error;
  }

  test('what a good one says is taken, so that the refusals below are for their own reason', async () => {
    const visitor = await createTestVisitor(database, site.id);
    const auth = { siteKey: site.key, visitorToken: visitor.token };
    expect(await refused(auth)).toEqual({ code: 'connected' });
    expect(await refused(auth, { origin: site.origin })).toEqual({ code: 'connected' });
    expect(await refused(auth, { origin: gateway.url })).toEqual({ code: 'connected' });
  });

  test('an unknown site key', async () => {
    const { token } = await createTestVisitor(database, site.id);
    expect(await refused({ siteKey: 'nobody', visitorToken: token })).toMatchObject({ code: 'site_unknown' });
  });

  test('a foreign origin', async () => {
    const { token } = await createTestVisitor(database, site.id);
    const auth = { siteKey: site.key, visitorToken: token };
    expect(await refused(auth, { origin: 'https://evil.example' })).toMatchObject({ code: 'origin_refused' });
  });

  test.each([
    ['no token', { siteKey: 'demo' }],
    ['wrong types', { siteKey: 7, visitorToken: ['x'] }],
    ['nothing', {}],
  ])('%s', async (_, auth) => {
    expect(await refused(auth)).toMatchObject({ code: 'bad_request' });
  });

  test('a forged token', async () => {
    const { id } = await createTestVisitor(database, site.id);
    const { token } = await createSignedTokens('x'.repeat(32)).signVisitor({ site: site.id, visitor: id });
    expect(await refused({ siteKey: site.key, visitorToken: token })).toMatchObject({ code: 'token_invalid' });
  });

  test('an expired token', async () => {
    const { id } = await createTestVisitor(database, site.id);
    const token = await new SignJWT({ site: site.id, visitor: id })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience('visitor')
      .setExpirationTime('-1s')
      .sign(new TextEncoder().encode(testSecret));
    expect(await refused({ siteKey: site.key, visitorToken: token })).toMatchObject({ code: 'token_expired' });
  });

  test('a token of another site', async () => {
    const other = await createTestSite(database);
    const { token } = await createTestVisitor(database, other.id);
    expect(await refused({ siteKey: site.key, visitorToken: token })).toMatchObject({ code: 'token_invalid' });
  });

  test('a token of a visitor who was deleted', async () => {
    const visitor = await createTestVisitor(database, site.id);
    await database.visitor.delete({ where: { id: visitor.id } });
    expect(await refused({ siteKey: site.key, visitorToken: visitor.token })).toMatchObject({ code: 'token_invalid' });
  });
});

test('bytes that are not UTF-8 end only the connection that sent them, with the reason', async () => {
  const broken = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
  const other = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
  // A text frame by hand: no client library sends this. RFC 6455 wants the connection closed with 1007.
  const { ws } = broken.io.engine.transport as unknown as { ws: { send(data: Buffer, options: object): void } };
  const closed = new Promise((resolve) => broken.once('disconnect', (_, details) => resolve(details)));
  ws.send(Buffer.from([0x34, 0x32, 0xff, 0xfe]), { binary: false });
  expect(await closed).toMatchObject({ context: { code: 1007 } });
  await sleep(50);
  expect(other.connected).toBe(true);
  expect((await ask(other, 'message:send', message('Still here'))).ok).toBe(true);
  other.disconnect();
});
