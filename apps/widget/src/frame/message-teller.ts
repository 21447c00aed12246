import { type ChatSession, onLogChange, type TimelineItem, timelineOf } from '@frontdesk/chat';
import type { WidgetMessage } from '../api.ts';

/** Tells each message once: when it was stored, an answer when it is finished. What was there before is not told. */
export function tellMessages(session: ChatSession, tell: (message: WidgetMessage) => void): void {
  const told = new Set<string>();
  let isHistory = true;
  onLogChange(session, () => {
    // Another conversation has been turned to: what is in it already is no news.
    if (!session.getState().opened) {
      isHistory = true;
      return;
    }
    for (const item of timelineOf(session)) {
      const role = told.has(item.key) ? null : roleOf(item);
      if (role === null) continue;
      told.add(item.key);
      if (!isHistory) tell({ id: item.key, role });
    }
    isHistory = false;
  });
}

/** Whose message it is; null where it is none, or not all of it is there. */
function roleOf(item: TimelineItem): WidgetMessage['role'] | null {
  if (item.kind === 'visitor') return item.status === 'sent' ? 'visitor' : null;
  if (item.kind === 'agent') return 'agent';
  const isOver = item.kind === 'answer' && (item.answer.phase === 'done' || item.answer.phase === 'stopped');
  return isOver ? 'assistant' : null;
}
