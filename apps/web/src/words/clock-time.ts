/** `14:05`, in the reader's time zone. */
export const clockTime = (iso: string): string =>
  new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

/** `18 March 2026` */
export const longDate = (iso: string): string =>
  new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** `18 March 2026`, of `2026-03-18`, wherever the reader is. */
export const dateText = (date: string): string =>
  new Date(date).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `18 March 2026, 14:05` */
export const dateTime = (iso: string): string => `${longDate(iso)}, ${clockTime(iso)}`;

/** Of a time to come: `14:05` today, `Mon 09:00` within a week, else `18 March, 09:00`, or `18 March 2027, 09:00` in another year. */
export function comingTime(iso: string, now: Date): string {
  const at = new Date(iso);
  const time = clockTime(iso);
  if (at.toDateString() === now.toDateString()) return time;
  // The same day of the next week has its date.
  const weekAhead = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 7);
  if (at > now && at < weekAhead) return `${at.toLocaleDateString('en-GB', { weekday: 'short' })} ${time}`;
  if (at.getFullYear() !== now.getFullYear()) return dateTime(iso);
  return `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })}, ${time}`;
}

/** `Today`, `Yesterday`, `Wednesday, 18 March 2026` */
export function dayName(iso: string, now: Date): string {
  const day = new Date(iso);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day.toDateString() === now.toDateString()) return 'Today';
  if (day.toDateString() === yesterday.toDateString()) return 'Yesterday';
  return `${day.toLocaleDateString('en-GB', { weekday: 'long' })}, ${longDate(iso)}`;
}
