import type { Message } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { type ChatAction, chatReducer } from '../state/chat-reducer.ts';
import { initialChatState } from '../state/chat-state.ts';
import { timeline } from './timeline.ts';
import { timelineOf } from './timeline-of.ts';

const base = { conversationId: 'c', at: '2026-01-01T00:00:00.000Z' };
const message = (id: string, role: Message['role'], text: string): Message => ({
  ...{ id, role, text, clientMessageId: null, generationId: null, createdAt: base.at },
});

test('words change the item that they belong to, and no other; where nothing is said the list is the same', () => {
  let state = initialChatState;
  const session = { getState: () => state };
  const dispatch = (action: ChatAction) => {
    state = chatReducer(state, action);
    return timelineOf(session);
  };
  dispatch({
    type: 'event',
    event: { ...base, seq: 1, type: 'message:created', message: message('m1', 'agent', 'Hi') },
  });
  dispatch({
    type: 'event',
    event: { ...base, seq: 2, type: 'message:created', message: message('m2', 'visitor', 'A?') },
  });
  const before = dispatch({
    type: 'event',
    event: { ...base, seq: 3, type: 'generation:queued', generationId: 'g', questionMessageId: 'm2' },
  });
  const after = dispatch({ type: 'words', words: { generationId: 'g', position: 0, text: 'Yes' } });
  expect(after[0]).toBe(before[0]);
  expect(after[2]).not.toBe(before[2]);
  expect(after[2]).toMatchObject({ kind: 'answer', answer: { text: 'Yes' } });
  expect(dispatch({ type: 'connection', connection: 'reconnecting' })).toBe(after);
});

test('kept item by item, the list is the one that would be made of all that is known', () => {
  let state = initialChatState;
  const session = { getState: () => state };
  const words = (generationId: string, position: number, text: string): ChatAction => ({
    type: 'words',
    words: { generationId, position, text },
  });
  const actions: ChatAction[] = [
    { type: 'event', event: { ...base, seq: 1, type: 'message:created', message: message('m1', 'visitor', 'A?') } },
    {
      type: 'event',
      event: { ...base, seq: 2, type: 'generation:queued', generationId: 'g', questionMessageId: 'm1' },
    },
    words('g', 0, 'Yes'),
    words('g', 3, ', of course'),
    // Ahead of its question.
    words('h', 0, 'No'),
    { type: 'event', event: { ...base, seq: 3, type: 'message:created', message: message('m2', 'visitor', 'B?') } },
    {
      type: 'event',
      event: { ...base, seq: 4, type: 'generation:queued', generationId: 'h', questionMessageId: 'm2' },
    },
    words('h', 2, ', never'),
    { type: 'connection', connection: 'reconnecting' },
    { type: 'show', conversationId: null },
  ];
  for (const action of actions) {
    state = chatReducer(state, action);
    expect(timelineOf(session)).toEqual(timeline(state));
  }
});
