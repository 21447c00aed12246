/** Pure: a time as HTML has it, in the reader's own time zone: `2026-03-18T14:05`. */
export const localTime = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** Pure: its day there, `2026-03-18`. */
export const localDate = (at: Date): string => localTime(at).slice(0, 10);
