import { type ChatAction, chatReducer } from './chat-reducer.ts';
import type { ChatState } from './chat-state.ts';
import { createListeners } from './listeners.ts';

/** Holds the state and tells who listens. */
export interface ChatStore {
  getState(): ChatState;
  dispatch(action: ChatAction): void;
  /** Calls back after every change. Returns its undo. */
  subscribe(listener: () => void): () => void;
}

export function createChatStore(initial: ChatState): ChatStore {
  const { subscribe, tell } = createListeners();
  let state = initial;
  return {
    getState: () => state,
    dispatch(action) {
      const next = chatReducer(state, action);
      if (next === state) return;
      state = next;
      tell();
    },
    subscribe,
  };
}
