export const dayCounts = [7, 30, 90, 365] as const;

export interface DayRange {
  days: number;
  /** The first and the last day, as `2026-11-26`. */
  from: string;
  to: string;
}

/** The last days up to today, in the time zone of whoever looks; 30 where the address names no number that is offered. */
export function dayRange(wanted: string | null, now: Date, timeZone: string): DayRange {
  const days = dayCounts.find((count) => String(count) === wanted) ?? 30;
  // Swedes write dates as ISO 8601 does.
  const to = now.toLocaleDateString('sv-SE', { timeZone });
  const from = new Date(Date.parse(to) - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  return { days, from, to };
}
