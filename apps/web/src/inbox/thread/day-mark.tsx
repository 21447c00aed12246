import { localDate } from '@frontdesk/chat/local-time';
import { dayName } from '../../words/clock-time.ts';

/** Where another day begins. */
export function DayMark({ at }: { at: string }) {
  return (
    <li className="self-center text-ink-faint text-xs" data-role="day">
      <time dateTime={localDate(new Date(at))}>{dayName(at, new Date())}</time>
    </li>
  );
}
