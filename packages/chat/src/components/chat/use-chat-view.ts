import { useEffect, useState } from 'react';
import type { ChatSession } from '../../session/chat-session.ts';

/** What is to be seen: the log, the earlier conversations over it, or whether one is to be deleted. */
export type ChatView = 'log' | 'conversations' | { deleting: string };

export function useChatView(session: ChatSession) {
  const [view, setView] = useState<ChatView>('log');
  // What was asked about before it is deleted is the other session's.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another session ends it
  useEffect(() => setView((before) => (typeof before === 'object' ? 'log' : before)), [session]);
  return [view, setView] as const;
}
