import { throwUnlessRefusal } from '../connection/gateway-request.ts';
import type { ChatSession } from '../session/chat-session.ts';
import { onLogChange } from './on-log-change.ts';
import type { TimelineItem } from './timeline.ts';
import { timelineOf } from './timeline-of.ts';

/** Counts the messages that finish while nobody looks. */
export interface UnreadCounter {
  setActive(active: boolean): void;
  /** Counts what came before this page, too: as much of it as the gateway knows to be unread, in any conversation. */
  countEarlier(): void;
  /** Leaves out what the gateway knows to be read: another tab may have shown it meanwhile. */
  recount(): void;
  /** Counts no more. */
  close(): void;
}

export function createUnreadCounter(session: ChatSession, tell: (count: number) => void): UnreadCounter {
  let active = true;
  let seen = new Set<string>();
  /** What only the gateway has counted. */
  let earlier = 0;
  let told = 0;

  /** @param known what is unread, where the gateway says it: also of what has come since the log was there */
  function update(known?: number): void {
    const state = session.getState();
    const finished = timelineOf(session).filter(isFinished);
    // Another conversation has been turned to: what is in it already is no news.
    const isHistory = !state.opened;
    if (active || isHistory || known !== undefined) {
      seen = new Set(finished.map((item) => item.key));
      earlier = known ?? 0;
    }
    const count = earlier + finished.filter((item) => !seen.has(item.key)).length;
    if (count === told) return;
    told = count;
    tell(count);
  }

  const close = onLogChange(session, () => update());

  function readUnread(): void {
    session.countUnread().then(
      (unread) => {
        if (!active) update(unread);
      },
      // Then what comes from now on is counted.
      throwUnlessRefusal,
    );
  }

  return {
    close,
    countEarlier() {
      const undo = session.subscribe(() => {
        if (!session.getState().opened) return;
        undo();
        readUnread();
      });
    },
    recount() {
      if (told > 0) readUnread();
    },
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
