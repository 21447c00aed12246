import { readerLocale } from './reader-locale.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `now`, `4 min ago`, `3 h ago`, `Tue`, `12 Mar`: short enough for a list. A clock that is behind the gateway's gives `now`. */
export function relativeTime(iso: string, nowMs: number, locale = readerLocale): string {
  const at = new Date(iso);
  const age = nowMs - at.getTime();
  if (age < minuteMs) return 'now';
  if (age < hourMs) return `${Math.floor(age / minuteMs)} min ago`;
  if (age < dayMs) return `${Math.floor(age / hourMs)} h ago`;
  if (age < 7 * dayMs) return at.toLocaleDateString(locale, { weekday: 'short' });
  const sameYear = at.getFullYear() === new Date(nowMs).getFullYear();
  return at.toLocaleDateString(locale, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
}

/** `1 min`, `4 min`, `3 h`, `2 d`: how long ago something began that still goes on. */
export function elapsed(iso: string, nowMs: number): string {
  const age = nowMs - new Date(iso).getTime();
  if (age < hourMs) return `${Math.max(1, Math.floor(age / minuteMs))} min`;
  return age < dayMs ? `${Math.floor(age / hourMs)} h` : `${Math.floor(age / dayMs)} d`;
}
