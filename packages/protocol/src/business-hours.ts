import * as z from 'zod/mini';

export const businessHoursLimits = { rangesPerDay: 4, timeZoneChars: 64 } as const;

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
  /** From Monday to Sunday; an empty one is closed. */
  days: z.array(z.array(range).check(z.maxLength(businessHoursLimits.rangesPerDay))).check(z.length(7)),
});
export type BusinessHours = z.infer<typeof businessHours>;

/** Pure: the days, from 0, of which two ranges share a moment. */
export const overlappingDays = ({ days }: Pick<BusinessHours, 'days'>): number[] =>
  days.flatMap((ranges, day) => {
    const sorted = ranges.toSorted((one, other) => (one.from < other.from ? -1 : 1));
    return sorted.some(({ from }, at) => from < (sorted[at - 1]?.to ?? '')) ? [day] : [];
  });

/** Pure: whether they are open at that moment. */
export function isOpen({ timeZone, days }: BusinessHours, at: Date): boolean {
  const { weekday, minutes } = localTime(at, timeZone);
  return (days[weekday] ?? []).some(({ from, to }) => minutesOf(from) <= minutes && minutes < minutesOf(to));
}

/** Pure: when they open next after that moment; null where they never do. */
export function nextOpening({ timeZone, days }: BusinessHours, at: Date): Date | null {
  const today = localTime(at, timeZone);
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const openings = (days[(today.weekday + ahead) % 7] ?? [])
      .map(({ from }) => instantOf(today.day + ahead * dayMs + minutesOf(from) * 60_000, timeZone))
      .filter((opening) => opening > at.getTime());
    if (openings.length > 0) return new Date(Math.min(...openings));
  }
  return null;
}

const dayMs = 86_400_000;
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** What the clock and the calendar of a time zone show; `day` is midnight of its date as if it were in UTC. */
function localTime(at: Date, timeZone: string): { day: number; weekday: number; minutes: number } {
  const shown = at.getTime() + offsetMs(at.getTime(), timeZone);
  const day = Math.floor(shown / dayMs) * dayMs;
  // 1 January 1970 was a Thursday.
  return { day, weekday: (day / dayMs + 3) % 7, minutes: Math.floor((shown - day) / 60_000) };
}

/**
 * The moment at which a time zone's clock shows `shown`, given as if it were UTC; where a change of clocks leaves that out, the
 * moment at which it would have shown it without the change.
 */
function instantOf(shown: number, timeZone: string): number {
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
