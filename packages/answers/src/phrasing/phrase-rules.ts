import {
  dates,
  days,
  formsOf,
  isBeforeDay,
  isBeforeMonth,
  isDayOrNumber,
  isNumber,
  shortDates,
  shortDays,
  wordsLikeMonths,
} from './dates.ts';
import {
  amountLetters,
  endingsOf,
  inUsualForms,
  type Measure,
  measuresIn,
  openEndOf,
  unitAtEnd,
  unitsAlike,
  unitWords,
} from './measures.ts';
import {
  digitsAtEnd,
  type NumberRun,
  NumberRuns,
  numberOfRun,
  piecesOf,
  runBehind,
  runsIn,
  runsOf,
} from './number-runs.ts';
import { digitsOf, otherAmounts } from './number-words.ts';
import { claimsBehind, claimWords, contextWords } from './person-claims.ts';
import { coreOf, lastPartOf, partsOf } from './words.ts';

/** A number as it is written: 30, 1,299.00, 9:30, 24. */
const numbers = /\d+(?:[.,:]\d+)*/g;
/** Another script's digits, all in a row, or one fraction, raised figure or number in a circle: of these a vocabulary may have some in parts only. */
const otherNumbers = /(?:(?!\d)\p{Nd})+|\p{No}|\p{Nl}/gu;
const endsInNumber = /\d+(?:[.,:]\d+)*[.,:]?$/;
/** An e-mail address, a link, or a name of the web: "x.com/name", not "p.m.on". */
const link = /@|:\/\/|^www\.|[\p{L}\p{N}]{2}\.\p{L}{2}|[\p{L}\p{N}]\.\p{L}{2,}\//u;
/** Between addresses in one word, and before one: "E-Mail:info@shop.example", "[Book](https://shop.example/b)", "shop.example.Call". */
const besideAddress = /[^\p{L}\p{N}!-~]|[[\](){}<>"'|;,*]|:(?!\/\/)|\/(?=[^/]*@)|(?<=\.\p{Ll}{2,4})\.(?=\p{Lu})/u;
/** A number with letters behind it, and whether a currency's sign is before it. "5 p.m." is written as "5 pm" before. */
const withLetters = /(\p{Sc}?)(?<!\d[.,:]?)(\d+(?:[.,:]\d+)*)([ -]?)(\p{L}+)/gu;
const inOneWord = (text: string): string => text.replace(/(?<=\d[ -]?[ap])\.(?=m)/g, '');
/** What stands behind numbers whatever the sources have there. */
const usualEndings = ['st', 'nd', 'rd', 'th', 's', 'h', 'hr', 'hrs'];
const hour = /^(?:0?[1-9]|1[0-2])(?:[.:]\d\d)?$/;
/** The last three digits of "12 000", and what may stand before them. */
const group = /^\d{3}(?!\d)/;
const beforeGroup = /^\d{1,3}$/;

const guardedWords = new Set([...otherAmounts, ...days, ...dates.flat()]);
const [guardedBeginnings, numberWords] = [[...guardedWords, ...shortDays], [...digitsOf.keys()]];
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
  readonly #numbers = new Set<string>();
  readonly #links = new Set<string>();
  readonly #words = new Set<string>();
  readonly #runs = new NumberRuns();
  /** Of those that are refused wherever they stand, and of numbers where no other stands before. */
  readonly #refusedWords: readonly string[];
  readonly #refusedNumbers: readonly string[];
  readonly #otherNumbers: ReadonlySet<string>;
  /** Number and unit. */
  readonly #measures = new Set<string>();
  /** Letters behind each number, and those that may stand behind any. */
  readonly #endings = new Map<string, Set<string>>();
  readonly #anyEndings = new Set<string>(usualEndings);
  /** Two words in a row that say something else than each alone: "12 000", "on sun". */
  readonly #together = new Set<string>();

  constructor(sources: readonly string[]) {
    const said = sources.map((source) => source.toLowerCase().split(/\s+/));
    this.#otherNumbers = new Set(sources.flatMap((source) => source.match(otherNumbers) ?? []));
    const inOtherForms = said.map((words) => inUsualForms(words.join(' ')).split(' '));
    for (const { number, unit } of [...said, ...inOtherForms].flatMap(measuresOf)) {
      for (const form of formsOfNumber(number)) {
        for (const alike of unitsAlike(unit)) this.#measures.add(`${form} ${alike}`);
        for (const ending of endingsOf(unit)) this.#learnEnding(form, ending);
      }
    }
    for (const source of sources) this.#learnLinks(source);
    for (const words of said) {
      for (const [, , number = '', , letters = ''] of inOneWord(words.join(' ')).matchAll(withLetters))
        for (const form of formsOfNumber(number)) this.#learnEnding(form, letters);
      for (const [index, word] of words.entries())
        this.#learnWord(word, words.slice(Math.max(0, index - 2), index), words[index + 1] ?? '');
    }
    for (const run of said.flatMap((words) => runsIn(words.map((word) => (isLink(word) ? '.' : word)))))
      this.#learnRun(run);
    for (const number of this.#numbers) {
      if (/^[1-9][\d,]*$/.test(number))
        for (const run of runsOf(Number(number.replaceAll(',', '')))) this.#runs.add(run);
    }
    const known = [...this.#words];
    this.#refusedWords = [...guardedWords].filter((word) => !known.some((other) => other.startsWith(word)));
    this.#refusedNumbers = this.#numbersRefusedBehind([], '');
  }

  #numbersRefusedBehind(run: NumberRun, digits: string): string[] {
    return [...digitsOf.keys()].filter((word) => !this.#runs.mayBegin(run, word, digits));
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
    return run !== undefined && this.#runs.isWhole(run) && this.#mayEndWord(state);
  }

  /** Whether a number in words may go on here: then what follows depends on it. */
  isInNumber(state: PhraseState): boolean {
    return state.run.length > 0 || this.#runBehind(state)?.length !== 0;
  }

  /** The number in words that the word ends with which is being written; undefined where one must not end so. */
  #runBehind({ tail, before, run }: PhraseState): NumberRun | undefined {
    const word = tail.toLowerCase();
    if (isLink(word)) return this.#runs.isWhole(run) ? [] : undefined;
    return this.#runs.follow(run, piecesOf(word), digitsAtEnd(before.at(-1) ?? ''));
  }

  #mayEndWord({ tail, before, run }: PhraseState): boolean {
    const word = tail.toLowerCase();
    const core = coreOf(word);
    if (link.test(core)) return this.#links.has(core);
    if ((word.match(numbers) ?? []).some((number) => !this.#numbers.has(number))) return false;
    if ((word.match(otherNumbers) ?? []).some((number) => !this.#otherNumbers.has(number))) return false;
    if (!this.#hasMeasuresOf(`${openEndBehind(before, run)} ${word}`)) return false;
    if (!this.#hasEndingsOf(before, word) || this.#isOtherGroup(before, word)) return false;
    if (this.#hasOtherDay(before, word)) return false;
    const guarded = core.split(/[^\p{L}]+/u).filter((part) => guardedWords.has(part));
    return guarded.every((part) => this.#words.has(part)) && !this.#isRefusedBehind(before, core);
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
    const months = isBeforeMonth(last) ? wordsLikeMonths.filter((word) => !this.#words.has(word)) : [];
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
      if (!shortDays.includes(part) || !isBeforeDay(behind) || this.#words.has(part)) return false;
      const goesOn = isOpen && place === parts.length - 1 && [...this.#words].some((known) => known.startsWith(part));
      return !goesOn && !this.#together.has(`${lastPartOf(behind)} ${part}`);
    });
  }

  /** Whether three digits make one number with those before them that no source has: of 12 000 and 350 no "350 000". */
  #isOtherGroup(before: readonly string[], word: string): boolean {
    const pair = groupOf(before.at(-1) ?? '', word);
    return pair !== undefined && !this.#together.has(pair);
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
    const own = [...(this.#endings.get(number) ?? [])];
    const known = isMoney ? own : [...own, ...this.#anyEndings, ...(hour.test(number) ? ['am', 'pm'] : [])];
    const begun = singularOf(letters);
    return known.some((ending) => ending.startsWith(begun));
  }

  /** "5m" is said of "5 million", and of "5 minutes" or "5 metres" where it is no money. */
  #isAmount(number: string, letters: string, isMoney: boolean): boolean {
    const own = [...(this.#endings.get(number) ?? [])];
    const long = isMoney ? /^million$/ : /^m(?:e|in|illion)/;
    return own.includes(letters) || (letters === 'm' && own.some((ending) => long.test(ending)));
  }

  #isMonthOfNoSource(word: string): boolean {
    return wordsLikeMonths.includes(word) && !this.#words.has(word);
  }

  #isRefusedBehind(before: readonly string[], word: string): boolean {
    // The word first: a whole vocabulary is looked at.
    return (refusedInPlaces.has(word) || digitsOf.has(word)) && this.#refusedBehind(before).includes(word);
  }

  #hasMeasuresOf(text: string): boolean {
    return measuresIn(text).every(({ number, unit }) => this.#measures.has(`${number} ${unit}`));
  }

  /** Numbers that may stand behind a text: of a currency's sign its own. */
  #numbersBehind(text: string): readonly string[] {
    const unit = unitAtEnd(text);
    return [...this.#numbers].filter((number) => unit === undefined || this.#measures.has(`${number} ${unit}`));
  }

  /** Whether a word that begins so can still become one that may be said. */
  #mayBegin({ tail, before, run }: PhraseState): boolean {
    const word = tail.toLowerCase();
    const begun = word.replace(/^[^\p{L}\p{N}]+/u, '');
    // Whatever digits and words an address has, it is said whole or not ended.
    if (begun !== '' && this.#runs.isWhole(run) && [...this.#links].some((known) => known.startsWith(begun)))
      return true;
    if (link.test(begun)) return this.#links.has(coreOf(word));
    const last = word.match(endsInNumber)?.[0] ?? '';
    const earlier = word.slice(0, word.length - last.length);
    if ((earlier.match(numbers) ?? []).some((number) => !this.#numbers.has(number))) return false;
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
    if (guardedWords.has(open) && ![...this.#words].some((known) => known.startsWith(open))) return false;
    if (parts.some((part) => guardedWords.has(part) && !this.#words.has(part))) return false;
    if (!this.#mayBeginOtherNumbers(word)) return false;
    if (/^\d/.test(word) && this.#isMonthOfNoSource(before.at(-1) ?? '')) return false;
    return this.#mayBeginNumber({ tail, before, run }) && !this.#isRefusedBehind(before, coreOf(word));
  }

  #mayBeginOtherNumbers(word: string): boolean {
    const known = [...this.#otherNumbers];
    return [...word.matchAll(otherNumbers)].every(({ 0: number, index }) =>
      index + number.length === word.length
        ? known.some((other) => other.startsWith(number))
        : this.#otherNumbers.has(number),
    );
  }

  #mayBeginNumber({ tail, before, run }: PhraseState): boolean {
    const pieces = piecesOf(tail.toLowerCase());
    const open = /\p{L}$/u.test(tail) ? (pieces.pop() ?? '') : '';
    const digits = digitsAtEnd(before.at(-1) ?? '');
    const now = this.#runs.follow(run, pieces, digits);
    if (!now || open === '') return now !== undefined;
    return this.#runs.mayBegin(now, open, pieces.length > 0 ? digitsAtEnd(pieces.at(-1) ?? '') : digits);
  }

  #learnLinks(source: string): void {
    for (const word of source.split(/\s+/)) {
      for (const part of [word, ...word.split(besideAddress)]) {
        const core = coreOf(part.toLowerCase());
        // A byte-level vocabulary may have letters beyond ASCII in parts only, and a part can't be told.
        if (link.test(core) && /^[!-~]+$/.test(core)) this.#links.add(core);
      }
    }
  }

  #learnNumber(number: string): void {
    for (const form of formsOfNumber(number)) this.#numbers.add(form);
  }

  #learnEnding(number: string, letters: string): void {
    this.#endings.set(number, (this.#endings.get(number) ?? new Set()).add(letters));
    if (!amountLetters.has(letters)) this.#anyEndings.add(letters);
  }

  #learnWord(word: string, before: readonly string[], behind: string): void {
    const core = coreOf(word);
    const last = before.at(-1) ?? '';
    if (!link.test(core)) for (const number of word.match(numbers) ?? []) this.#learnNumber(number);
    for (const part of core.split(/[^\p{L}]+/u)) {
      // "Decaf" is begun like a month, and "tenancy" like a number.
      if (beginsWith(guardedBeginnings, part) && !shortDays.includes(part)) this.#words.add(part);
      if (!digitsOf.has(part) && beginsWith(numberWords, part)) this.#runs.addOther(part);
    }
    const pair = groupOf(last, word);
    if (pair !== undefined) this.#together.add(pair);
    this.#learnDates(core, before, behind);
    const isMonth = isBeforeMonth(last) || isNumber(coreOf(behind));
    if (isMonth && wordsLikeMonths.includes(core)) this.#words.add(core);
  }

  /** What is said of a day in one of its forms may be said in the others. */
  #learnDates(core: string, before: readonly string[], behind: string): void {
    const last = lastPartOf(before);
    const parts = [last, ...partsOf(core), partsOf(behind)[0] ?? ''];
    for (const [place, part] of [...parts.entries()].slice(1, -1)) {
      // "On sun" may be that of the sky.
      if (shortDays.includes(part)) this.#together.add(`${parts[place - 1]} ${part}`);
      const isOfWeek = place === 1 && shortDays.includes(part) && last !== 'on' && isBeforeDay(before);
      const isDate = isOfWeek || [parts[place - 1], parts[place + 1]].some((beside) => isDayOrNumber(beside ?? ''));
      const forms = isDate || !shortDates.has(part) ? (shortDates.get(part) ?? formsOf(part)) : [];
      for (const form of forms) this.#words.add(form);
    }
  }

  #learnRun(run: NumberRun): void {
    this.#runs.add(run);
    const number = numberOfRun(run);
    if (number !== undefined) this.#learnNumber(`${number}`);
    // Several numbers, such as a year's or a telephone's, may be said one by one.
    else if (!run.some((word) => /\d/.test(word))) {
      for (const word of run) if (word !== 'one') this.#learnRun([word]);
    }
  }
}

/** A number as it may be written: "5.00" as "5", "09:00" as "9:00" and "9", and the other way round. */
function formsOfNumber(number: string): string[] {
  const forms = [number, number.replace(/^0(?=\d[.:]\d\d$)/, '')];
  forms.push(...forms.map((form) => form.replace(/[.,]00$|(?<=^(?:\d|1[0-2])):00$/, '')));
  if (/^\d[.:]\d\d$/.test(number)) forms.push(`0${number}`);
  if (/^(?:[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)$/.test(number)) forms.push(`${number}.00`);
  return forms;
}

/** The three digits that a word begins with, and those before them, as one number: "12 000". */
function groupOf(before: string, word: string): string | undefined {
  const [digits] = word.match(group) ?? [];
  const first = digits === undefined ? '' : digitsAtEnd(before);
  return beforeGroup.test(first) ? `${first} ${digits}` : undefined;
}

/** "Minutes" is begun by "mins", too. */
const singularOf = (letters: string): string => letters.replace(/(?<=..)s$/u, '');

const beginsWith = (beginnings: readonly string[], word: string): boolean =>
  beginnings.some((beginning) => word.startsWith(beginning));

const isLink = (word: string): boolean => link.test(coreOf(word));

/** What a measure begins with at the end of the words before: a number, of several words all of it, also before "per", or a currency's sign. */
function openEndBehind(before: readonly string[], run: NumberRun): string {
  const word = before.at(-1);
  if (word === 'per') {
    const earlier = before.slice(0, -1);
    const end = openEndOf(earlier.at(-1));
    const number = /^\p{L}/u.test(end) ? openEndBehind(earlier, runsIn(earlier).at(-1) ?? []) : end;
    return number === '' ? '' : `${number} per`;
  }
  return run.length > 1 ? `${numberOfRun(run) ?? openEndOf(word)}` : openEndOf(word);
}

/** The measures of a text in small letters, cut at its blanks. */
function measuresOf(words: readonly string[]): Measure[] {
  let run: NumberRun = [];
  return words.flatMap((word, index) => {
    const measures = measuresIn(`${openEndBehind(words.slice(Math.max(0, index - contextWords), index), run)} ${word}`);
    let digits = digitsAtEnd(words[index - 1] ?? '');
    for (const piece of piecesOf(isLink(word) ? '.' : word)) {
      run = runBehind(run, piece, digits);
      digits = digitsAtEnd(piece);
    }
    return measures;
  });
}
