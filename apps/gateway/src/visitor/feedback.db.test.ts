import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '@frontdesk/database/testing';
import {
  type AcceptedMessage,
  type ConversationEvent,
  type OpenedConversation,
  type RequestedPerson,
  readWidgetSettings,
} from '@frontdesk/protocol';
import { beforeEach, expect, test } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { startTestGateway, type TestGateway, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, type TestVisitor } from '../testing/test-site.ts';
import { ask, askFor, connectVisitor, type VisitorSocket } from '../testing/test-socket.ts';
import { useTestWorker } from '../testing/test-worker.ts';

const database = useTestDatabase();
const [gateway, elsewhere] = await Promise.all([useTestGateway(), useTestGateway()]);
const worker = useTestWorker(database);
const site = await createTestSite(database);
let visitor: TestVisitor;
beforeEach(async () => {
  visitor = await createTestVisitor(database, site.id);
});

async function connect(who = visitor, at = gateway): Promise<VisitorSocket> {
  return keep(await connectVisitor(at, site, who));
}
function eventsOf(socket: VisitorSocket): ConversationEvent[] {
  const events: ConversationEvent[] = [];
  socket.on('conversation:event', (event) => events.push(event));
  return events;
}
/** A question that was answered. */
async function answered(socket: VisitorSocket) {
  const message = { clientMessageId: randomUUID(), text: 'How do I return it?' };
  const { conversationId, generationId } = await askFor<AcceptedMessage>(socket, 'message:send', message);
  const answer = await worker.claim(generationId);
  await answer.say('Send it back.');
  await answer.finish();
  return { conversationId, generationId };
}
const open = (socket: VisitorSocket, afterSeq = 0) =>
  askFor<OpenedConversation | null>(socket, 'conversation:open', { afterSeq });

test('what a visitor thinks of an answer reaches their other tab, at another gateway, and is there after a refresh', async () => {
  const socket = await connect();
  const { generationId } = await answered(socket);
  const otherTab = await connect(visitor, elsewhere);
  await open(otherTab);
  const seen = eventsOf(otherTab);
  await askFor(socket, 'generation:rate', { generationId, thumb: 'down', comment: ' The old\r\nprice. ' });
  const rated = { type: 'generation:rated', generationId, thumb: 'down', comment: 'The old\nprice.' };
  await expect.poll(() => seen).toMatchObject([rated]);
  expect((await open(await connect()))?.events.at(-1)).toMatchObject(rated);
});

test('rating, solution and address are told too, each once', async () => {
  const socket = await connect();
  const { conversationId } = await answered(socket);
  await expect.poll(async () => (await open(socket))?.lastSeq).toBe(3);
  const told = eventsOf(socket);
  for (const _ of [1, 2]) {
    await askFor(socket, 'conversation:solved', { conversationId, solved: true });
    await askFor(socket, 'conversation:rate', { conversationId, score: 5, comment: '  ' });
    await askFor(socket, 'contact:leave', { conversationId, email: ' ann@example.org ' });
  }
  await expect
    .poll(() => told.map(({ type, seq }) => `${seq} ${type}`))
    .toEqual(['4 conversation:solved', '5 conversation:rated', '6 conversation:contact-left']);
  expect(told).toMatchObject([{ by: 'bot' }, { score: 5, comment: null }, { email: 'ann@example.org' }]);
});

test('a person can be asked for before anything is written; nobody is said to be there', async () => {
  const socket = await connect();
  const told = eventsOf(socket);
  expect(await askFor(socket, 'person:available', {})).toEqual({ available: false, backAt: null });
  const { conversationId, available } = await askFor<RequestedPerson>(socket, 'person:request', {});
  expect(available).toBe(false);
  await expect.poll(() => told).toMatchObject([{ conversationId, type: 'conversation:person-requested', seq: 1 }]);
  expect(await askFor(socket, 'person:request', { conversationId })).toMatchObject({
    conversationId,
    available: false,
  });
  // The conversation goes on like any other.
  const message = { clientMessageId: randomUUID(), text: 'It broke', conversationId };
  expect(await askFor(socket, 'message:send', message)).toMatchObject({ conversationId, seq: 2 });
  await expect.poll(() => told.map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

/** A wish for a person by somebody new, without a conversation. */
async function newWish(at: TestGateway, there = site) {
  const socket = keep(await connectVisitor(at, there, await createTestVisitor(database, there.id)));
  return ask(socket, 'person:request', {});
}
const refused = (code: string) => ({ ok: false, error: { code } });

test('from one address few conversations a minute begin with a wish for a person', async () => {
  const conversations = () => database.conversation.count({ where: { siteId: site.id } });
  const before = await conversations();
  const strict = await startTestGateway();
  try {
    const wishes = await Promise.all(Array.from({ length: 21 }, () => newWish(strict)));
    expect(wishes.filter(({ ok }) => ok)).toHaveLength(20);
    expect(wishes.find(({ ok }) => !ok)).toMatchObject(refused('rate_limited'));
    expect(await conversations()).toBe(before + 20);
  } finally {
    await strict.close();
  }
});

test('wishes that begin no conversation use up nothing of what an address has in a day', async () => {
  const there = await createTestSite(database);
  const set = (data: { teamSettings?: object; widgetSettings?: object }) =>
    database.site.update({ where: { id: there.id }, data });
  const strict = await startTestGateway({ ADDRESS_PERSON_WISHES_PER_DAY: '2' });
  try {
    const wishes = () => Promise.all([1, 2, 3].map(() => newWish(strict, there)));
    await set({ teamSettings: { handOver: 'off' } });
    expect(await wishes()).toMatchObject(Array(3).fill(refused('people_off')));
    const widgetSettings = readWidgetSettings({ preChat: { name: 'off', email: 'required' } });
    await set({ teamSettings: {}, widgetSettings });
    expect(await wishes()).toMatchObject(Array(3).fill(refused('details_required')));
    await set({ widgetSettings: {} });
    // The same one again begins no second conversation.
    const socket = keep(await connectVisitor(strict, there, await createTestVisitor(database, there.id)));
    for (const _ of [1, 2, 3]) expect(await ask(socket, 'person:request', {})).toMatchObject({ ok: true });
    expect(await newWish(strict, there)).toMatchObject({ ok: true });
    expect(await newWish(strict, there)).toMatchObject(refused('person_limit_reached'));
    // Who has written something has a conversation already.
    const visitor = keep(await connectVisitor(strict, there, await createTestVisitor(database, there.id)));
    const { conversationId } = await askFor<AcceptedMessage>(visitor, 'message:send', {
      ...{ clientMessageId: randomUUID(), text: 'Is anybody there?' },
    });
    expect(await ask(visitor, 'person:request', { conversationId })).toMatchObject({ ok: true });
  } finally {
    await strict.close();
  }
});

test('of another visitor’s conversation nothing can be said', async () => {
  const { conversationId, generationId } = await answered(await connect());
  const stranger = await connect(await createTestVisitor(database, site.id));
  expect(await ask(stranger, 'generation:rate', { generationId, thumb: 'down' })).toMatchObject(
    refused('generation_unknown'),
  );
  for (const [name, rest] of Object.entries({
    'conversation:solved': { solved: true },
    'conversation:rate': { score: 1 },
    'person:request': {},
    'contact:leave': { email: 'x@evil.example' },
  })) {
    expect(await ask(stranger, name, { conversationId, ...rest })).toMatchObject(refused('conversation_unknown'));
  }
  const conversation = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  expect(conversation).toMatchObject({ state: 'bot', contactEmail: null });
  expect(await database.messageFeedback.count({ where: { conversationId } })).toBe(0);
});

test.each<[string, string, object]>([
  ['a thumb that is none', 'generation:rate', { generationId: randomUUID(), thumb: 'sideways' }],
  ['an endless comment', 'generation:rate', { generationId: randomUUID(), thumb: 'up', comment: 'x'.repeat(1_001) }],
  ['a comment with a NUL', 'conversation:rate', { conversationId: randomUUID(), score: 1, comment: 'a\0b' }],
  ['six of five', 'conversation:rate', { conversationId: randomUUID(), score: 6 }],
  ['an address that is none', 'contact:leave', { conversationId: randomUUID(), email: 'ann' }],
])('%s is refused', async (_, name, payload) => {
  expect(await ask(await connect(), name, payload)).toMatchObject({ ok: false, error: { code: 'bad_request' } });
});

test('who changes their mind without an end has to wait', async () => {
  const socket = await connect();
  const { generationId } = await answered(socket);
  const results = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      ask(socket, 'generation:rate', { generationId, thumb: index % 2 ? 'up' : 'down' }),
    ),
  );
  const limited = { ok: false, error: { code: 'rate_limited', retryAfterMs: expect.any(Number) } };
  expect(results.slice(30)).toMatchObject(Array(10).fill(limited));
  expect(results.slice(0, 30)).not.toContainEqual(
    expect.objectContaining({ error: expect.objectContaining({ code: 'rate_limited' }) }),
  );
});

test('a visitor may say who they are, within limits', async () => {
  const socket = await connect();
  const preChat = { name: 'off', email: 'off' };
  expect(await askFor(socket, 'visitor:read', {})).toEqual({ identified: false, name: null, email: null, preChat });
  const ann = { identified: false, name: 'Ann', email: 'ann@example.org', preChat };
  expect(await askFor(socket, 'visitor:introduce', { name: ' Ann ', email: 'ann@example.org' })).toEqual(ann);
  for (const wrong of [{ name: '' }, { name: 'x'.repeat(101) }, { email: 'ann' }, { name: 'A\0' }]) {
    expect(await ask(socket, 'visitor:introduce', wrong)).toMatchObject({ error: { code: 'bad_request' } });
  }
  expect(await askFor(await connect(), 'visitor:read', {})).toEqual(ann);
});
