import { expect, test, vi } from 'vitest';
import { type ChatAction, chatReducer } from '../state/chat-reducer.ts';
import { initialChatState } from '../state/chat-state.ts';
import { createChatStore } from '../state/chat-store.ts';
import { onLogChange } from './on-log-change.ts';

const base = { conversationId: 'c', at: '2026-01-01T00:00:00.000Z', generationId: 'g' };
const queued: ChatAction = {
  type: 'event',
  event: { ...base, seq: 1, type: 'generation:queued', questionMessageId: 'm' },
};
const failed: ChatAction = {
  type: 'event',
  event: {
    ...{ ...base, seq: 2, type: 'generation:ended', state: 'failed', message: null },
    error: { code: 'internal', message: 'No' },
  },
};

test('words change no log; that an answer begins, or ends, does', () => {
  const store = createChatStore(chatReducer(initialChatState, { type: 'opened' }));
  const changed = vi.fn();
  const end = onLogChange(store, changed);
  store.dispatch(queued);
  expect(changed).toHaveBeenCalledTimes(1);
  for (const position of [0, 1, 2]) {
    store.dispatch({ type: 'words', words: { generationId: 'g', position, text: 'A' } });
  }
  expect(store.getState().answers.g?.text).toBe('AAA');
  expect(changed).toHaveBeenCalledTimes(1);
  store.dispatch(failed);
  expect(changed).toHaveBeenCalledTimes(2);
  end();
  store.dispatch({ type: 'show', conversationId: null });
  expect(changed).toHaveBeenCalledTimes(2);
});
