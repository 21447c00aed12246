/** Times as a reader of one language says them. Formatters are dear to make, so there is one set for each language. */
export interface TimeTexts {
  /** "14:05" */
  clock(at: string): string;
  /** "Today", "Yesterday", else the date; the year only where it is another one. */
  day(at: string, now: Date): string;
  /** A time to come, in a sentence: "tomorrow at 9:00 AM", "Monday at 9:00 AM", later with its date. */
  ahead(at: string, now: Date): string;
  /** Date and time in full, for a transcript. */
  moment(at: string): string;
}

const made = new Map<string, TimeTexts>();

/** @param tag BCP 47 */
export function timeTexts(tag: string): TimeTexts {
  const known = made.get(tag);
  if (known) return known;
  const clock = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit' });
  const thisYear = new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long' });
  const otherYear = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric' });
  const moment = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
  const onWeekday = new Intl.DateTimeFormat(tag, { weekday: 'long', hour: 'numeric', minute: '2-digit' });
  const onDate = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const comma = new Intl.Locale(tag).language === 'ar' ? '،' : ',';
  const texts: TimeTexts = {
    clock: (at) => clock.format(new Date(at)),
    day(at, now) {
      const then = new Date(at);
      const daysAgo = Math.round((startOfDay(now) - startOfDay(then)) / 86_400_000);
      if (daysAgo === 0 || daysAgo === 1) return capitalised(relative.format(-daysAgo, 'day'), tag);
      return (then.getFullYear() === now.getFullYear() ? thisYear : otherYear).format(then);
    },
    ahead(at, now) {
      const then = new Date(at);
      const days = Math.round((startOfDay(then) - startOfDay(now)) / 86_400_000);
      if (days < 2) return `${relative.format(days, 'day')}${comma} ${clock.format(then)}`;
      return (days < 7 ? onWeekday : onDate).format(then);
    },
    moment: (at) => moment.format(new Date(at)),
  };
  made.set(tag, texts);
  return texts;
}

/** In the reader's own time zone. */
const startOfDay = (time: Date): number => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();

/** Languages write "today" small, as it stands in a sentence; here it stands alone. */
function capitalised(text: string, tag: string): string {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 32);
  return first.toLocaleUpperCase(tag) + text.slice(first.length);
}
