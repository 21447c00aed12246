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
  ['£', 'gbp', 'quid'],
  // Of money or a weight.
  ['pound', 'pounds'],
  ['pence', 'penny'],
  ['¢', 'cent', 'cents'],
  ['chf', 'franc', 'francs', 'franken'],
  ['kr', 'krona', 'krone', 'kronen', 'kroner', 'kronor', 'kronur', 'sek', 'nok', 'dkk', 'isk'],
  ['₹', 'inr', 'rs', 'rupee', 'rupees'],
  ['¥', 'jpy', 'yen', 'cny', 'rmb', 'yuan'],
  ['zł', 'pln', 'zloty', 'zlotys'],
  ['kč', 'czk', 'koruna'],
  ['₺', 'lira', 'liras'],
  ['฿', 'thb', 'baht'],
  ['₪', 'ils', 'shekel', 'shekels'],
  ['₽', 'ruble', 'rubles', 'rouble', 'roubles'],
  ['₱', 'peso', 'pesos', 'mxn'],
  ['aed', 'dhs', 'dirham', 'dirhams'],
  ['idr', 'rupiah'],
  ['myr', 'ringgit'],
  ['huf', 'forint'],
  ['aud'],
  ['nzd'],
  ['sgd'],
  ['hkd'],
  ['krw'],
  ['zar'],
  ['brl'],
  ['%', 'percent', 'per cent', 'pct'],
] as const;
/** What stands before a number only: behind one, letters go on from some, such as those of "30 cadets". */
const beforeNumbers = new Map([
  ['cad', 'cad'],
  ['rp', 'idr'],
  ['tk', 'bdt'],
]);
const units: ReadonlySet<string> = new Set([...currencies.map(([unit]) => unit), ...beforeNumbers.values()]);
/** Dollars, too, but which ones is not said by the sign. */
const dollars: ReadonlySet<string> = new Set(['aud', 'cad', 'nzd', 'sgd', 'hkd']);
/** "One" is a number in front of these only. */
const times = new Set(['minute', 'hour', 'day', 'night', 'week', 'month', 'year']);
const unitOf = new Map<string, string>([
  ...currencies.flatMap((words) => words.map((word): [string, string] => [word, words[0]])),
  ...[...times].map((time): [string, string] => [time, time]),
]);
export const unitWords: readonly string[] = [...unitOf.keys()].filter((word) => /^\p{L}+$/u.test(word));
/** Those that stand before their number, too: "EUR 30", "Rs. 500". */
const codes = [...unitWords, ...beforeNumbers.keys()].filter(
  (word) => /^[a-z]{2,3}$/.test(word) && !times.has(word) && word !== 'pct',
);
const unitOfSign = (sign: string): string => beforeNumbers.get(sign) ?? unitOf.get(sign) ?? sign;

const number = String.raw`\d+(?:[.,:]\d+)*`;
const range = String.raw`(?<!\d[.,:]?)${number}(?:[-–]${number})?`;
const sign = String.raw`(\p{Sc}|(?<!\p{L})(?:${codes.join('|')}))(?:(?<!\p{Sc})\.)?`;
const behindSign = new RegExp(`${sign} ?(${range})`, 'gu');
/** What stands behind is only looked at: it may be the next one's number. */
const beforeUnit = new RegExp(
  String.raw`(${range}|(?<!\p{L})\p{L}+(?!\p{L}))(?=[ -]?(per cent(?!\p{L})|\p{Sc}|%|\p{L}+))`,
  'gu',
);
/** Most texts have no unit, and a whole vocabulary is looked at. */
const anyUnit = new RegExp(`[%\\p{Sc}]|${[...unitWords, ...codes].join('|')}`, 'u');
/** What the next word can go on from. */
const openEnd = new RegExp(String.raw`$(?<=(${number}[-–]${number}|${number}|\p{L}+|\p{Sc}))`, 'u');
const signAtEnd = new RegExp(`${sign} ?(?:${number}[-–])?$`, 'u');

/** How sources write ranges and money beside the forms that measures are read from. "€30 - 60 days" is no range. */
const otherForms: readonly [RegExp, string][] = [
  [/((?:between|zwischen) \p{Sc}?\d[\d.,]*) (?:and|und) (?=\d)/gu, '$1-'],
  [/(\d) (?:to|bis|[-–]) (?=[\d.,]+(?![\d.,]| (?:minute|hour|day|night|week|month|year|people|guest|person)))/g, '$1-'],
  [/(\d)p(?!\p{L})/gu, '$1 pence'],
  [/(\d)(?:c|cts?)(?!\p{L})/gu, '$1 cents'],
  [/(\d),[-–](?!\d)/g, '$1 kr'],
  [/(?<!\p{L})s?fr\.? ?(?=\d)/gu, 'chf '],
  [/(\d) swiss (?=francs?)/g, '$1 '],
];

/** A text of small letters, with ranges and money as measures are read from: "30 to 60 euros" as "30-60 euros". */
export const inUsualForms = (text: string): string =>
  otherForms.reduce((now, [form, usual]) => now.replace(form, usual), text);

/** What an unfinished word's measure begins with, at the end of the word before: a number or the sign of a currency. */
export function openEndOf(word: string | undefined): string {
  const [, end] = (isAbbreviated(word) ? word?.slice(0, -1) : word)?.match(openEnd) ?? [];
  const isOpen = end !== undefined && (/^[\d\p{Sc}]/u.test(end) || codes.includes(end) || numberOf(end) !== undefined);
  return isOpen ? end : '';
}

/** "Rs.", while "EUR." is the end of a sentence. */
const isAbbreviated = (word: string | undefined): boolean => /(?<!\p{L})(?:kr|rs|rp|tk|dhs)\.$/u.test(word ?? '');

/** The units that what has one may be said in. */
export function unitsAlike(unit: string): readonly string[] {
  if (unit === '£') return [unit, 'pound'];
  return dollars.has(unit) ? [unit, '$'] : [unit];
}

/** The words that a unit has right behind a number: "30p", "30EUR". */
export function endingsOf(unit: string): readonly string[] {
  const words = unitWords.filter((word) => unitOf.get(word) === unit);
  if (unit === 'pence') words.push('p');
  if (unit === '¢') words.push('c', 'ct', 'cts');
  return words;
}

/** Letters that make another amount of a number before them: "30k", "$50m", "30p". */
export const amountLetters: ReadonlySet<string> = new Set([
  ...['k', 'm', 'mn', 'mio', 'mil', 'b', 'bn', 'tn', 'p', 'c', 'ct', 'cts'],
]);

/** The unit of a currency's sign that a text ends with, or that the first number of a range has. */
export function unitAtEnd(text: string): string | undefined {
  const [, sign] = text.match(signAtEnd) ?? [];
  return sign && unitOfSign(sign);
}

/**
 * The measures in a text of small letters: "€100", "5 %", "thirty euros", "EUR 30", "one week"; of "€30–50" both. Other units of
 * time count for "one" alone: a number may be said of all that it is said of.
 */
export function measuresIn(text: string): Measure[] {
  if (!anyUnit.test(text)) return [];
  const behind = [...text.matchAll(beforeUnit)].map(([, numbers = '', word = '']) => [
    unitOf.get(word) ?? word,
    numbers,
  ]);
  const before = [...text.matchAll(behindSign)].map(([, sign = '', numbers = '']) => [unitOfSign(sign), numbers]);
  return [...before, ...behind].flatMap(([unit = '', numbers = '']) =>
    numbers
      .split(/[-–]/)
      .map((written) => ({ number: numberOf(written) ?? '', unit }))
      .filter(isMeasure),
  );
}

function isMeasure({ number, unit }: Measure): boolean {
  return number !== '' && (/^\p{Sc}$/u.test(unit) || units.has(unit) || (number === '1' && times.has(unit)));
}

function numberOf(word: string): string | undefined {
  if (/^\d/.test(word)) return word;
  return word === 'one' ? '1' : digitsOf.get(word);
}
