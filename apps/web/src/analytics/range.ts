import { type AnalyticsQuery, mostAnalyticsDays, serviceDaysKept } from '@frontdesk/protocol';

const dayMs = 86_400_000;
const dayCounts = [7, 30, 90, 365] as const;

export const dayChoices = dayCounts.map((count) => ({
  id: String(count),
  label: count === 365 ? '1 year' : `${count} days`,
}));

export interface DayRange {
  /** Of a choice, or `custom`. */
  id: string;
  /** The first and the last day, as `2026-11-26`. */
  from: string;
  to: string;
}

/**
 * The days that an address names: its own first and last one, or the last ones up to today in the time zone of whoever looks; 30
 * where it names nothing that there is.
 */
export function dayRange(wanted: URLSearchParams, now: Date, timeZone: string): DayRange {
  const [first, last] = [wanted.get('from') ?? '', wanted.get('to') ?? ''];
  if (isDay(first) && isDay(last) && !dayProblem(new Date(first), new Date(last))) {
    return { id: 'custom', from: first, to: last };
  }
  const days = dayCounts.find((count) => String(count) === wanted.get('range')) ?? 30;
  const to = dayIn(now, timeZone);
  const from = new Date(Date.parse(to) - (days - 1) * dayMs).toISOString().slice(0, 10);
  return { id: String(days), from, to };
}

/** Swedes write dates as ISO 8601 does. */
const dayIn = (at: Date, timeZone: string): string => at.toLocaleDateString('sv-SE', { timeZone });

/** Whether days reach further back than the service's own figures do. */
export const reachesBeyondService = (
  { from, timeZone }: Pick<AnalyticsQuery, 'from' | 'timeZone'>,
  now: Date,
): boolean => Date.parse(dayIn(now, timeZone)) - Date.parse(from) >= serviceDaysKept * dayMs;

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** What is wrong with two days as the first and the last of a range. */
export function dayProblem(from: Date, to: Date): string | null {
  const days = (to.getTime() - from.getTime()) / dayMs + 1;
  if (!(days >= 1)) return 'The last day can’t come before the first.';
  return days > mostAnalyticsDays ? `Choose at most ${mostAnalyticsDays} days.` : null;
}
