import type { TimelineItem } from '@frontdesk/chat';
import { clockTime } from '../../words/clock-time.ts';
import { colleagueName } from '../../words/former-colleague.ts';

type Turn = Extract<TimelineItem, { kind: 'turn' }>;

/** Somebody else answers from here on, or it was put aside or brought back; customers see the same. */
export function TurnMark({ item }: { item: Turn }) {
  const { turn, name, at } = item;
  const who = colleagueName(name);
  const texts: Record<Turn['turn'], string> = {
    'taken-over': `${who} took over. The assistant is silent`,
    'handed-back': `${who} handed back. The assistant answers again`,
    resolved: `${who} resolved the conversation`,
    reopened: name === null ? 'Opened again' : `${who} opened it again`,
  };
  return (
    <li className="flex items-center gap-3 py-1 text-ink-faint text-xs" data-role="turn" data-turn={turn}>
      <span aria-hidden="true" className="h-px flex-1 bg-line" />
      <span dir="auto" className="max-w-[75%] text-center [overflow-wrap:anywhere]">
        {texts[turn]}
        {' · '}
        <time dateTime={at} className="tabular-nums">
          {clockTime(at)}
        </time>
      </span>
      <span aria-hidden="true" className="h-px flex-1 bg-line" />
    </li>
  );
}
