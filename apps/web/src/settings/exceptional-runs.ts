import { type BusinessHours, businessHoursLimits, type OpenRange } from '@frontdesk/protocol';

export type Exceptions = NonNullable<BusinessHours['exceptions']>;

/** Days that are chosen and not added yet, as their fields have them: empty, or a date. Without a last one it is one day. */
export interface DraftDays {
  first: string;
  last: string;
  /** A date that is typed in part: its field counts as empty. */
  half?: DraftField | undefined;
}
export type DraftField = 'first' | 'last';
export const noDraft: DraftDays = { first: '', last: '' };

/** Exceptional days in a row that are alike. */
export interface ExceptionalRun {
  /** Consecutive, at least one. */
  dates: string[];
  ranges: OpenRange[];
}

/** Pure. In order; a run goes on until a day is missing, has other hours, or is among those that stand `apart` from the one before. */
export function runsOf(exceptions: Exceptions, apart: ReadonlySet<string>): ExceptionalRun[] {
  const runs: ExceptionalRun[] = [];
  for (const [date, ranges] of Object.entries(exceptions).toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const run = runs.at(-1);
    const before = run?.dates.at(-1);
    const isNext = before !== undefined && dayAfter(before) === date;
    if (run && isNext && !apart.has(date) && JSON.stringify(run.ranges) === JSON.stringify(ranges))
      run.dates.push(date);
    else runs.push({ dates: [date], ranges });
  }
  return runs;
}

/** Pure. Why these days can't be added, and which field says so; null where they can. */
export function draftProblem(
  { first, last, half }: DraftDays,
  exceptions: Exceptions,
  today: string,
): { field: DraftField; problem: string } | null {
  const most = businessHoursLimits.exceptions;
  if (half) return { field: half, problem: incomplete };
  if (first === '') return { field: 'first', problem: 'Choose a day.' };
  if (first < today) return { field: 'first', problem: 'This day is over.' };
  if (last !== '' && last < first) return { field: 'last', problem: 'This is before the first day.' };
  const count = 1 + (Date.parse(last || first) - Date.parse(first)) / dayMs;
  if (Object.keys(exceptions).length + count > most)
    return { field: last === '' ? 'first' : 'last', problem: `At most ${most} days.` };
  const known = datesOf({ first, last }).find((date) => date in exceptions);
  if (known === undefined) return null;
  if (known === first) return { field: 'first', problem: 'This day is in the list already.' };
  return { field: 'last', problem: 'Some of these days are in the list already.' };
}

/** Pure. What is said of a draft as the page is saved; null where there is none. */
export function notAdded({ first, last, half }: DraftDays): string | null {
  if (half) return incomplete;
  if (last !== '') return 'Press “Add days”, or empty both fields.';
  return first === '' ? null : 'Press “Add day”, or empty this field.';
}

/** Pure: each date of a draft without a problem. */
export function datesOf({ first, last }: DraftDays): string[] {
  const dates = [first];
  while ((dates.at(-1) ?? '') < last) dates.push(dayAfter(dates.at(-1) ?? ''));
  return dates;
}

const incomplete = 'Complete this date.';

const dayMs = 86_400_000;
/** Pure: the date after `2026-12-31` is `2027-01-01`. */
export const dayAfter = (date: string): string => new Date(Date.parse(date) + dayMs).toISOString().slice(0, 10);
