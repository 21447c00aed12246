import { type Measure, measuresIn, openEndOf, unitWords } from './measures.ts';
import { digitsOf, otherAmounts } from './number-words.ts';

/** A number as it is written: 30, 1,299.00, 9:30, 24. */
const numbers = /\d+(?:[.,:]\d+)*/g;
/** A digit of another script, a fraction, a number in a circle. */
const otherNumbers = /(?!\d)\p{N}/gu;
const endsInNumber = /\d+(?:[.,:]\d+)*[.,:]?$/;
/** An e-mail address, a link, or a name of the web. */
const link = /@|:\/\/|^www\.|[\p{L}\p{N}]{2,}\.\p{L}{2,}/u;
const outerSigns = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}/]+$/gu;

const dates = [
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'january', 'february', 'april'],
  ...['june', 'july', 'august', 'september', 'october', 'november', 'december'],
];
/** Without "sat", "sun" and "mar", which are other words, too. */
const shortDates = [
  ...['mon', 'tue', 'tues', 'wed', 'thu', 'thur', 'thurs', 'fri', 'jan', 'feb', 'apr', 'jun', 'jul', 'aug', 'sep'],
  ...['sept', 'oct', 'nov', 'dec'],
];
const guardedWords = new Set([
  ...[...digitsOf.keys(), ...otherAmounts],
  ...[...dates, ...dates.map((date) => `${date}s`), ...shortDates],
]);
/** Months that are more often other words, except behind these. */
const wordsLikeMonths = ['march', 'may'];
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
const personWords = new Set(['human', 'person', 'man', 'woman', 'employee']);
/** Words that are refused behind some others only. */
const refusedInPlaces = [...personWords, ...wordsLikeMonths];
const negations = new Set(['not', "isn't", 'never', 'no']);
/** Words before "human" that may make it a claim: "you are now chatting with a real". */
const contextWords = 9;
/** Of them "I am a real". */
const claimWords = 4;
const speaks =
  /\byou(?:['’]re| are)(?: [\p{L}'’-]+){0,2} (?:chatting|talking|speaking|writing|texting|messaging) (?:with|to)(?: [\p{L}'’-]+){0,3}$/u;

const watchedWords = new Set([...guardedWords, ...personWords, ...wordsLikeMonths, ...unitWords]);

/** Whether a text has a word in it, between others, that is only said if the sources do, or that could be a claim. */
export function hasGuardedWord(text: string): boolean {
  return text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .some((word) => watchedWords.has(word));
}

/** Where a text stands that is being written. */
export interface PhraseState {
  /** The word that is being written. */
  tail: string;
  /** The last words before it, lower case. */
  before: readonly string[];
}

export const phraseStart: PhraseState = { tail: '', before: [] };

/**
 * What must not be said in free wording: a number, price, date, address, link or e-mail that is not in the sources
 * (passages and question), and that a person speaks. What is money or a share must be that there. A word that could become
 * one of those is only gone on with as long as it can still become one of the sources: so nothing shown needs to be taken
 * back.
 */
export class PhraseRules {
  readonly #numbers = new Set<string>();
  readonly #links = new Set<string>();
  readonly #words = new Set<string>();
  readonly #otherNumbers: ReadonlySet<string>;
  /** Number and unit. */
  readonly #measures = new Set<string>();

  constructor(sources: readonly string[]) {
    const said = sources.map((source) => source.toLowerCase().split(/\s+/));
    this.#otherNumbers = new Set(sources.flatMap((source) => source.match(otherNumbers) ?? []));
    for (const { number, unit } of said.flatMap(measuresOf)) this.#measures.add(`${number} ${unit}`);
    for (const word of said.flat()) {
      const core = coreOf(word);
      // A byte-level vocabulary may have letters beyond ASCII in parts only, and a part can't be told.
      if (link.test(core)) {
        if (/^[!-~]+$/.test(core)) this.#links.add(core);
      } else for (const number of word.match(numbers) ?? []) this.#numbers.add(number);
      for (const part of core.split(/[^\p{L}]+/u)) if (isKept(part)) this.#words.add(part);
    }
    for (const [word, digits] of digitsOf) {
      if (this.#numbers.has(digits)) this.#words.add(word);
      else if (this.#words.has(word)) this.#numbers.add(digits);
    }
  }

  /** Where the text stands after `text`; undefined if that must not be said. */
  next({ tail, before }: PhraseState, text: string): PhraseState | undefined {
    const words = (tail + text).split(/\s/);
    const last = words.pop() ?? '';
    let said = before;
    for (const word of words) {
      if (!this.mayEnd({ tail: word, before: said })) return undefined;
      if (word !== '') said = [...said, word.toLowerCase()].slice(-contextWords);
    }
    return this.#mayBegin(last, said) ? { tail: last, before: said } : undefined;
  }

  /** Whether the word that is being written may end here. */
  mayEnd({ tail, before }: PhraseState): boolean {
    const word = tail.toLowerCase();
    const core = coreOf(word);
    if (link.test(core)) return this.#links.has(core);
    if ((word.match(numbers) ?? []).some((number) => !this.#numbers.has(number))) return false;
    if (!this.#hasMeasuresOf(`${openEndOf(before.at(-1))} ${word}`)) return false;
    const guarded = core.split(/[^\p{L}]+/u).filter((part) => guardedWords.has(part));
    return guarded.every((part) => this.#words.has(part)) && !this.#isRefusedBehind(before, core);
  }

  /** Letters that must not be added to a word of letters alone, since they would make it one that must not be said. */
  refusedEndings({ tail, before }: PhraseState): ReadonlySet<string> {
    const begun = tail.toLowerCase();
    const words = [...guardedWords].filter((word) => ![...this.#words].some((known) => known.startsWith(word)));
    words.push(...refusedInPlaces.filter((word) => this.#isRefusedBehind(before, word)));
    const number = openEndOf(before.at(-1));
    if (number !== '') words.push(...unitWords.filter((unit) => !this.#hasMeasuresOf(`${number} ${unit}`)));
    return new Set(words.filter((word) => word.startsWith(begun)).map((word) => word.slice(begun.length)));
  }

  /** Letters that must not be added to digits and signs; undefined where they could make a link, or none may be. */
  refusedBehind(state: PhraseState): ReadonlySet<string> | undefined {
    if (/[\p{L}.@:/]/u.test(state.tail) || !this.next(state, 'x')) return undefined;
    return new Set([...watchedWords].filter((word) => !this.next(state, word)));
  }

  /** Whether a next word could claim that a person speaks or be what a number counts, the word that is being written counted. */
  isWatching({ tail, before }: PhraseState): boolean {
    const words = tail === '' ? before : [...before, tail.toLowerCase()];
    return refusedInPlaces.some((word) => this.#isRefusedBehind(words, word)) || openEndOf(words.at(-1)) !== '';
  }

  /** Whether a word says what no source does behind those before it only: that a person speaks, or a month. */
  #isRefusedBehind(before: readonly string[], word: string): boolean {
    // The word first: a whole vocabulary is looked at.
    if (personWords.has(word)) return claimsPerson(before);
    return wordsLikeMonths.includes(word) && !this.#words.has(word) && beforeMonth.has(coreOf(before.at(-1) ?? ''));
  }

  #hasMeasuresOf(text: string): boolean {
    return measuresIn(text).every(({ number, unit }) => this.#measures.has(`${number} ${unit}`));
  }

  /** Numbers that may stand behind a text: of a currency's sign its own. */
  #numbersBehind(text: string): readonly string[] {
    const [, sign] = text.match(/(\p{Sc}) ?$/u) ?? [];
    return [...this.#numbers].filter((number) => sign === undefined || this.#measures.has(`${number} ${sign}`));
  }

  /** Whether a word that begins so can still become one that may be said. */
  #mayBegin(tail: string, before: readonly string[]): boolean {
    const word = tail.toLowerCase();
    const begun = word.replace(/^[^\p{L}\p{N}]+/u, '');
    // Whatever digits and words an address has, it is said whole or not ended.
    if (begun !== '' && [...this.#links].some((known) => known.startsWith(begun))) return true;
    if (link.test(begun)) return this.#links.has(coreOf(word));
    const last = word.match(endsInNumber)?.[0] ?? '';
    const earlier = word.slice(0, word.length - last.length);
    if ((earlier.match(numbers) ?? []).some((number) => !this.#numbers.has(number))) return false;
    const measured = `${openEndOf(before.at(-1))} ${earlier}`;
    if (!this.#hasMeasuresOf(measured)) return false;
    const possible = last === '' ? [] : this.#numbersBehind(measured);
    const whole = last.replace(/[.,:]$/, '');
    if (last !== '' && !possible.some((number) => number === whole || number.startsWith(last))) return false;
    const parts = begun.split(/[^\p{L}]+/u);
    const open = parts.pop() ?? '';
    if (guardedWords.has(open) && ![...this.#words].some((known) => known.startsWith(open))) return false;
    if (parts.some((part) => guardedWords.has(part) && !this.#words.has(part))) return false;
    if ((word.match(otherNumbers) ?? []).some((number) => !this.#otherNumbers.has(number))) return false;
    return !this.#isRefusedBehind(before, coreOf(word));
  }
}

/** Whether it matters that a source has this word. */
const isKept = (word: string): boolean => guardedWords.has(word) || wordsLikeMonths.includes(word);

function coreOf(word: string): string {
  return word.replace(outerSigns, '');
}

/** The measures of a text in small letters, cut at its blanks. */
function measuresOf(words: readonly string[]): Measure[] {
  return words.flatMap((word, index) => measuresIn(`${openEndOf(words[index - 1])} ${word}`));
}

/** Whether the words before say "I am" or "you are talking to", without "not". */
function claimsPerson(before: readonly string[]): boolean {
  const last = before.slice(-claimWords);
  const isPerson = last.some(
    (word, index) => /^i['’]m$/.test(coreOf(word)) || (coreOf(word) === 'i' && coreOf(last[index + 1] ?? '') === 'am'),
  );
  const [speaking = ''] = before.join(' ').match(speaks) ?? [];
  return (isPerson && !isNegated(last)) || (speaking !== '' && !isNegated(speaking.split(' ')));
}

const isNegated = (words: readonly string[]): boolean => words.some((word) => negations.has(coreOf(word)));
