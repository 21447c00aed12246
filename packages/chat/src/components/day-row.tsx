import { timeTexts } from '../strings/time-text.ts';
import { useLocale } from './locale.tsx';

/** Where another day begins. */
export function DayRow({ at }: { at: string }) {
  const { tag } = useLocale();
  return (
    <li className="fd-day">
      <time dateTime={at.slice(0, 10)}>{timeTexts(tag).day(at, new Date())}</time>
    </li>
  );
}
