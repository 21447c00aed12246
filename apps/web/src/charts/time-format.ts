import { readerLocale } from '../words/reader-locale.ts';

// Examples are of a British reader.
const dayMs = 86_400_000;
const dayForm = { day: 'numeric', month: 'short' } as const;
const timeForm = { hour: 'numeric', minute: '2-digit' } as const;

/**
 * What stands below an axis: where a day begins, the day; else the time, unless steps are whole days. The day that begins where the
 * last step ends is not one of the axis.
 */
export function tickLabels(ticksMs: readonly number[], stepMs: number, endMs: number, locale = readerLocale): string[] {
  const dayOf = (atMs: number) => new Date(atMs).toLocaleString(locale, dayForm);
  return ticksMs.map((at) => {
    const day = dayOf(at);
    if (day !== dayOf(at - 1)) return at < endMs ? day : '';
    return stepMs < dayMs ? new Date(at).toLocaleString(locale, timeForm) : '';
  });
}

/** `26 Nov, 17:45–18:45`, or with both days. */
export function formatBetween(fromMs: number, toMs: number): string {
  const [from, to] = [formatMoment(fromMs), formatMoment(toMs)];
  const [fromDay] = from.split(', ');
  const [toDay, toTime] = to.split(', ');
  return fromDay === toDay ? `${from}–${toTime}` : `${from} – ${to}`;
}

/** `26 Nov, 14:05`; without the time where steps are whole days. */
export const formatMoment = (atMs: number, stepMs = 0): string =>
  new Date(atMs).toLocaleString(readerLocale, stepMs < dayMs ? { ...dayForm, ...timeForm } : dayForm);
