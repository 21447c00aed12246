import type { OpenRange } from '@frontdesk/protocol';

const dayMinutes = 24 * 60;
const breakMinutes = 60;
const usualMinutes = 4 * 60;

/** Pure. What is proposed behind a day's hours: after a break of an hour, where there is one. Null where the day is over. */
export function nextRange(ranges: readonly OpenRange[]): OpenRange | null {
  // What is being typed may be empty.
  const ends = ranges.map(({ to }) => minutesOf(to)).filter(Number.isFinite);
  if (ends.length === 0) return { from: '09:00', to: '17:00' };
  const end = Math.max(...ends);
  if (end >= dayMinutes) return null;
  const from = end + breakMinutes < dayMinutes ? end + breakMinutes : end;
  return { from: clockOf(from), to: clockOf(Math.min(from + usualMinutes, dayMinutes)) };
}

const minutesOf = (clock: string): number =>
  clock === '' ? Number.NaN : Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
