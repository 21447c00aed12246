import { timeTexts } from '../../strings/time-text.ts';
import { useLocale } from '../locale.tsx';

/** When a message was written. */
export function MessageTime({ at }: { at: string }) {
  const { tag } = useLocale();
  const { clock, moment } = timeTexts(tag);
  return (
    <time className="fd-time" dateTime={at} title={moment(at)}>
      {clock(at)}
    </time>
  );
}
