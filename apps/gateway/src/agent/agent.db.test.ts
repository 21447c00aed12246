import { randomUUID } from 'node:crypto';
import type { Database } from '@frontdesk/database';
import { useTestDatabase } from '@frontdesk/database/testing';
import type {
  AcceptedMessage,
  ConversationContext,
  ConversationSummary,
  InboxOverview,
  ServiceMetrics,
  WatchedConversation,
} from '@frontdesk/protocol';
import { endNoticeConnections } from '@frontdesk/queue/testing';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { createTestMember, createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { type AgentSocket, askAgent, connectWith } from '../testing/test-agent.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';
import { askFor, connected, connectVisitor, visitorSocket } from '../testing/test-socket.ts';
import { useTestWorker } from '../testing/test-worker.ts';

const database = useTestDatabase();
const gateway = await useTestGateway();
const worker = useTestWorker(database);
const site = await createTestSite(database);
await createTestOwner(database);
const cookie = await signInCookie(gateway);

async function connect(headers: Record<string, string>, siteId = site.id): Promise<AgentSocket> {
  return keep(await connectWith(gateway, headers, siteId));
}
const connectAgent = () => connect({ cookie, origin: gateway.url });

async function connectCustomer() {
  const visitor = await createTestVisitor(database, site.id);
  const socket = keep(await connectVisitor(gateway, site, visitor));
  const send = (text: string, conversationId?: string) =>
    askFor<AcceptedMessage>(socket, 'message:send', { clientMessageId: randomUUID(), text, conversationId });
  return { socket, visitor, send };
}

const waitForLocks = async (transaction: Pick<Database, '$queryRaw'>) => {
  const [row] = await transaction.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND locktype = 'relation'
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  return row?.count ?? 0;
};

test('without a session, and from another origin, nobody gets in', async () => {
  await expect(connect({ origin: gateway.url })).rejects.toMatchObject({ code: 'sign_in_required' });
  await expect(connect({ origin: gateway.url, cookie: 'frontdesk.session_token=rubbish' })).rejects.toMatchObject({
    code: 'sign_in_required',
  });
  await expect(connect({ cookie, origin: 'https://evil.example' })).rejects.toMatchObject({ code: 'origin_refused' });
  // Also an allowed origin of a site is no page of the gateway.
  await expect(connect({ cookie, origin: site.origin })).rejects.toMatchObject({ code: 'origin_refused' });
  await expect(connect({ cookie })).rejects.toMatchObject({ code: 'origin_refused' });
});

test('a conversation is seen live: in the list, its events, its words, its timings', async () => {
  const agent = await connectAgent();
  const updates: ConversationSummary[] = [];
  agent.on('conversation:updated', (summary) => updates.push(summary));
  const customer = await connectCustomer();
  const { conversationId, generationId } = await customer.send('Do you ship?');
  await expect
    .poll(() => updates.at(-1))
    .toMatchObject({
      conversationId,
      siteName: 'Test shop',
      messageCount: 1,
      lastText: 'Do you ship?',
      lastRole: 'visitor',
    });

  const words: string[] = [];
  const events: string[] = [];
  agent.on('generation:text', ({ text }) => words.push(text));
  agent.on('conversation:event', ({ type }) => events.push(type));
  const watched = await askAgent<WatchedConversation>(agent, 'conversation:watch', { conversationId });
  expect(watched).toMatchObject({ lastSeq: 2, running: [{ generationId }], summary: { conversationId }, timings: {} });
  const answer = await worker.claim(generationId);
  await answer.say('Yes, ');
  await answer.say('we do.');
  await answer.finish();
  await expect.poll(() => events).toEqual(['generation:done']);
  expect(words).toEqual(['Yes, ', 'we do.']);
  await expect
    .poll(() => updates.at(-1))
    .toMatchObject({ messageCount: 2, generationState: 'done', lastRole: 'assistant' });
  const again = await askAgent<WatchedConversation>(agent, 'conversation:watch', { conversationId, afterSeq: 2 });
  expect(again.timings[generationId]?.totalMs).toBeGreaterThan(0);

  await askAgent(agent, 'conversation:unwatch', { conversationId });
  await customer.send('Where to?', conversationId);
  await expect.poll(() => updates.at(-1)?.lastText).toBe('Where to?');
  expect(events).toEqual(['generation:done']);
});

test('a hand-over reaches customer and agents, and marks the conversation in the list', async () => {
  const agent = await connectAgent();
  const updates: ConversationSummary[] = [];
  agent.on('conversation:updated', (summary) => updates.push(summary));
  const customer = await connectCustomer();
  const told: string[] = [];
  customer.socket.on('conversation:event', ({ type }) => told.push(type));
  const { conversationId, generationId } = await customer.send('I want a person');
  const answer = await worker.claim(generationId);
  await answer.say('Someone will help you.');
  await answer.finish({
    said: { kind: 'reply', replyId: 'person', replyKind: 'person', handsOver: true },
    ...{ confidence: 0.1, branches: null, guarded: false, sources: [], handOver: 'person' },
  });
  await expect.poll(() => told.slice(-2)).toEqual(['generation:done', 'conversation:handed-over']);
  await expect.poll(() => updates.at(-1)).toMatchObject({ conversationId, state: 'waiting_for_person' });
  const watched = await askAgent<WatchedConversation>(agent, 'conversation:watch', { conversationId });
  // The agent who is there is given it.
  expect(watched.events.slice(-2)).toMatchObject([
    { type: 'conversation:handed-over', reason: 'person' },
    { type: 'conversation:assigned' },
  ]);
  expect(watched.receipts).toEqual({});
});

test('what an agent has seen is read in all their tabs, and what is known of its customer can be asked for', async () => {
  const [agent, tab] = [await connectAgent(), await connectAgent()];
  const seen: unknown[] = [];
  tab.on('conversation:seen', (one) => seen.push(one));
  const customer = await connectCustomer();
  const { conversationId } = await customer.send('Is anybody there?');
  await database.conversation.update({ where: { id: conversationId }, data: { state: 'waiting_for_person' } });
  const { agentId } = await askAgent<InboxOverview>(agent, 'conversations:overview', {});
  const listUnread = async () => {
    type Page = { conversations: ConversationSummary[] };
    const { conversations } = await askAgent<Page>(tab, 'conversations:list', { unread: true, sort: 'waiting' });
    return conversations.map((one) => one.conversationId);
  };
  expect(await listUnread()).toContain(conversationId);
  await askAgent(agent, 'conversation:seen', { conversationId, seq: 2 });
  await expect.poll(() => seen).toEqual([{ conversationId, agentId, seq: 2 }]);
  expect(await listUnread()).not.toContain(conversationId);
  const context = await askAgent<ConversationContext>(agent, 'conversation:context', { conversationId });
  expect(context).toMatchObject({ visitor: { visitorId: customer.visitor.id }, earlierCount: 0 });
});

test('what is snoozed is listed by when it is back, page by page', async () => {
  const agent = await connectAgent();
  const customer = await connectCustomer();
  const [{ conversationId: later }, { conversationId: sooner }] = [
    await customer.send('One'),
    await customer.send('Two'),
  ];
  for (const [id, hours] of [
    [later, 2],
    [sooner, 1],
  ] as const) {
    const snoozedUntil = new Date(Date.now() + hours * 3_600_000);
    await database.conversation.update({ where: { id }, data: { state: 'snoozed', snoozedUntil } });
  }
  const list = async (place: object, waking: object) => {
    type Page = { conversations: ConversationSummary[] };
    const asked = { view: 'snoozed', ...place, waking };
    return (await askAgent<Page>(agent, 'conversations:list', asked)).conversations;
  };
  const all = await list({}, {});
  expect(all.map((one) => one.conversationId)).toEqual([sooner, later]);
  const { lastActivityAt, snoozedUntil } = all[0] ?? {};
  const behind = await list({ before: lastActivityAt, beforeId: sooner }, { after: snoozedUntil });
  expect(behind.map((one) => one.conversationId)).toEqual([later]);
});

test('agents see the language that a customer’s browser asks for, and the page without its query', async () => {
  const agent = await connectAgent();
  const customer = await connectCustomer();
  const { conversationId } = await customer.send('Hallo?');
  const auth = { siteKey: site.key, visitorToken: customer.visitor.token };
  const socket = keep(visitorSocket(gateway, { ...auth, page: 'https://shop.example/ferns?token=secret' }));
  socket.io.opts.extraHeaders = { 'accept-language': 'de-AT,de;q=0.9' };
  await connected(socket);
  const context = await askAgent<ConversationContext>(agent, 'conversation:context', { conversationId });
  expect(context.visitor).toMatchObject({ language: 'de-AT', page: 'https://shop.example/ferns' });
});

test('a conversation left while it was still being read is not followed', async () => {
  const agent = await connectAgent();
  const customer = await connectCustomer();
  const { conversationId, generationId } = await customer.send('Do you ship?');
  const words: string[] = [];
  agent.on('generation:text', ({ text }) => words.push(text));
  const watched = askAgent(agent, 'conversation:watch', { conversationId });
  const left = askAgent(agent, 'conversation:unwatch', { conversationId });
  await Promise.all([watched, left]);
  const answer = await worker.claim(generationId);
  const told = new Promise((resolve) => customer.socket.once('generation:text', resolve));
  await answer.say('Yes.');
  await told;
  // Whatever was told before this answer has come before it.
  await askAgent(agent, 'conversations:list', {});
  expect(words).toEqual([]);
  await answer.finish();
});

test('the list has pages, newest activity first', async () => {
  const agent = await connectAgent();
  const customer = await createTestVisitor(database, site.id);
  const base = Date.now() + 1_000_000;
  await database.conversation.createMany({
    data: Array.from({ length: 60 }, (_, index) => ({
      siteId: site.id,
      visitorId: customer.id,
      lastActivityAt: new Date(base - index * 1_000),
    })),
  });
  type Page = { conversations: ConversationSummary[]; more: boolean };
  const first = await askAgent<Page>(agent, 'conversations:list', {});
  expect(first.conversations).toHaveLength(50);
  expect(first.more).toBe(true);
  expect(first.conversations[0]?.lastActivityAt).toBe(new Date(base).toISOString());
  const before = first.conversations.at(-1)?.lastActivityAt;
  const second = await askAgent<Page>(agent, 'conversations:list', { before });
  expect(second.conversations[0]?.lastActivityAt).toBe(new Date(base - 50_000).toISOString());
  const ids = [...first.conversations, ...second.conversations].map(({ conversationId }) => conversationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the service’s figures come at once and say what was measured', async () => {
  const customer = await connectCustomer();
  const { generationId } = await customer.send('Hello');
  const answer = await worker.claim(generationId);
  await answer.say('Hi.');
  await askFor(customer.socket, 'generation:first-words', { generationId, ttftMs: 1_500 });
  await answer.finish();
  await customer.send('Waiting', undefined);
  const other = await createTestSite(database);
  const elsewhere = await connect({ cookie, origin: gateway.url }, other.id);
  const toldElsewhere: ServiceMetrics[] = [];
  elsewhere.on('service:metrics', (figures) => toldElsewhere.push(figures));
  const socket: AgentSocket = io(`${gateway.url}/agent`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { siteId: site.id },
    extraHeaders: { cookie, origin: gateway.url },
  });
  keep(socket);
  const told: ServiceMetrics[] = [];
  socket.on('service:metrics', (figures) => told.push(figures));
  // What costs more to read is some seconds old.
  await expect.poll(() => told.at(-1)?.clientTtftMs).toMatchObject({ p99: 1_500, count: 1 });
  const figures = told.at(-1) as ServiceMetrics;
  expect(figures).toMatchObject({ targetTtftMs: 2_000, budget: { windowMs: 30 * 86_400_000 } });
  expect(figures.queueDepth).toBeGreaterThanOrEqual(1);
  expect(figures.gatewayTtftMs.count).toBeGreaterThanOrEqual(1);
  expect(figures.messages.answered).toBeGreaterThanOrEqual(1);
  // What other sites do is nobody's business here.
  await expect.poll(() => toldElsewhere.at(-1)).toMatchObject({ queueDepth: 0, messages: { answered: 0 } });
});

test('whose session ends during the handshake, or is over, loses the socket', async () => {
  const member = await createTestMember(database, { siteId: site.id, role: 'agent' });
  const account = await signInCookie(gateway, member);
  const end = async (change: () => Promise<unknown>): Promise<AgentSocket> => {
    // The handshake has read the session, and waits for the membership.
    const connecting = await database.$transaction(async (transaction) => {
      await transaction.$executeRaw`LOCK TABLE membership IN ACCESS EXCLUSIVE MODE`;
      const socket = connect({ cookie: account, origin: gateway.url });
      await expect.poll(() => waitForLocks(transaction)).toBe(1);
      await change();
      return { socket };
    });
    return connecting.socket;
  };
  const expired = { expiresAt: new Date(Date.now() - 1_000) };
  const socket = await end(() => database.session.updateMany({ where: { userId: member.userId }, data: expired }));
  await expect.poll(() => socket.connected, { timeout: 10_000 }).toBe(false);
});

test('whose session runs out loses the socket then, however long it is open', async () => {
  const member = await createTestMember(database, { siteId: site.id, role: 'agent' });
  const account = await signInCookie(gateway, member);
  const soon = { expiresAt: new Date(Date.now() + 3_000) };
  await database.session.updateMany({ where: { userId: member.userId }, data: soon });
  const agent = await connect({ cookie: account, origin: gateway.url });
  await askAgent(agent, 'conversations:list', {});
  // Nobody tells of it, and the next look without a reason is half a minute away.
  await expect.poll(() => agent.connected, { timeout: 10_000 }).toBe(false);
  expect(Date.now()).toBeGreaterThanOrEqual(soon.expiresAt.getTime());
  await expect(connect({ cookie: account, origin: gateway.url })).rejects.toMatchObject({ code: 'sign_in_required' });
});

test('an inbox is told that it may have missed something when its gateway could not listen', async () => {
  const agent = await connectAgent();
  const told = new Promise<void>((resolve) => agent.once('conversations:missed', resolve));
  expect(await endNoticeConnections('listening')).toBe(1);
  await told;
});

test('bad requests are refused with a code and leave the connection', async () => {
  const agent = await connectAgent();
  await expect(askAgent(agent, 'conversation:watch', { conversationId: randomUUID() })).rejects.toMatchObject({
    code: 'conversation_unknown',
  });
  await expect(askAgent(agent, 'conversation:watch', { conversationId: 7 })).rejects.toMatchObject({
    code: 'bad_request',
  });
  await expect(askAgent(agent, 'message:send', {})).rejects.toMatchObject({ code: 'bad_request' });
  const customer = await connectCustomer();
  const { conversationId } = await customer.send('Do you ship?');
  for (const [event, name] of [
    ['conversation:watch', 'afterSeq'],
    ['conversation:seen', 'seq'],
  ] as const) {
    // No event can have such a number.
    const request = { conversationId, [name]: 3_000_000_000 };
    await expect(askAgent(agent, event, request)).rejects.toMatchObject({ code: 'bad_request' });
  }
  await askAgent(agent, 'conversations:list', {});
});
