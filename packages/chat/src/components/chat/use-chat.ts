import { useSyncExternalStore } from 'react';
import type { ChatSession } from '../../session/chat-session.ts';
import type { ChatState } from '../../state/chat-state.ts';

/** The session's state, for a component: renders again after every change. */
export function useChat(session: ChatSession): ChatState {
  return useSyncExternalStore(session.subscribe, session.getState, session.getState);
}
