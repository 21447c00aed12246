import { useEffect } from 'react';
import type { ChatSession } from '../../session/chat-session.ts';
import { listen } from '../listen.ts';

/** Marks as read what comes, or came, while the end of the log is in view, in a tab that is visible. */
export function useMarkRead(session: ChatSession, inView: boolean, newsSeq: number, online: boolean): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: news are read when they come into view
  useEffect(() => {
    const look = () => {
      if (inView && document.visibilityState === 'visible') session.markRead();
    };
    look();
    return listen(document, ['visibilitychange'], look);
  }, [session, inView, newsSeq, online]);
}
