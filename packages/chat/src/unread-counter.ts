import type { ChatSession } from './chat-session.ts';
import { onLogChange } from './on-log-change.ts';
import type { TimelineItem } from './timeline.ts';
import { timelineOf } from './timeline-of.ts';

/** Counts the messages that finish while nobody looks. */
export interface UnreadCounter {
  setActive(active: boolean): void;
  /** Counts no more. */
  close(): void;
}

export function createUnreadCounter(session: ChatSession, tell: (count: number) => void): UnreadCounter {
  let active = true;
  let seen = new Set<string>();
  let told = 0;

  function update(): void {
    const state = session.getState();
    const finished = timelineOf(session).filter(isFinished);
    // Another conversation has been turned to: what is in it already is no news.
    const isHistory = !state.opened;
    if (active || isHistory) seen = new Set(finished.map((item) => item.key));
    const count = finished.filter((item) => !seen.has(item.key)).length;
    if (count === told) return;
    told = count;
    tell(count);
  }

  const close = onLogChange(session, update);
  return {
    close,
    setActive(now) {
      active = now;
      update();
    },
  };
}

function isFinished(item: TimelineItem): boolean {
  if (item.kind === 'answer') return item.answer.phase === 'done' || item.answer.phase === 'failed';
  return item.kind === 'agent';
}
