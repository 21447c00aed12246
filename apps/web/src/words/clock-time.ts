import { readerLocale } from './reader-locale.ts';

// Examples are of a British reader, and of their time zone.

/** `14:05`; `2:05 PM` in America. */
export const clockTime = (iso: string, locale = readerLocale): string =>
  new Date(iso).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' });

/** `18 March 2026` */
export const longDate = (iso: string, locale = readerLocale): string =>
  new Date(iso).toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric' });

/** `18 March 2026`, of `2026-03-18`, wherever the reader is. */
export const dateText = (date: string, locale = readerLocale): string =>
  new Date(date).toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `18 March 2026, 14:05`; where there is little room, no line ends within the time. */
export const dateTime = (iso: string, locale = readerLocale): string =>
  `${longDate(iso, locale)}, ${clockTime(iso, locale).replaceAll(' ', '\u00a0')}`;

/** Of a time to come: `14:05` today, `Mon 9:00` within a week, else `18 March, 9:00`, or `18 March 2027, 9:00` in another year. */
export function comingTime(iso: string, now: Date, locale = readerLocale): string {
  const at = new Date(iso);
  const time = clockTime(iso, locale);
  if (at.toDateString() === now.toDateString()) return time;
  // The same day of the next week has its date.
  const weekAhead = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 7);
  if (at > now && at < weekAhead) return `${at.toLocaleDateString(locale, { weekday: 'short' })} ${time}`;
  if (at.getFullYear() !== now.getFullYear()) return dateTime(iso, locale);
  return `${at.toLocaleDateString(locale, { day: 'numeric', month: 'long' })}, ${time}`;
}

/** `Today`, `Yesterday`, `Wednesday, 18 March 2026` */
export function dayName(iso: string, now: Date, locale = readerLocale): string {
  const day = new Date(iso);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day.toDateString() === now.toDateString()) return 'Today';
  if (day.toDateString() === yesterday.toDateString()) return 'Yesterday';
  return `${day.toLocaleDateString(locale, { weekday: 'long' })}, ${longDate(iso, locale)}`;
}
