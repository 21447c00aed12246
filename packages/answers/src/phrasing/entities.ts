import { openEndOf } from './measures.ts';
import { digitsAtEnd, type NumberRun, numberOfRun, runsIn } from './number-runs.ts';
import { coreOf } from './words.ts';

/** A number as it is written: 30, 1,299.00, 9:30, 24. */
export const numbers = /\d+(?:[.,:]\d+)*/g;
/** Another script's digits, all in a row, or one fraction, raised figure or number in a circle: of these a vocabulary may have some in parts only. */
export const otherNumbers = /(?:(?!\d)\p{Nd})+|\p{No}|\p{Nl}/gu;
/** An e-mail address, a link, or a name of the web: "x.com/name", not "p.m.on". */
export const link = /@|:\/\/|^www\.|[\p{L}\p{N}]{2}\.\p{L}{2}|[\p{L}\p{N}]\.\p{L}{2,}\//u;

export const isLink = (word: string): boolean => link.test(coreOf(word));

/** A number with letters behind it, and whether a currency's sign is before it. "5 p.m." is written as "5 pm" before. */
export const withLetters = /(\p{Sc}?)(?<!\d[.,:]?)(\d+(?:[.,:]\d+)*)([ -]?)(\p{L}+)/gu;
export const inOneWord = (text: string): string => text.replace(/(?<=\d[ -]?[ap])\.(?=m)/g, '');

/** The last three digits of "12 000", and what may stand before them. */
const group = /^\d{3}(?!\d)/;
const beforeGroup = /^\d{1,3}$/;

/** The three digits that a word begins with, and those before them, as one number: "12 000". */
export function groupOf(before: string, word: string): string | undefined {
  const [digits] = word.match(group) ?? [];
  const first = digits === undefined ? '' : digitsAtEnd(before);
  return beforeGroup.test(first) ? `${first} ${digits}` : undefined;
}

/** What a measure begins with at the end of the words before: a number, of several words all of it, also before "per", or a currency's sign. */
export function openEndBehind(before: readonly string[], run: NumberRun): string {
  const word = before.at(-1);
  if (word === 'per') {
    const earlier = before.slice(0, -1);
    const end = openEndOf(earlier.at(-1));
    const number = /^\p{L}/u.test(end) ? openEndBehind(earlier, runsIn(earlier).at(-1) ?? []) : end;
    return number === '' ? '' : `${number} per`;
  }
  return run.length > 1 ? `${numberOfRun(run) ?? openEndOf(word)}` : openEndOf(word);
}
