import type { EveryDays, SourceSummary } from '@frontdesk/protocol';
import { comingTime } from '../words/clock-time.ts';

/** What can be chosen, in its order, and what each is called. */
export const rhythms: readonly { everyDays: EveryDays; text: string }[] = [
  { everyDays: null, text: 'never' },
  { everyDays: 1, text: 'every day' },
  { everyDays: 7, text: 'every week' },
  { everyDays: 30, text: 'every month' },
];

/** Pure. `every week`; one of a newer version in days. */
export const rhythmText = (everyDays: number | null): string =>
  rhythms.find((one) => one.everyDays === everyDays)?.text ?? `every ${everyDays} days`;

/** Pure. How a web site is imported by itself: `Every week · next Tue 03:17`. */
export function scheduleText(
  { everyDays, nextImportAt }: Pick<SourceSummary, 'everyDays' | 'nextImportAt'>,
  now: Date,
): string {
  // A gateway of the version before says nothing of it.
  if (!everyDays) return 'Never imported again by itself';
  const rhythm = rhythmText(everyDays);
  const next = nextImportAt ? ` · next ${comingTime(nextImportAt, now)}` : '';
  return `${rhythm.charAt(0).toUpperCase()}${rhythm.slice(1)}${next}`;
}
