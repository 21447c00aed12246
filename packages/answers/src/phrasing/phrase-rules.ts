import { isBeforeDay, isBeforeMonth, shortDays, wordsLikeMonths } from './dates.ts';
import { groupOf, inOneWord, isLink, link, numbers, openEndBehind, otherNumbers, withLetters } from './entities.ts';
import { amountLetters, measuresIn, unitAtEnd, unitWords } from './measures.ts';
import { digitsAtEnd, type NumberRun, piecesOf } from './number-runs.ts';
import { digitsOf } from './number-words.ts';
import { claimsBehind, claimWords, contextWords } from './person-claims.ts';
import { guardedWords, SourceFacts } from './source-facts.ts';
import { coreOf, lastPartOf } from './words.ts';

const endsInNumber = /\d+(?:[.,:]\d+)*[.,:]?$/;
const hour = /^(?:0?[1-9]|1[0-2])(?:[.:]\d\d)?$/;
/** Words that are refused behind some others only. */
const refusedInPlaces: ReadonlySet<string> = new Set([...claimWords, ...wordsLikeMonths, ...shortDays]);
const watchedWords = new Set([...guardedWords, ...digitsOf.keys(), ...refusedInPlaces, ...unitWords]);

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
  /** The number in words that they end with. */
  run: NumberRun;
}

export const phraseStart: PhraseState = { tail: '', before: [], run: [] };

/**
 * What must not be said in free wording: a number, price, date, address, link or e-mail that is not in the sources
 * (passages and question), that a person speaks, or no machine. What is money or a share must be that there. A word that could become
 * one of those is only gone on with as long as it can still become one of the sources: so nothing shown needs to be taken
 * back.
 */
export class PhraseRules {
  readonly #facts: SourceFacts;
  /** Of those that are refused wherever they stand, and of numbers where no other stands before. */
  readonly #refusedWords: readonly string[];
  readonly #refusedNumbers: readonly string[];

  constructor(sources: readonly string[]) {
    this.#facts = new SourceFacts(sources);
    const known = [...this.#facts.words];
    this.#refusedWords = [...guardedWords].filter((word) => !known.some((other) => other.startsWith(word)));
    this.#refusedNumbers = this.#numbersRefusedBehind([], '');
  }

  #numbersRefusedBehind(run: NumberRun, digits: string): string[] {
    return [...digitsOf.keys()].filter((word) => !this.#facts.runs.mayBegin(run, word, digits));
  }

  /** Where the text stands after `text`; undefined if that must not be said. */
  next(state: PhraseState, text: string): PhraseState | undefined {
    const words = (state.tail + text).split(/\s/);
    const tail = words.pop() ?? '';
    let { before, run } = state;
    for (const word of words) {
      const next = this.#runBehind({ tail: word, before, run });
      if (!next || !this.#mayEndWord({ tail: word, before, run })) return undefined;
      run = next;
      if (word !== '') before = [...before, word.toLowerCase()].slice(-contextWords);
    }
    return this.#mayBegin({ tail, before, run }) ? { tail, before, run } : undefined;
  }

  /** Whether the text may end here. */
  mayEnd(state: PhraseState): boolean {
    const run = this.#runBehind(state);
    return run !== undefined && this.#facts.runs.isWhole(run) && this.#mayEndWord(state);
  }

  /** Whether a number in words may go on here: then what follows depends on it. */
  isInNumber(state: PhraseState): boolean {
    return state.run.length > 0 || this.#runBehind(state)?.length !== 0;
  }

  /** The number in words that the word ends with which is being written; undefined where one must not end so. */
  #runBehind({ tail, before, run }: PhraseState): NumberRun | undefined {
    const word = tail.toLowerCase();
    if (isLink(word)) return this.#facts.runs.isWhole(run) ? [] : undefined;
    return this.#facts.runs.follow(run, piecesOf(word), digitsAtEnd(before.at(-1) ?? ''));
  }

  #mayEndWord({ tail, before, run }: PhraseState): boolean {
    const word = tail.toLowerCase();
    const core = coreOf(word);
    if (link.test(core)) return this.#facts.links.has(core);
    if ((word.match(numbers) ?? []).some((number) => !this.#facts.numbers.has(number))) return false;
    if ((word.match(otherNumbers) ?? []).some((number) => !this.#facts.otherNumbers.has(number))) return false;
    if (!this.#hasMeasuresOf(`${openEndBehind(before, run)} ${word}`)) return false;
    if (!this.#hasEndingsOf(before, word) || this.#isOtherGroup(before, word)) return false;
    if (this.#hasOtherDay(before, word)) return false;
    const guarded = core.split(/[^\p{L}]+/u).filter((part) => guardedWords.has(part));
    return guarded.every((part) => this.#facts.words.has(part)) && !this.#isRefusedBehind(before, core);
  }

  /** Letters that must not be added to a word of letters alone, since they would make it one that must not be said. */
  refusedEndings({ tail, before, run }: PhraseState): ReadonlySet<string> {
    const begun = tail.toLowerCase();
    const digits = digitsAtEnd(before.at(-1) ?? '');
    const words = [...this.#refusedWords];
    words.push(...this.#refusedBehind(before));
    words.push(...(digits === '' && run.length === 0 ? this.#refusedNumbers : this.#numbersRefusedBehind(run, digits)));
    const number = openEndBehind(before, run);
    if (number !== '') words.push(...unitWords.filter((unit) => !this.#hasMeasuresOf(`${number} ${unit}`)));
    return new Set(words.filter((word) => word.startsWith(begun)).map((word) => word.slice(begun.length)));
  }

  /** Letters that must not be added to digits and signs; undefined where they could make a link, or none may be. */
  refusedBehind(state: PhraseState): ReadonlySet<string> | undefined {
    if (/[\p{L}.@:/]|\d$/u.test(state.tail) || !this.next(state, 'x')) return undefined;
    return new Set([...watchedWords].filter((word) => !this.next(state, word)));
  }

  /** Whether a next word could claim that a person speaks or be what a number counts, the word that is being written counted. */
  isWatching({ tail, before }: PhraseState): boolean {
    const words = tail === '' ? before : [...before, tail.toLowerCase()];
    return this.#refusedBehind(words).length > 0 || openEndBehind(words, []) !== '' || isBeforeDay(words);
  }

  /** Words that say what no source does behind those before them only: that a person speaks, or a month or day. */
  #refusedBehind(before: readonly string[]): string[] {
    const last = before.at(-1) ?? '';
    const months = isBeforeMonth(last) ? wordsLikeMonths.filter((word) => !this.#facts.words.has(word)) : [];
    const days = this.#isMonthOfNoSource(last) ? digitsOf.keys() : [];
    const ofWeek = shortDays.filter((day) => this.#hasOtherDay(before, day, true));
    return [...claimsBehind(before), ...months, ...days, ...ofWeek];
  }

  /**
   * Whether a word has a "Sat" or "Sun" that is a day, of no source.
   * @param isOpen whether it may go on: "open until sun" with "set"
   */
  #hasOtherDay(before: readonly string[], word: string, isOpen = false): boolean {
    if (!/sat|sun/.test(word)) return false;
    const parts = word.split(/[^\p{L}\p{N}]+/u);
    return parts.some((part, place) => {
      const behind = place > 0 && parts[place - 1] !== '' ? parts.slice(place - 1, place) : before;
      if (!shortDays.includes(part) || !isBeforeDay(behind) || this.#facts.words.has(part)) return false;
      const goesOn =
        isOpen && place === parts.length - 1 && [...this.#facts.words].some((known) => known.startsWith(part));
      return !goesOn && !this.#facts.together.has(`${lastPartOf(behind)} ${part}`);
    });
  }

  /** Whether three digits make one number with those before them that no source has: of 12 000 and 350 no "350 000". */
  #isOtherGroup(before: readonly string[], word: string): boolean {
    const pair = groupOf(before.at(-1) ?? '', word);
    return pair !== undefined && !this.#facts.together.has(pair);
  }

  /**
   * Whether the letters behind a word's numbers may stand there: of €30 no "€30k" is said.
   * @param isOpen whether letters at the end may go on
   */
  #hasEndingsOf(before: readonly string[], word: string, isOpen = false): boolean {
    const last = before.at(-1) ?? '';
    // A whole vocabulary is looked at.
    if (!/\d/.test(word) && !/\d$/.test(last)) return true;
    const text = inOneWord(`${isLink(last) ? '' : last} ${word}`);
    return [...text.matchAll(withLetters)].every(
      ({ 0: whole, 1: sign, 2: number = '', 3: gap, 4: letters = '', index }) => {
        const rest = text.slice(index + whole.length);
        const isMoney = sign !== '';
        const mayBegin = (begun: string) => gap !== '' || this.#beginsEnding(number, begun, isMoney);
        if (isOpen && rest === '') return mayBegin(letters);
        // "5p." may become "5p.m."
        if (isOpen && rest === '.' && letters === 'p' && mayBegin('pm')) return true;
        return amountLetters.has(letters) ? this.#isAmount(number, letters, isMoney) : mayBegin(letters);
      },
    );
  }

  /** Whether letters right behind a number are begun like what may stand there, "30min" like "30 minutes". */
  #beginsEnding(number: string, letters: string, isMoney: boolean): boolean {
    const own = [...(this.#facts.endings.get(number) ?? [])];
    const known = isMoney ? own : [...own, ...this.#facts.anyEndings, ...(hour.test(number) ? ['am', 'pm'] : [])];
    const begun = singularOf(letters);
    return known.some((ending) => ending.startsWith(begun));
  }

  /** "5m" is said of "5 million", and of "5 minutes" or "5 metres" where it is no money. */
  #isAmount(number: string, letters: string, isMoney: boolean): boolean {
    const own = [...(this.#facts.endings.get(number) ?? [])];
    const long = isMoney ? /^million$/ : /^m(?:e|in|illion)/;
    return own.includes(letters) || (letters === 'm' && own.some((ending) => long.test(ending)));
  }

  #isMonthOfNoSource(word: string): boolean {
    return wordsLikeMonths.includes(word) && !this.#facts.words.has(word);
  }

  #isRefusedBehind(before: readonly string[], word: string): boolean {
    // The word first: a whole vocabulary is looked at.
    return (refusedInPlaces.has(word) || digitsOf.has(word)) && this.#refusedBehind(before).includes(word);
  }

  #hasMeasuresOf(text: string): boolean {
    return measuresIn(text).every(({ number, unit }) => this.#facts.measures.has(`${number} ${unit}`));
  }

  /** Numbers that may stand behind a text: of a currency's sign its own. */
  #numbersBehind(text: string): readonly string[] {
    const unit = unitAtEnd(text);
    return [...this.#facts.numbers].filter(
      (number) => unit === undefined || this.#facts.measures.has(`${number} ${unit}`),
    );
  }

  /** Whether a word that begins so can still become one that may be said. */
  #mayBegin({ tail, before, run }: PhraseState): boolean {
    const word = tail.toLowerCase();
    const begun = word.replace(/^[^\p{L}\p{N}]+/u, '');
    // Whatever digits and words an address has, it is said whole or not ended.
    if (
      begun !== '' &&
      this.#facts.runs.isWhole(run) &&
      [...this.#facts.links].some((known) => known.startsWith(begun))
    )
      return true;
    if (link.test(begun)) return this.#facts.links.has(coreOf(word));
    const last = word.match(endsInNumber)?.[0] ?? '';
    const earlier = word.slice(0, word.length - last.length);
    if ((earlier.match(numbers) ?? []).some((number) => !this.#facts.numbers.has(number))) return false;
    const measured = `${openEndBehind(before, run)} ${earlier}`;
    if (!this.#hasMeasuresOf(measured)) return false;
    if (this.#isOtherGroup(before, earlier) || !this.#hasEndingsOf(before, word, true)) return false;
    if (this.#hasOtherDay(before, word, true)) return false;
    const known = last === '' ? [] : this.#numbersBehind(measured);
    const possible = earlier === '' ? known.filter((number) => !this.#isOtherGroup(before, number)) : known;
    const whole = last.replace(/[.,:]$/, '');
    if (last !== '' && !possible.some((number) => number === whole || number.startsWith(last))) return false;
    const parts = begun.split(/[^\p{L}]+/u);
    const open = parts.pop() ?? '';
    if (guardedWords.has(open) && ![...this.#facts.words].some((known) => known.startsWith(open))) return false;
    if (parts.some((part) => guardedWords.has(part) && !this.#facts.words.has(part))) return false;
    if (!this.#mayBeginOtherNumbers(word)) return false;
    if (/^\d/.test(word) && this.#isMonthOfNoSource(before.at(-1) ?? '')) return false;
    return this.#mayBeginNumber({ tail, before, run }) && !this.#isRefusedBehind(before, coreOf(word));
  }

  #mayBeginOtherNumbers(word: string): boolean {
    const known = [...this.#facts.otherNumbers];
    return [...word.matchAll(otherNumbers)].every(({ 0: number, index }) =>
      index + number.length === word.length
        ? known.some((other) => other.startsWith(number))
        : this.#facts.otherNumbers.has(number),
    );
  }

  #mayBeginNumber({ tail, before, run }: PhraseState): boolean {
    const pieces = piecesOf(tail.toLowerCase());
    const open = /\p{L}$/u.test(tail) ? (pieces.pop() ?? '') : '';
    const digits = digitsAtEnd(before.at(-1) ?? '');
    const now = this.#facts.runs.follow(run, pieces, digits);
    if (!now || open === '') return now !== undefined;
    return this.#facts.runs.mayBegin(now, open, pieces.length > 0 ? digitsAtEnd(pieces.at(-1) ?? '') : digits);
  }
}

/** "Minutes" is begun by "mins", too. */
const singularOf = (letters: string): string => letters.replace(/(?<=..)s$/u, '');
