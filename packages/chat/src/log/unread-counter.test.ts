import type { ConversationEvent } from '@frontdesk/protocol';
import { expect, onTestFinished, test, vi } from 'vitest';
import { GatewayError, unavailable } from '../connection/gateway-request.ts';
import type { ChatSession } from '../session/chat-session.ts';
import { chatReducer } from '../state/chat-reducer.ts';
import { type ChatState, initialChatState } from '../state/chat-state.ts';
import { createUnreadCounter } from './unread-counter.ts';

const said = (conversationId: string, seq: number): ConversationEvent => ({
  ...{ conversationId, seq, at: '2026-01-01T00:00:00.000Z', type: 'message:created' },
  message: {
    ...{ id: `${conversationId}-${seq}`, role: 'agent', text: 'Hello', clientMessageId: null, generationId: null },
    createdAt: '2026-01-01T00:00:00.000Z',
  },
});

/** A session whose log the test writes. */
function stage(countUnread: ChatSession['countUnread'] = async () => 0) {
  let state: ChatState = initialChatState;
  const listeners = new Set<() => void>();
  const session: Pick<ChatSession, 'getState' | 'subscribe' | 'countUnread'> = {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    countUnread,
  };
  const dispatch = (...actions: Parameters<typeof chatReducer>[1][]) => {
    for (const action of actions) {
      state = chatReducer(state, action);
      for (const listener of [...listeners]) listener();
    }
  };
  const tell = vi.fn();
  const counter = createUnreadCounter(session as ChatSession, tell);
  onTestFinished(() => counter.close());
  return { dispatch, tell, counter };
}

test('counts what comes while nobody looks, and nothing that was there before', () => {
  const { dispatch, tell, counter } = stage();
  dispatch({ type: 'event', event: said('a', 1) }, { type: 'opened' });
  counter.setActive(false);
  expect(tell).not.toHaveBeenCalled();
  dispatch({ type: 'event', event: said('a', 2) });
  expect(tell).toHaveBeenLastCalledWith(1);
  // Another tab turns to a conversation in which much was said already.
  const events = [said('b', 1), said('b', 2)];
  dispatch({ type: 'show', conversationId: 'b' });
  dispatch({ type: 'page', page: { conversationId: 'b', events, lastSeq: 2, running: [] } }, { type: 'opened' });
  expect(tell).toHaveBeenLastCalledWith(0);
  dispatch({ type: 'event', event: said('b', 3) });
  expect(tell).toHaveBeenLastCalledWith(1);
  counter.setActive(true);
  expect(tell).toHaveBeenLastCalledWith(0);
});

test('counts what the gateway knows to be unread from before this page, and what comes after it', async () => {
  const { dispatch, tell, counter } = stage(async () => 2);
  counter.countEarlier();
  counter.setActive(false);
  const events = [said('a', 1), said('a', 2), said('a', 3)];
  dispatch({ type: 'page', page: { conversationId: 'a', events, lastSeq: 3, running: [] } }, { type: 'opened' });
  await expect.poll(() => tell).toHaveBeenLastCalledWith(2);
  dispatch({ type: 'event', event: said('a', 4) });
  expect(tell).toHaveBeenLastCalledWith(3);
  counter.setActive(true);
  expect(tell).toHaveBeenLastCalledWith(0);
});

test('what was read in another tab meanwhile is no news here when it is asked for', async () => {
  let unread = 1;
  const countUnread = vi.fn(async () => unread);
  const { dispatch, tell, counter } = stage(countUnread);
  dispatch({ type: 'event', event: said('a', 1) }, { type: 'opened' });
  counter.setActive(false);
  counter.recount();
  expect(countUnread).not.toHaveBeenCalled();
  dispatch({ type: 'event', event: said('a', 2) }, { type: 'event', event: said('a', 3) });
  expect(tell).toHaveBeenLastCalledWith(2);
  counter.recount();
  await expect.poll(() => tell).toHaveBeenLastCalledWith(1);
  unread = 0;
  counter.recount();
  await expect.poll(() => tell).toHaveBeenLastCalledWith(0);
  dispatch({ type: 'event', event: said('a', 4) });
  expect(tell).toHaveBeenLastCalledWith(1);
  // Where nobody says how many there are, it stays as it is.
  countUnread.mockRejectedValueOnce(new GatewayError(unavailable));
  counter.recount();
  await countUnread.mock.results.at(-1)?.value.catch(() => {});
  expect(tell).toHaveBeenLastCalledWith(1);
});
