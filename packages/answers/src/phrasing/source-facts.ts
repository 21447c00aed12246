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
import { groupOf, inOneWord, isLink, link, numbers, openEndBehind, otherNumbers, withLetters } from './entities.ts';
import { amountLetters, endingsOf, inUsualForms, type Measure, measuresIn, unitsAlike } from './measures.ts';
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
import { contextWords } from './person-claims.ts';
import { coreOf, lastPartOf, partsOf } from './words.ts';

/** Between addresses in one word, and before one: "E-Mail:info@shop.example", "[Book](https://shop.example/b)", "shop.example.Call". */
const besideAddress = /[^\p{L}\p{N}!-~]|[[\](){}<>"'|;,*]|:(?!\/\/)|\/(?=[^/]*@)|(?<=\.\p{Ll}{2,4})\.(?=\p{Lu})/u;
/** What stands behind numbers whatever the sources have there. */
const usualEndings = ['st', 'nd', 'rd', 'th', 's', 'h', 'hr', 'hrs'];

/** Words that are only said if the sources do. */
export const guardedWords = new Set([...otherAmounts, ...days, ...dates.flat()]);
const [guardedBeginnings, numberWords] = [[...guardedWords, ...shortDays], [...digitsOf.keys()]];

/** What the sources of an answer say that it may say, too, in whatever form: numbers, measures, dates, addresses. */
export class SourceFacts {
  readonly numbers = new Set<string>();
  readonly links = new Set<string>();
  /** Guarded words, and others that are begun like one. */
  readonly words = new Set<string>();
  /** Numbers in words. */
  readonly runs = new NumberRuns();
  /** In digits of other scripts. */
  readonly otherNumbers: ReadonlySet<string>;
  /** Number and unit. */
  readonly measures = new Set<string>();
  /** Letters behind each number, and those that may stand behind any. */
  readonly endings = new Map<string, Set<string>>();
  readonly anyEndings = new Set<string>(usualEndings);
  /** Two words in a row that say something else than each alone: "12 000", "on sun". */
  readonly together = new Set<string>();

  constructor(sources: readonly string[]) {
    const said = sources.map((source) => source.toLowerCase().split(/\s+/));
    this.otherNumbers = new Set(sources.flatMap((source) => source.match(otherNumbers) ?? []));
    const inOtherForms = said.map((words) => inUsualForms(words.join(' ')).split(' '));
    for (const { number, unit } of [...said, ...inOtherForms].flatMap(measuresOf)) {
      for (const form of formsOfNumber(number)) {
        for (const alike of unitsAlike(unit)) this.measures.add(`${form} ${alike}`);
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
    for (const number of this.numbers) {
      if (/^[1-9][\d,]*$/.test(number))
        for (const run of runsOf(Number(number.replaceAll(',', '')))) this.runs.add(run);
    }
  }

  #learnLinks(source: string): void {
    for (const word of source.split(/\s+/)) {
      for (const part of [word, ...word.split(besideAddress)]) {
        const core = coreOf(part.toLowerCase());
        // A byte-level vocabulary may have letters beyond ASCII in parts only, and a part can't be told.
        if (link.test(core) && /^[!-~]+$/.test(core)) this.links.add(core);
      }
    }
  }

  #learnNumber(number: string): void {
    for (const form of formsOfNumber(number)) this.numbers.add(form);
  }

  #learnEnding(number: string, letters: string): void {
    this.endings.set(number, (this.endings.get(number) ?? new Set()).add(letters));
    if (!amountLetters.has(letters)) this.anyEndings.add(letters);
  }

  #learnWord(word: string, before: readonly string[], behind: string): void {
    const core = coreOf(word);
    const last = before.at(-1) ?? '';
    if (!link.test(core)) for (const number of word.match(numbers) ?? []) this.#learnNumber(number);
    for (const part of core.split(/[^\p{L}]+/u)) {
      // "Decaf" is begun like a month, and "tenancy" like a number.
      if (beginsWith(guardedBeginnings, part) && !shortDays.includes(part)) this.words.add(part);
      if (!digitsOf.has(part) && beginsWith(numberWords, part)) this.runs.addOther(part);
    }
    const pair = groupOf(last, word);
    if (pair !== undefined) this.together.add(pair);
    this.#learnDates(core, before, behind);
    const isMonth = isBeforeMonth(last) || isNumber(coreOf(behind));
    if (isMonth && wordsLikeMonths.includes(core)) this.words.add(core);
  }

  /** What is said of a day in one of its forms may be said in the others. */
  #learnDates(core: string, before: readonly string[], behind: string): void {
    const last = lastPartOf(before);
    const parts = [last, ...partsOf(core), partsOf(behind)[0] ?? ''];
    for (const [place, part] of [...parts.entries()].slice(1, -1)) {
      // "On sun" may be that of the sky.
      if (shortDays.includes(part)) this.together.add(`${parts[place - 1]} ${part}`);
      const isOfWeek = place === 1 && shortDays.includes(part) && last !== 'on' && isBeforeDay(before);
      const isDate = isOfWeek || [parts[place - 1], parts[place + 1]].some((beside) => isDayOrNumber(beside ?? ''));
      const forms = isDate || !shortDates.has(part) ? (shortDates.get(part) ?? formsOf(part)) : [];
      for (const form of forms) this.words.add(form);
    }
  }

  #learnRun(run: NumberRun): void {
    this.runs.add(run);
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

const beginsWith = (beginnings: readonly string[], word: string): boolean =>
  beginnings.some((beginning) => word.startsWith(beginning));

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
