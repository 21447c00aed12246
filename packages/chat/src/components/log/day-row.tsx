import { localDate } from '../../strings/local-time.ts';
import { timeTexts } from '../../strings/time-text.ts';
import { useLocale } from '../locale.tsx';

/** Where another day begins. */
export function DayRow({ at }: { at: string }) {
  const { tag } = useLocale();
  return (
    <li className="fd-day">
      <time dateTime={localDate(new Date(at))}>{timeTexts(tag).day(at, new Date())}</time>
    </li>
  );
}
