'use client';

import { isUnread } from '@frontdesk/protocol';
import { useEffect, useRef } from 'react';
import type { Thread } from '../connection/agent-state.ts';

interface Options {
  thread: Thread;
  agentId: string | null;
  /** The end of the log is. */
  inView: boolean;
  onSeen: ((seq: number) => void) | undefined;
}

/** Says that an unread conversation was read, once its end is in view of somebody who looks at the page. */
export function useSeen({ thread, agentId, inView, onSeen }: Options): void {
  const { summary, chat, loaded } = thread;
  const unread = summary !== null && isUnread(summary, agentId);
  const isThere = unread && loaded && inView && chat.lastSeq >= (summary.lastVisitorSeq ?? 0);
  const tell = useRef(onSeen);
  tell.current = onSeen;
  useEffect(() => {
    if (!isThere) return;
    const look = () => {
      if (document.visibilityState === 'visible') tell.current?.(chat.lastSeq);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [isThere, chat.lastSeq]);
}
