import { type ChatAction, chatReducer } from './chat-reducer.ts';
import type { ChatState } from './chat-state.ts';

/** Holds the state and tells who listens. */
export interface ChatStore {
  getState(): ChatState;
  dispatch(action: ChatAction): void;
  /** Calls back after every change. Returns its undo. */
  subscribe(listener: () => void): () => void;
}

export function createChatStore(initial: ChatState): ChatStore {
  const listeners = new Set<() => void>();
  let state = initial;
  return {
    getState: () => state,
    dispatch(action) {
      const next = chatReducer(state, action);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
