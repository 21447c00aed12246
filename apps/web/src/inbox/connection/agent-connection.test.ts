import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AgentToGateway,
  agentNamespace,
  type ConversationContext,
  type ConversationEvent,
  type ConversationSummary,
  type GatewayToAgent,
  type InboxOverview,
  type WireError,
} from '@frontdesk/protocol';
import { Server, type Socket } from 'socket.io';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { goOn } from '../../requests/session-end.ts';
import type { InboxNews } from '../notifications/inbox-news.ts';
import { wholeInbox } from '../views/conversation-view.ts';
import { AgentConnection } from './agent-connection.ts';

const conversationId = '0192f0c1-0000-7000-8000-00000000000a';
const generationId = '0192f0c1-0000-7000-8000-0000000000aa';
const at = '2026-03-18T12:00:00.000Z';
const summary: ConversationSummary = {
  conversationId,
  siteId: conversationId,
  siteName: 'Fernway',
  visitorId: conversationId,
  createdAt: at,
  lastActivityAt: at,
  messageCount: 1,
  lastText: 'hello',
  lastRole: 'visitor',
  generationState: 'running',
  state: 'bot',
};
const older: ConversationSummary = {
  ...summary,
  conversationId: generationId,
  lastActivityAt: '2026-03-17T12:00:00.000Z',
};
const newer: ConversationSummary = { ...summary, conversationId: '0192f0c1-0000-7000-8000-00000000000b' };
const timings = {
  gatewayMs: 1,
  queueMs: 2,
  prefillMs: 3,
  firstTokenMs: 4,
  gatewayTtftMs: 10,
  clientTtftMs: 12,
  totalMs: 100,
  promptTokens: 5,
  generatedTokens: 6,
  tokensPerSecond: 7,
  cached: false,
};

const context: ConversationContext = {
  visitor: {
    ...{ visitorId: conversationId, name: 'Ann', email: null, externalId: null, firstSeenAt: at, lastSeenAt: at },
    ...{ blocked: false, language: null, page: null },
  },
  ...{ contactEmail: null, earlier: [], earlierCount: 0, files: [] },
};
const withUnread = (mine: number): InboxOverview => ({
  ...{ agentId: 'ada', away: false, counts: { mine: 1, unassigned: 0, waiting: 0, bot: 0 } },
  ...{ unread: { mine, unassigned: 0, waiting: 0 }, team: [], mails: false },
});
type Failed = { ok: false; error: WireError };
const failed: Failed = { ok: false, error: { code: 'internal', message: 'Something went wrong.' } };

function question(seq: number): ConversationEvent {
  const id = `0192f0c1-0000-7000-8000-${String(seq).padStart(12, '0')}`;
  const message = { id, role: 'visitor', text: `q${seq}`, clientMessageId: null, generationId: null, createdAt: at };
  return { conversationId, seq, at, type: 'message:created', message: message as never };
}

/** A gateway of one conversation whose log a test may lengthen behind the client's back. */
let log: ConversationEvent[] = [];
let watched: (number | undefined)[] = [];
let refusal: Error | null = null;
/** What the gateway says first; then it answers. */
let listAnswers: Failed[] = [];
let contextAnswers: Failed[] = [];
let watchAnswers: Failed[] = [];
let overviewAnswers: Failed[] = [];
let unreadMine = 1;
let pageLength = 200;
let listed: ConversationSummary[] = [];
let listedMore = false;
/** What waits for a person, or is unread. */
let concerning: ConversationSummary[] = [];
let concernAnswers: Failed[] = [];
let concernsAsked = 0;
let told: InboxNews[] = [];
let awayAnswers: Failed[] = [];
let away = false;
/** What is asked of conversations, in order. */
let asked: string[] = [];
let unwatchAnswers: Failed[] = [];
let idle = false;
let idleTold: boolean[] = [];
/** Where a test says when, answers wait here. */
let held: (() => void)[] | null = null;
const answer = (say: () => void) => (held ? held.push(say) : say());
let gateway: Server<AgentToGateway, GatewayToAgent>;
let agents: Socket<AgentToGateway, GatewayToAgent>[] = [];
let connection: AgentConnection;

let port = 0;
function connect(): AgentConnection {
  const made = new AgentConnection(
    summary.siteId,
    () => idle,
    (options) => io(`http://127.0.0.1:${port}${agentNamespace}`, { ...options, reconnectionDelay: 10, forceNew: true }),
  );
  made.onNews((news) => told.push(news));
  return made;
}

beforeEach(async () => {
  [log, watched, agents, refusal, pageLength] = [[question(1)], [], [], null, 200];
  [listAnswers, contextAnswers, watchAnswers, overviewAnswers] = [[], [], [], []];
  [listed, unreadMine, listedMore, awayAnswers, away, held] = [[summary], 1, false, [], false, null];
  [asked, unwatchAnswers, idle, idleTold] = [[], [], false, []];
  [concerning, concernAnswers, concernsAsked, told] = [[], [], 0, []];
  const http = createServer();
  gateway = new Server(http);
  gateway.of(agentNamespace).use((_socket, next) => (refusal ? next(refusal) : next()));
  gateway.of(agentNamespace).on('connection', (socket: Socket<AgentToGateway, GatewayToAgent>) => {
    agents.push(socket);
    socket.onAny((event, request) => 'conversationId' in request && asked.push(`${event} ${request.conversationId}`));
    socket.on('agent:idle', (request, ack) => {
      idleTold.push(request.idle);
      ack({ ok: true, data: null });
    });
    socket.on('conversation:unwatch', (_request, ack) => ack(unwatchAnswers.shift() ?? { ok: true, data: null }));
    socket.on('conversations:list', ({ beforeId, view, unread }, ack) => {
      if (view === 'waiting' || unread) {
        concernsAsked += 1;
        return ack(concernAnswers.shift() ?? { ok: true, data: { conversations: concerning, more: false } });
      }
      const refused = listAnswers.shift();
      if (refused) return ack(refused);
      if (beforeId === undefined)
        return answer(() => ack({ ok: true, data: { conversations: listed, more: listedMore } }));
      // The first page behind it never comes.
      if (agents.length === 1 && !held) return agents[0]?.conn.close();
      const conversations = beforeId === newer.conversationId ? [summary, older] : [older];
      answer(() => ack({ ok: true, data: { conversations, more: false } }));
    });
    socket.on('agent:away', (_request, ack) => ack(awayAnswers.shift() ?? { ok: true, data: null }));
    socket.on('conversations:overview', (_request, ack) =>
      ack(overviewAnswers.shift() ?? { ok: true, data: { ...withUnread(unreadMine), away } }),
    );
    socket.on('conversation:context', (_request, ack) => ack(contextAnswers.shift() ?? { ok: true, data: context }));
    socket.on('conversation:watch', (request, ack) => {
      watched.push(request.afterSeq);
      const refused = watchAnswers.shift();
      if (refused) return ack(refused);
      const events = log.filter((event) => event.seq > (request.afterSeq ?? 0)).slice(0, pageLength);
      const running = [{ generationId, state: 'running' as const, text: 'Hello ' }];
      const finished = { [generationId]: timings };
      const data = { conversationId, events, lastSeq: log.length, running, summary, timings: finished, receipts: {} };
      answer(() => ack({ ok: true, data }));
    });
  });
  await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready));
  port = (http.address() as AddressInfo).port;
  connection = connect();
  connection.list(wholeInbox);
});

afterEach(async () => {
  connection.close();
  await gateway.close();
});

const chat = () => connection.state().thread?.chat;

test('connects, lists, and shows the thread that was asked for before', async () => {
  connection.open(conversationId);
  connection.connect();
  await expect.poll(() => connection.state().thread?.loaded).toBe(true);
  await expect.poll(() => connection.state().conversations).toEqual([summary]);
  expect(connection.state().link).toBe('online');
  expect(chat()?.answers[generationId]?.text).toBe('Hello ');
});

test('reads a log of several pages to its end', async () => {
  log = [1, 2, 3, 4, 5].map(question);
  pageLength = 2;
  connection.open(conversationId);
  connection.connect();
  await expect.poll(() => connection.state().thread?.loaded).toBe(true);
  expect(chat()?.entries).toHaveLength(5);
  expect(watched).toEqual([0, 2, 4]);
});

test('goes on from its last seq after a lost connection', async () => {
  connection.open(conversationId);
  connection.connect();
  await expect.poll(() => chat()?.lastSeq).toBe(1);
  log.push(question(2));
  agents[0]?.conn.close();
  await expect.poll(() => chat()?.lastSeq).toBe(2);
  expect(watched.at(-1)).toBe(1);
  expect(connection.state().link).toBe('online');
});

test('reads all that it shows anew where its gateway may have missed something', async () => {
  connection.open(conversationId);
  connection.connect();
  await expect.poll(() => connection.state()).toMatchObject({ conversations: [summary], thread: { context } });
  listed = [{ ...summary, lastText: 'And then?' }];
  log.push(question(2));
  agents[0]?.emit('conversations:missed');
  await expect.poll(() => connection.state().conversations).toMatchObject([{ lastText: 'And then?' }]);
  await expect.poll(() => chat()?.lastSeq).toBe(2);
});

test('shows what is stored where a backup was restored that knows less of the open thread', async () => {
  log = [1, 2, 3, 4].map(question);
  connection.open(conversationId);
  connection.connect();
  await expect.poll(() => chat()?.lastSeq).toBe(4);
  log = [question(1), question(2)];
  agents[0]?.conn.close();
  await expect.poll(() => chat()?.lastSeq).toBe(2);
  expect(chat()?.entries).toHaveLength(2);
  log.push(question(3));
  agents[1]?.emit('conversation:event', question(3));
  await expect.poll(() => chat()?.lastSeq).toBe(3);
});

test('an event that shows a gap makes it read what it missed', async () => {
  connection.open(conversationId);
  connection.connect();
  await expect.poll(() => chat()?.lastSeq).toBe(1);
  log.push(question(2), question(3));
  agents[0]?.emit('conversation:event', question(3));
  await expect.poll(() => chat()?.lastSeq).toBe(3);
  expect(chat()?.entries).toHaveLength(3);
});

test('a thread that is left and opened again while it is read on is read from its beginning', async () => {
  connection.open(conversationId);
  connection.connect();
  await expect.poll(() => connection.state().thread?.loaded).toBe(true);
  log.push(question(2), question(3));
  held = [];
  agents[0]?.emit('conversation:event', question(3));
  await expect.poll(() => held).toHaveLength(1);
  connection.open(older.conversationId);
  connection.open(conversationId);
  const [tell] = held;
  held = null;
  tell?.();
  await expect.poll(() => chat()?.lastSeq).toBe(3);
  expect(chat()?.entries).toHaveLength(3);
});

test('of a list that somebody goes through, the first and the last thread are asked for', async () => {
  connection.connect();
  await expect.poll(() => connection.state().link).toBe('online');
  const passed = Array.from({ length: 40 }, (_, n) => `0192f0c1-0000-7000-8000-${String(n).padStart(12, '0')}`);
  for (const id of passed) connection.open(id);
  const [first, last] = [passed[0], passed.at(-1)];
  await expect.poll(() => asked).toContain(`conversation:watch ${last}`);
  await expect
    .poll(() => asked.filter((one) => !one.startsWith('conversation:context')))
    .toEqual([`conversation:watch ${first}`, `conversation:unwatch ${first}`, `conversation:watch ${last}`]);
  expect(asked.filter((one) => one.startsWith('conversation:context'))).toHaveLength(2);
});

test('a thread that was left is left again where the gateway did not take it', async () => {
  unwatchAnswers = [{ ok: false, error: { code: 'rate_limited', message: 'Wait a moment.', retryAfterMs: 10 } }];
  connection.open(conversationId);
  connection.connect();
  await expect.poll(() => connection.state().thread?.loaded).toBe(true);
  connection.open(null);
  await expect.poll(() => asked.filter((one) => one.startsWith('conversation:unwatch'))).toHaveLength(2);
});

test('whether anybody is there is said with the handshake, and again once that changes', async () => {
  idle = true;
  connection.connect();
  await expect.poll(() => connection.state().link).toBe('online');
  expect(agents[0]?.handshake.auth).toEqual({ siteId: summary.siteId, idle: true });
  connection.tellIdle();
  idle = false;
  connection.tellIdle();
  connection.tellIdle();
  await expect.poll(() => idleTold).toEqual([false]);
  idle = true;
  agents[0]?.conn.close();
  await expect.poll(() => agents[1]?.handshake.auth).toEqual({ siteId: summary.siteId, idle: true });
});

test('who comes back while it connects is said to be there', async () => {
  idle = true;
  gateway.of(agentNamespace).use((_socket, next) => {
    idle = false;
    connection.tellIdle();
    next();
  });
  connection.connect();
  await expect.poll(() => idleTold).toEqual([false]);
});

test('words behind a gap are shown once the gap is filled', async () => {
  connection.open(conversationId);
  connection.connect();
  await expect.poll(() => connection.state().thread?.loaded).toBe(true);
  agents[0]?.emit('generation:text', { conversationId, generationId, position: 12, text: '!' });
  await expect.poll(() => watched).toHaveLength(2);
  agents[0]?.emit('generation:text', { conversationId, generationId, position: 6, text: 'there,' });
  await expect.poll(() => chat()?.answers[generationId]?.text).toBe('Hello there,!');
});

const signedOut = Object.assign(new Error('refused'), {
  data: { code: 'sign_in_required', message: 'Please sign in.' },
});

test('without a session it is signed out until somebody has signed in again', async () => {
  refusal = signedOut;
  connection.connect();
  await expect.poll(() => connection.state().link).toBe('signed-out');
  refusal = null;
  goOn();
  await expect.poll(() => connection.state().link).toBe('online');
});

test('a refusal that comes once somebody has signed in again asks nobody to', async () => {
  const tries: ((error?: Error) => void)[] = [];
  gateway.of(agentNamespace).use((_socket, next) => (tries.push(next) === 1 ? undefined : next()));
  connection.connect();
  await expect.poll(() => tries).toHaveLength(1);
  goOn();
  tries[0]?.(signedOut);
  await expect.poll(() => connection.state().link).toBe('online');
});

test('another refusal is shown with its sentence', async () => {
  refusal = Object.assign(new Error('refused'), { data: { code: 'rate_limited', message: 'Wait a moment.' } });
  connection.connect();
  await expect
    .poll(() => connection.state())
    .toMatchObject({ link: 'refused', problem: { message: 'Wait a moment.' } });
});

test('a list and a context that can not be read say why, and are asked for again', async () => {
  [listAnswers, contextAnswers] = [[failed], [failed]];
  connection.open(conversationId);
  connection.connect();
  await expect.poll(() => connection.state().listProblem?.message).toBe('Something went wrong.');
  await expect.poll(() => connection.state().thread?.contextProblem?.message).toBe('Something went wrong.');
  await expect.poll(() => connection.state()).toMatchObject({ conversations: [summary], listProblem: null });
  await expect.poll(() => connection.state().thread).toMatchObject({ context, contextProblem: null });
});

test('a thread that is refused says why, and is asked for again', async () => {
  watchAnswers = [{ ok: false, error: { code: 'rate_limited', message: 'Please wait a moment.' } }];
  connection.open(conversationId);
  connection.connect();
  await expect.poll(() => connection.state().thread?.error?.message).toBe('Please wait a moment.');
  await expect.poll(() => connection.state().thread).toMatchObject({ loaded: true, error: null });
  expect(chat()?.entries).toHaveLength(1);
});

test('who looks, and what there is to do, is asked for again where it can not be read', async () => {
  overviewAnswers = [failed, failed];
  connection.connect();
  await expect.poll(() => connection.state().overview).toEqual(withUnread(1));
  expect(overviewAnswers).toEqual([]);
});

test('a page that a lost connection cuts off comes with the next one', async () => {
  listedMore = true;
  connection.connect();
  await expect.poll(() => connection.state().more).toBe(true);
  await connection.loadMore();
  expect(connection.state()).toMatchObject({ loadingMore: false, conversations: [summary] });
  await expect
    .poll(() => connection.state(), { timeout: 5_000 })
    .toMatchObject({
      ...{ conversations: [summary, older], more: false, loadingMore: false, listProblem: null },
    });
});

test('a page that is asked for while the list is read anew goes on from the new list', async () => {
  listedMore = true;
  connection.connect();
  await expect.poll(() => connection.state().more).toBe(true);
  // Meanwhile another has come first, so that the first page ends before what it ended with.
  listed = [newer];
  held = [];
  agents[0]?.emit('conversations:missed');
  await expect.poll(() => held).toHaveLength(1);
  const page = connection.loadMore();
  await expect.poll(() => held).toHaveLength(2);
  const [tellList, tellPage] = held;
  held = [];
  tellList?.();
  await expect.poll(() => connection.state().conversations).toEqual([newer]);
  tellPage?.();
  await page;
  await expect.poll(() => held).toHaveLength(1);
  held?.[0]?.();
  await expect.poll(() => connection.state()).toMatchObject({ conversations: [newer, summary, older], more: false });
});

test('who cannot be set away is told why', async () => {
  expect(await connection.setAway(true)).toMatchObject({ code: 'unavailable' });
  connection.connect();
  await expect.poll(() => connection.state().link).toBe('online');
  awayAnswers = [failed];
  expect(await connection.setAway(true)).toEqual(failed.error);
  expect(await connection.setAway(true)).toBeNull();
});

test('who is away although the gateway failed is shown to be', async () => {
  connection.connect();
  await expect.poll(() => connection.state().overview?.away).toBe(false);
  [awayAnswers, away] = [[failed], true];
  expect(await connection.setAway(true)).toEqual(failed.error);
  await expect.poll(() => connection.state().overview?.away).toBe(true);
});

test('what is read in another tab, and what is deleted, is counted no more', async () => {
  connection.connect();
  const unread = () => connection.state().overview?.unread?.mine;
  await expect.poll(unread).toBe(1);
  unreadMine = 2;
  agents[0]?.emit('conversation:seen', { conversationId, agentId: 'ada', seq: 1 });
  await expect.poll(unread).toBe(2);
  unreadMine = 0;
  agents[0]?.emit('conversation:deleted', { conversationId });
  await expect.poll(unread).toBe(0);
});

const waiting: ConversationSummary = { ...older, state: 'waiting_for_person', lastVisitorSeq: 2, readBy: {} };

/** What was read at first is known, once what was told after it is. */
async function hasBegun(): Promise<void> {
  await expect.poll(() => concernsAsked).toBe(2);
  agents.at(-1)?.emit('conversation:updated', { ...newer, lastSeq: 4 });
  await expect.poll(() => connection.state().conversations).toContainEqual({ ...newer, lastSeq: 4 });
}

test.each<[string, () => void]>([
  ['its connection was lost', () => agents[0]?.conn.close()],
  ['its gateway may have missed something', () => agents[0]?.emit('conversations:missed')],
])('who began to wait while %s is news, whatever is listed, and who waited before is none', async (_what, miss) => {
  concerning = [{ ...waiting, conversationId: '0192f0c1-0000-7000-8000-00000000000c' }];
  connection.list({ ...wholeInbox, view: 'bot' });
  connection.connect();
  await hasBegun();
  // The first wrote again an hour later, the second is known.
  concerning = [...concerning, { ...waiting, waitingSince: '2026-03-17T11:00:00.000Z' }];
  concerning.push({ ...waiting, conversationId: newer.conversationId, waitingSince: at, lastSeq: 5 });
  listed = [summary, ...concerning];
  concernAnswers = [failed];
  miss();
  await expect
    .poll(() => told.map(({ kind, summary }) => `${kind} ${summary.conversationId}`))
    .toEqual([`hand-over ${waiting.conversationId}`, `hand-over ${newer.conversationId}`]);
  agents.at(-1)?.emit('conversation:updated', { ...waiting, lastSeq: 6 });
  agents.at(-1)?.emit('conversation:updated', { ...summary, lastText: 'the last of all' });
  await expect
    .poll(() => connection.state().conversations?.map(({ lastText }) => lastText))
    .toContain('the last of all');
  expect(told).toHaveLength(2);
});

test('what a customer wrote to the agent meanwhile is news, and nothing is to whoever is away', async () => {
  const mine: ConversationSummary = { ...summary, state: 'with_person', assignee: { id: 'ada', name: 'Ada' } };
  const unread = { ...mine, lastVisitorSeq: 4, readBy: { ada: 2 } };
  listed = [mine];
  connection.connect();
  await hasBegun();
  concerning = [unread];
  agents[0]?.conn.close();
  await expect.poll(() => told.map(({ kind }) => kind)).toEqual(['message']);
  away = true;
  concerning = [unread, waiting];
  agents[1]?.conn.close();
  await expect.poll(() => concernsAsked).toBe(6);
  agents[2]?.emit('conversation:updated', { ...newer, lastText: 'the last of all' });
  await expect.poll(() => connection.state().conversations?.[0]?.lastText).toBe('the last of all');
  expect(told).toHaveLength(1);
});

test('what came about while the tab’s next page was loaded is news there, and nothing is on a tab’s first page', async () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  concerning = [waiting];
  connection.connect();
  await hasBegun();
  connection.close();
  const conversationId = '0192f0c1-0000-7000-8000-00000000000d';
  const later = '2026-03-18T12:00:10.000Z';
  concerning = [waiting, { ...waiting, conversationId, waitingSince: later, lastActivityAt: later }];
  for (const _ of [1, 2]) {
    concernsAsked = 0;
    connection = connect();
    connection.list(wholeInbox);
    connection.connect();
    await hasBegun();
    connection.close();
    expect(told.map(({ summary }) => summary.conversationId)).toEqual([conversationId]);
  }
  vi.unstubAllGlobals();
});

test('what is told live while a page is loaded hides nothing that came about before', async () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  connection.close();
  connection = connect();
  connection.list(wholeInbox);
  connection.connect();
  await hasBegun();
  connection.close();
  const wish = (end: string, second: number): ConversationSummary => {
    const time = `2026-03-18T12:00:${second}.000Z`;
    const conversationId = `0192f0c1-0000-7000-8000-00000000000${end}`;
    return { ...waiting, conversationId, waitingSince: time, lastActivityAt: time };
  };
  concerning = [wish('d', 10), wish('e', 20)];
  gateway.of(agentNamespace).once('connection', (socket) => socket.emit('conversation:updated', wish('e', 20)));
  concernsAsked = 0;
  connection = connect();
  connection.list(wholeInbox);
  connection.connect();
  await hasBegun();
  const news = told.map(({ summary }) => summary.conversationId);
  expect(news.toSorted()).toEqual(concerning.map((one) => one.conversationId));
  vi.unstubAllGlobals();
});

test('a change of several that nobody answered may have been made; without a connection it was not', async () => {
  const change = () => connection.changeSeveral([summary], { kind: 'resolve' });
  expect(await change()).toMatchObject([{ conversationId, isUnknown: false }]);
  connection.connect();
  await expect.poll(() => agents).toHaveLength(1);
  agents[0]?.on('conversations:change', () => agents[0]?.conn.close());
  await expect.poll(() => connection.state().link).toBe('online');
  expect(await change()).toMatchObject([{ conversationId, error: { code: 'unavailable' }, isUnknown: true }]);
});

test('a page that lists nothing asks for no list, and is told of news all the same', async () => {
  connection.close();
  connection = connect();
  connection.connect();
  await expect.poll(() => concernsAsked).toBe(2);
  agents[0]?.emit('conversation:updated', waiting);
  await expect.poll(() => told).toHaveLength(1);
  agents[0]?.conn.close();
  await expect.poll(() => concernsAsked).toBe(4);
  expect(connection.state().conversations).toBeNull();
});
