import { digitsOf } from './number-words.ts';

/** A number with what it counts. */
export interface Measure {
  /** In digits. */
  number: string;
  /** Money and shares by their sign, times by their word. */
  unit: string;
}

const currencies = [
  ['€', 'euro', 'euros', 'eur'],
  ['$', 'dollar', 'dollars', 'usd'],
  ['£', 'pound', 'pounds', 'gbp'],
  ['¢', 'cent', 'cents'],
  ['%', 'percent'],
] as const;
/** "One" is a number in front of these only. */
const times = new Set(['minute', 'hour', 'day', 'night', 'week', 'month', 'year']);
const unitOf = new Map<string, string>([
  ...currencies.flatMap(([sign, ...words]) => words.map((word): [string, string] => [word, sign])),
  ...[...times].map((time): [string, string] => [time, time]),
]);
export const unitWords: readonly string[] = [...unitOf.keys()];

const behindSign = /(\p{Sc}) ?(\d+(?:[.,:]\d+)*)/gu;
/** What stands behind is only looked at: it may be the next one's number. */
const beforeUnit = /((?<!\d[.,:]?)\d+(?:[.,:]\d+)*|(?<!\p{L})\p{L}+(?!\p{L}))(?=[ -]?(\p{Sc}|%|\p{L}+))/gu;
/** Most texts have no unit, and a whole vocabulary is looked at. */
const anyUnit = new RegExp(`[%\\p{Sc}]|${unitWords.join('|')}`, 'u');
/** What the next word can go on from. */
const openEnd = /$(?<=(\d+(?:[.,:]\d+)*|\p{L}+|\p{Sc}))/u;

/** What an unfinished word's measure begins with, at the end of the word before: a number or the sign of a currency. */
export function openEndOf(word: string | undefined): string {
  const [, end] = word?.match(openEnd) ?? [];
  return end !== undefined && (/^[\d\p{Sc}]/u.test(end) || numberOf(end) !== undefined) ? end : '';
}

/**
 * The measures in a text of small letters: "€100", "5 %", "thirty euros", "one week". Other units of time count for "one"
 * alone: a number may be said of all that it is said of.
 */
export function measuresIn(text: string): Measure[] {
  if (!anyUnit.test(text)) return [];
  const behind = [...text.matchAll(beforeUnit)].flatMap(([, number = '', word = '']) => {
    const measure = { number: numberOf(number) ?? '', unit: unitOf.get(word) ?? word };
    return isMeasure(measure) ? [measure] : [];
  });
  return [...[...text.matchAll(behindSign)].map(([, unit = '', number = '']) => ({ number, unit })), ...behind];
}

function isMeasure({ number, unit }: Measure): boolean {
  return number !== '' && (/^[\p{Sc}%]$/u.test(unit) || (number === '1' && times.has(unit)));
}

function numberOf(word: string): string | undefined {
  if (/^\d/.test(word)) return word;
  return word === 'one' ? '1' : digitsOf.get(word);
}
