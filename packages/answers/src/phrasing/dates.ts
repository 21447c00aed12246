import { piecesOf } from './number-runs.ts';
import { digitsOf } from './number-words.ts';
import { coreOf, lastPartOf } from './words.ts';

/** Days and months, each in its forms. Without the short "sat", "sun" and "mar", which are other words, too. */
export const dates = [
  ...['monday mon', 'tuesday tue tues', 'wednesday wed', 'thursday thu thur thurs', 'friday fri', 'saturday', 'sunday'],
  ...['january jan', 'february feb', 'april apr', 'june jun', 'july jul', 'august aug', 'september sep sept'],
  ...['october oct', 'november nov', 'december dec'],
].map((forms) => [...forms.split(' '), forms.replace(/ .*|$/, 's')]);
const formsByDate = new Map(dates.flatMap((forms) => forms.map((form): [string, string[]] => [form, forms])));
/** Those others, and some that are names or terms, too, are dates beside a day or a number. */
export const shortDates = new Map([
  ['wed', formsOf('wednesday')],
  ['sat', formsOf('saturday')],
  ['sun', formsOf('sunday')],
  ['jan', formsOf('january')],
  ['mar', ['march']],
  ['apr', formsOf('april')],
  ['oct', formsOf('october')],
]);
export const shortDays = ['sat', 'sun'];
const weekdays = new Set([...dates.slice(0, 7).flat(), ...shortDays]);
/** Behind these, "sat" and "sun" are days, as they are beside another. */
const beforeDay = new Set(['on', 'open', 'opens', 'closed', 'closes', 'until', 'till', 'except', 'next']);
const betweenDays = new Set(['', 'and', 'or', 'to', 'till', 'until', 'through']);
/** "Today" is said in greetings. */
export const days = ['tomorrow', 'tonight', 'yesterday'];
/** Months that are more often other words, except beside a number and behind these. */
export const wordsLikeMonths = ['march', 'may'];
const beforeMonth = new Set([
  'in',
  'on',
  'of',
  'since',
  'until',
  'till',
  'by',
  'from',
  'early',
  'late',
  'mid',
  'every',
]);

/** Whether "sat" or "sun" behind these words is a day. */
export function isBeforeDay(words: readonly string[]): boolean {
  if (/[.!?]$/.test(words.at(-1) ?? '')) return false;
  const last = lastPartOf(words);
  return (
    weekdays.has(last) ||
    beforeDay.has(last) ||
    (words.length > 1 && betweenDays.has(last) && weekdays.has(lastPartOf(words.slice(0, -1))))
  );
}

/** All forms of a day or month, and none of another word. */
export function formsOf(word: string): readonly string[] {
  return formsByDate.get(word) ?? [];
}

export const isDayOrNumber = (word: string): boolean =>
  /^\d/.test(word) || shortDates.has(word) || formsOf(word).length > 0;

export const isNumber = (word: string): boolean =>
  /\d(?:st|nd|rd|th)?$/.test(word) || digitsOf.has(piecesOf(word).at(-1) ?? '');

export const isBeforeMonth = (word: string): boolean => beforeMonth.has(coreOf(word)) || isNumber(word);
