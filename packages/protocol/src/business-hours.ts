import * as z from 'zod/mini';

export const businessHoursLimits = { rangesPerDay: 4, timeZoneChars: 64, exceptions: 50 } as const;

/** "HH:MM" on the clock of the time zone; 24:00 is the end of a day. */
const clock = z.string().check(z.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Fill in both times.'));
const range = z
  .object({ from: clock, to: clock })
  // As text they compare like times.
  .check(
    z.refine(({ from, to }) => from < to, {
      error:
        'It ends before it begins. To stay open past midnight, end at 00:00 and add hours from 00:00 on the next day.',
      path: ['to'],
    }),
  );
export type OpenRange = z.infer<typeof range>;
/** Of a day; an empty one is closed. */
const ranges = z.array(range).check(z.maxLength(businessHoursLimits.rangesPerDay));

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** When people of a site are usually there, week by week. What goes past midnight is two ranges. */
export const businessHours = z.object({
  /** As in `Europe/Berlin`. */
  timeZone: z
    .string()
    .check(
      z.maxLength(businessHoursLimits.timeZoneChars),
      z.refine(isTimeZone, { error: 'There is no such time zone.', abort: true }),
    ),
  /** From Monday to Sunday. */
  days: z.array(ranges).check(z.length(7)),
  /**
   * Days with other hours than the week's, by date there. How many is looked at as they are saved: two people may have added theirs.
   * The version before does not say them, and leaves them out of what it saves.
   */
  exceptions: z.optional(z.record(z.iso.date(), ranges)),
});
export type BusinessHours = z.infer<typeof businessHours>;

/** Pure: the days, from 0, of which two ranges share a moment. */
export const overlappingDays = ({ days }: Pick<BusinessHours, 'days'>): number[] =>
  days.flatMap((ranges, day) => (overlap(ranges) ? [day] : []));

/** Pure: the same of exceptional days, by date. */
export const overlappingDates = ({ exceptions = {} }: Pick<BusinessHours, 'exceptions'>): string[] =>
  Object.entries(exceptions).flatMap(([date, ranges]) => (overlap(ranges) ? [date] : []));

function overlap(ranges: readonly OpenRange[]): boolean {
  const sorted = ranges.toSorted((one, other) => (one.from < other.from ? -1 : 1));
  return sorted.some(({ from }, at) => from < (sorted[at - 1]?.to ?? ''));
}

/** Pure: whether they are open at that moment. */
export function isOpen(hours: BusinessHours, at: Date): boolean {
  const { day, minutes } = localTime(at, hours.timeZone);
  return rangesOf(hours, day).some(({ from, to }) => minutesOf(from) <= minutes && minutes < minutesOf(to));
}

/** Pure: when they open next after that moment; null where they never do. */
export function nextOpening(hours: BusinessHours, at: Date): Date | null {
  const { day: today } = localTime(at, hours.timeZone);
  for (const day of daysAhead(today, hours)) {
    const openings = rangesOf(hours, day)
      .map(({ from }) => instantOf(day + minutesOf(from) * 60_000, hours.timeZone))
      .filter((opening) => opening > at.getTime());
    if (openings.length > 0) return new Date(Math.min(...openings));
  }
  return null;
}

/**
 * In order, all that may be the next with hours. A day of the week can be an exception as often as there are any, but not once more:
 * beyond that only exceptions are left.
 */
function daysAhead(today: number, { exceptions = {} }: BusinessHours): number[] {
  const dates = Object.keys(exceptions).map((date) => Date.parse(date));
  const ofWeeks = Array.from({ length: 7 * (dates.length + 1) + 1 }, (_, ahead) => today + ahead * dayMs);
  return [...ofWeeks, ...dates.filter((date) => date > (ofWeeks.at(-1) ?? today)).toSorted((a, b) => a - b)];
}

/** Pure: the date in a time zone, such as `2026-12-25`. */
export const dateIn = (timeZone: string, at: Date): string => dateOf(localTime(at, timeZone).day);

/** Pure: without the exceptional days that are over. */
export function withoutPast({ exceptions = {}, ...week }: BusinessHours, at: Date): BusinessHours {
  const today = dateIn(week.timeZone, at);
  const left = Object.entries(exceptions).filter(([date]) => date >= today);
  return left.length > 0 ? { ...week, exceptions: Object.fromEntries(left) } : week;
}

const dayMs = 86_400_000;
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const dateOf = (day: number): string => new Date(day).toISOString().slice(0, 10);

/** Of a day as `localTime` tells it; 1 January 1970 was a Thursday. */
const rangesOf = ({ days, exceptions }: BusinessHours, day: number): OpenRange[] =>
  exceptions?.[dateOf(day)] ?? days[(day / dayMs + 3) % 7] ?? [];

/** What the clock and the calendar of a time zone show; `day` is midnight of its date as if it were in UTC. */
function localTime(at: Date, timeZone: string): { day: number; minutes: number } {
  const shown = at.getTime() + offsetMs(at.getTime(), timeZone);
  const day = Math.floor(shown / dayMs) * dayMs;
  return { day, minutes: Math.floor((shown - day) / 60_000) };
}

/**
 * The moment at which a time zone's clock shows `shown`, given as if it were UTC; where a change of clocks leaves that out, the
 * moment at which it would have shown it without the change.
 */
export function instantOf(shown: number, timeZone: string): number {
  const guess = shown - offsetMs(shown, timeZone);
  const instant = shown - offsetMs(guess, timeZone);
  if (instant + offsetMs(instant, timeZone) === shown) return instant;
  return shown - Math.min(offsetMs(shown - dayMs, timeZone), offsetMs(shown + dayMs, timeZone));
}

function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    ...{ timeZone, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(at / 1_000) * 1_000;
}
