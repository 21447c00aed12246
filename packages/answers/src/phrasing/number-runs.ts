import { digitsOf } from './number-words.ts';

/** Words that multiply what stands before them. */
const multipliers: ReadonlySet<string> = new Set(['dozen', 'hundred', 'thousand', 'million']);
/** Beyond, no number is written as words. */
const mostInWords = 999_999_999;
/** Longer rows of numbers, such as a customer may write to keep a worker busy, are said by nobody. */
const mostWords = 40;

/** A number of several words, of each the usual one: "fifth" counts as "five". "One" is a word of it behind another only. */
export type NumberRun = readonly string[];

const usualOf = new Map<string, string>([['1', 'one']]);
for (const [word, digits] of digitsOf) if (!usualOf.has(digits)) usualOf.set(digits, word);
const wordsFor = new Map<string, string[]>([['one', ['one']]]);
for (const word of digitsOf.keys()) {
  const usual = usualWord(word);
  wordsFor.set(usual, [...(wordsFor.get(usual) ?? []), word]);
}
/** What they are behind "twenty"; elsewhere they are other words. */
const lastOrdinals = new Map([
  ['first', 'one'],
  ['second', 'two'],
  ['third', 'three'],
]);

function usualWord(word: string): string {
  return multipliers.has(word) ? word : (usualOf.get(digitsOf.get(word) ?? '') ?? word);
}

/**
 * The numbers that may be written as words. Words in a row are one number: with 20 and 5 goes no "twenty-five", and of "five
 * hundred" nothing is said that stops at "five".
 */
export class NumberRuns {
  readonly #whole = new Set<string>();
  /** By the words that a number begins with: those that may come next. */
  readonly #next = new Map<string, Set<string>>();
  /** Words that begin like a number. */
  readonly #others: string[] = [];

  add(run: NumberRun): void {
    if (run.length > mostWords) return;
    this.#whole.add(run.join(' '));
    for (const [index, word] of run.entries()) {
      const begun = run.slice(0, index).join(' ');
      this.#next.set(begun, (this.#next.get(begun) ?? new Set()).add(word));
    }
  }

  /** @param word one that begins like a number and is none: "tenancy" */
  addOther(word: string): void {
    this.#others.push(word);
  }

  /** Whether a number may stop here. */
  isWhole(run: NumberRun): boolean {
    return run.length === 0 || this.#whole.has(run.join(' '));
  }

  /** Goes on with a number by pieces of text, each letters or none; undefined where that must not be said. */
  follow(run: NumberRun, pieces: readonly string[], digits = ''): NumberRun | undefined {
    let now = run;
    let before = digits;
    for (const piece of pieces) {
      const next = runBehind(now, piece, before);
      const isLonger = next.length > now.length;
      if (isLonger ? !this.#isBegun(next) : next !== now && !this.isWhole(now)) return undefined;
      now = next;
      before = digitsAtEnd(piece);
    }
    return now;
  }

  /** Whether letters may stand behind a number so far, or where there is none, that may become another word. */
  mayBegin(run: NumberRun, open: string, digits = ''): boolean {
    const mayBeOther =
      runBehind(run, open, digits).length <= run.length || this.#others.some((word) => word.startsWith(open));
    return (this.isWhole(run) && mayBeOther) || this.#wordsBehind(run, digits).some((word) => word.startsWith(open));
  }

  /**
   * All words that a number goes on with, or begins with.
   * @param digits that stand before it: "5" of "5 million"
   */
  #wordsBehind(run: NumberRun, digits: string): string[] {
    const words = [...(this.#next.get(run.join(' ')) ?? [])].flatMap((word) => wordsFor.get(word) ?? []);
    if (run.length === 0) {
      const counted = [...multipliers].filter((word) => this.#isBegun(runBehind(run, word, digits)));
      return digits === '' ? words : [...words.filter((word) => !multipliers.has(word)), ...counted];
    }
    if (isTens(run)) {
      const known = this.#next.get(run.join(' '));
      for (const [ordinal, word] of lastOrdinals) if (known?.has(word)) words.push(ordinal);
    }
    return words.length > 0 && goesOnWithAnd(run) ? [...words, 'and'] : words;
  }

  #isBegun(run: NumberRun): boolean {
    return this.isWhole(run) || this.#next.has(run.join(' '));
  }
}

/** A text's letters, and what stands between them. */
export const piecesOf = (text: string): string[] => text.match(/\p{L}+|[^\p{L}]+/gu) ?? [];

/** The digits that a text ends with. The end first: from every digit on, a long number would be read anew. */
export const digitsAtEnd = (text: string): string => text.match(/$(?<=(\d+(?:[.,:]\d+)*))/)?.[1] ?? '';

/** The numbers that are written as words in a text, which is cut at its blanks. */
export function runsIn(words: readonly string[]): NumberRun[] {
  const runs: NumberRun[] = [];
  let run: NumberRun = [];
  let digits = '';
  for (const piece of [...words.flatMap(piecesOf), '.']) {
    const next = runBehind(run, piece, digits);
    if (next.length === 0 && run.length > 0) runs.push(run);
    run = next;
    digits = digitsAtEnd(piece);
  }
  return runs;
}

/** @param digits that stand before the piece */
export function runBehind(run: NumberRun, piece: string, digits: string): NumberRun {
  if (run.length > mostWords && digitsOf.has(piece)) return run;
  if (piece === '-' || (piece === 'and' && goesOnWithAnd(run))) return run;
  if (run.length === 0 && digits !== '' && multipliers.has(piece)) return [usualOf.get(digits) ?? digits, piece];
  if (digitsOf.has(piece) || (piece === 'one' && run.length > 0)) return [...run, usualWord(piece)];
  const last = isTens(run) ? lastOrdinals.get(piece) : undefined;
  if (last !== undefined) return [...run, last];
  return run.length === 0 ? run : [];
}

const isTens = (run: NumberRun): boolean => /ty$/.test(run.at(-1) ?? '');

function goesOnWithAnd(run: NumberRun): boolean {
  return multipliers.has(run.at(-1) ?? '') && run.at(-1) !== 'dozen';
}

/** The number that words say; undefined for words of several numbers, such as "two three". */
export function numberOfRun(run: NumberRun): number | undefined {
  if (run.length > mostWords) return undefined;
  let sum = 0;
  let part = 0;
  for (const word of run) {
    const value = word === 'one' ? 1 : Number(digitsOf.get(word) ?? word);
    if (word === 'hundred' || word === 'dozen') part = Math.max(1, part) * value;
    else if (multipliers.has(word)) [sum, part] = [sum + Math.max(1, part) * value, 0];
    else part += value;
  }
  const said = run.join(' ');
  const number = sum + part;
  return said.endsWith('dozen') || runsOf(number).some((usual) => usual.join(' ') === said) ? number : undefined;
}

/** How a number is written as words, without a "one" or "a" at its beginning. */
export function runsOf(number: number): NumberRun[] {
  if (!Number.isInteger(number) || number < 2 || number > mostInWords) return [];
  const runs = [inWords(number)];
  if (number > 1_000 && number < 10_000 && number % 1_000 >= 100) runs.push(groups(number, 100, 'hundred'));
  if (number === 12) runs.push(['dozen']);
  return runs.map((run) => (run[0] === 'one' && run.length > 1 ? run.slice(1) : run));
}

function inWords(number: number): string[] {
  const usual = usualOf.get(`${number}`);
  if (number < 100 && usual !== undefined) return [usual];
  if (number < 100) return [usualOf.get(`${number - (number % 10)}`) ?? '', usualOf.get(`${number % 10}`) ?? ''];
  if (number < 1_000) return groups(number, 100, 'hundred');
  return number < 1_000_000 ? groups(number, 1_000, 'thousand') : groups(number, 1_000_000, 'million');
}

function groups(number: number, size: number, word: string): string[] {
  const rest = number % size;
  return [...inWords(Math.floor(number / size)), word, ...(rest > 0 ? inWords(rest) : [])];
}
