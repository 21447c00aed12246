import type { ChatSession } from '@frontdesk/chat';
import { timelineOf } from '@frontdesk/chat';
import type { WidgetMessage } from '../api.ts';

/** Tells each message once: when it was stored, an answer when it is finished. What was there before is not told. */
export function tellMessages(session: ChatSession, tell: (message: WidgetMessage) => void): void {
  let told: Set<string> | null = null;
  session.subscribe(() => {
    if (!session.getState().opened) return;
    const there = timelineOf(session).flatMap((item): WidgetMessage[] => {
      if (item.kind === 'visitor') return item.status === 'sent' ? [{ id: item.key, role: 'visitor' }] : [];
      if (item.kind === 'agent') return [{ id: item.key, role: 'agent' }];
      const isOver = item.kind === 'answer' && (item.answer.phase === 'done' || item.answer.phase === 'stopped');
      return isOver ? [{ id: item.key, role: 'assistant' }] : [];
    });
    const known = told;
    told = new Set([...(known ?? []), ...there.map(({ id }) => id)]);
    if (known) for (const message of there) if (!known.has(message.id)) tell(message);
  });
}
