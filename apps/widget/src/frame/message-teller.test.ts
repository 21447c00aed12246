import { type ChatSession, type ChatState, chatReducer, initialChatState } from '@frontdesk/chat';
import type { ConversationEvent, Message } from '@frontdesk/protocol';
import { expect, test, vi } from 'vitest';
import { tellMessages } from './message-teller.ts';

type ChatAction = Parameters<typeof chatReducer>[1];

const at = '2026-01-01T00:00:00.000Z';
const message = (id: string, role: Message['role']): Message => ({
  ...{ id, role, text: 'Hello', clientMessageId: null, generationId: null, createdAt: at },
});
const said = (conversationId: string, seq: number, role: Message['role'] = 'agent'): ConversationEvent => ({
  ...{ conversationId, seq, at, type: 'message:created', message: message(`${conversationId}-${seq}`, role) },
});
const event = (one: ConversationEvent): ChatAction => ({ type: 'event', event: one });
const page = (conversationId: string, ...events: ConversationEvent[]): ChatAction => ({
  type: 'page',
  page: { conversationId, events, lastSeq: events.length, running: [] },
});
const opened: ChatAction = { type: 'opened' };
const turnTo = (conversationId: string | null): ChatAction => ({ type: 'show', conversationId });

function listen() {
  let state: ChatState = initialChatState;
  let changed = () => {};
  const session: Pick<ChatSession, 'getState' | 'subscribe'> = {
    getState: () => state,
    subscribe(listener) {
      changed = listener;
      return () => {};
    },
  };
  const tell = vi.fn();
  tellMessages(session as ChatSession, tell);
  return {
    /** What the page is told of, while this happens. */
    toldOf(...actions: ChatAction[]) {
      tell.mockClear();
      for (const action of actions) {
        state = chatReducer(state, action);
        changed();
      }
      return tell.mock.calls.map(([{ id, role }]) => `${role} ${id}`);
    },
  };
}

test('each message is told once, an answer when it is finished; what was there before is not', () => {
  const { toldOf } = listen();
  expect(toldOf(page('a', said('a', 1, 'visitor'), said('a', 2)), opened)).toEqual([]);
  expect(toldOf(event(said('a', 3, 'visitor')), event(said('a', 4)))).toEqual(['visitor a-3', 'agent a-4']);
  const answer = { conversationId: 'a', at, generationId: 'g' };
  expect(toldOf(event({ ...answer, seq: 5, type: 'generation:queued', questionMessageId: 'a-3' }))).toEqual([]);
  const done = event({ ...answer, seq: 6, type: 'generation:done', message: message('m', 'assistant') });
  expect(toldOf(done, done)).toEqual([expect.stringMatching(/^assistant /)]);
});

test('of an earlier conversation only what is said from then on is told', () => {
  const { toldOf } = listen();
  toldOf(page('a', said('a', 1)), opened);
  expect(toldOf(turnTo('b'), page('b', said('b', 1, 'visitor'), said('b', 2)), opened)).toEqual([]);
  expect(toldOf(event(said('b', 3)))).toEqual(['agent b-3']);
  expect(toldOf(turnTo('a'), page('a', said('a', 1), said('a', 2)), opened)).toEqual([]);
  expect(toldOf(event(said('a', 3)))).toEqual(['agent a-3']);
});

test('of one that begins here everything is told', () => {
  const { toldOf } = listen();
  toldOf(page('a', said('a', 1)), opened);
  const first = event(said('b', 1, 'visitor'));
  expect(toldOf(turnTo(null), first, event(said('b', 2)))).toEqual(['visitor b-1', 'agent b-2']);
});

test('what was missed without a connection is told', () => {
  const { toldOf } = listen();
  toldOf(page('a', said('a', 1)), opened);
  const lost: ChatAction = { type: 'connection', connection: 'reconnecting' };
  expect(toldOf(lost, page('a', said('a', 1), said('a', 2)), opened)).toEqual(['agent a-2']);
});
