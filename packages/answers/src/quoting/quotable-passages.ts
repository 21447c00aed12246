import { abbreviation } from '../abbreviation.ts';
import { isQuestion } from '../end-marks.ts';
import { normalisePassage } from '../passage-text.ts';
import { logOddsOf } from './log-odds.ts';
import { questionSaid } from './question-said.ts';

/** A passage that retrieval found. */
export interface FoundPassage {
  id: string;
  /** What stands above it, such as the question that it was written to answer. */
  title?: string;
  text: string;
  /** Probability that it answers the question, by retrieval. */
  score: number;
  /** Its sentences in their order, where retrieval has scored each; else the text is cut into them here. */
  sentences?: readonly { text: string; score: number }[] | undefined;
}

/** Sentences of one passage. */
export interface Quote {
  passageId: string;
  text: string;
}

/** What can be said in one go. */
export interface Quotable {
  /** Its sentences; before them the question that they answer, where they would say something else without it. */
  text: string;
  /** What it says, from where; one quote, but where several things were asked. */
  quotes: readonly Quote[];
  sentences: readonly string[];
  /** Log-odds that its passage answers, less what its best sentence is behind the passage's best. */
  score: number;
}

/** A passage of so few characters and sentences is quoted whole: its sentences were written to stand together. */
const wholeChars = 240;
const wholeSentences = 2;

/** Sentences that an answer has at most. */
export const mostSentences = 4;

/** What a sentence's likeness to the question counts in log-odds: half of what a passage's does (packages/knowledge). */
const sentenceWeight = 6.5;

/** A sentence that begins so says little, or something else, without the one before it. */
const dependent =
  /^(?:it|its|they|them|their|this|that|these|those|he|she|here|there|then|so|but|and|or|also|however|otherwise|instead|if so|if not|both|neither|either|such|in that case|in this case|after that|before that|the same|such|later|afterwards|thereafter|beyond that|from then on|except|(?:with|for|at) (?:less|more|any (?:less|more))|(?:any|the) (?:earlier|later|longer|shorter|rest|remainder|remaining)|only (?:if|when|in|on|for|with|from|after|before|until|then|the))\b/i;

/** Beside what tells of one time it tells of another: "Between 13 and 3 days before …" after "Up to 14 days before …". */
const nextRung =
  /^(?:if|when|between|within|from|until|up to|under|over|after|before|more than|less than|fewer than|at (?:least|most))\b/i;
const number =
  '(?:\\d[\\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty)';
const time = new RegExp(
  `\\b(?:${number}|an?|half an)[ -](?:[a-z]+ )?(?:minutes?|mins?|hours?|days?|nights?|weeks?|months?|years?)\\b`,
  'i',
);
/** Amounts of things, and conditions. */
const limit = new RegExp(
  `(?<![\\p{Sc}\\d.,] ?)\\b${number} [a-z]{3}|\\b(?:if|unless|until|except|under|over|more than|less than|at least|at most|up to|further|each additional)\\b`,
  'iu',
);

/** Sentences of which each limits what another says. */
const isLadder = (sentences: readonly string[]): boolean =>
  sentences.filter((sentence) => time.test(sentence) || limit.test(sentence)).length > 1;

/** A row of a table, as "Name: Student; Price: €5" and "Student: €5". */
const isRow = (sentence: string): boolean =>
  /^[^:;]{1,120}: [^;]+; [^:;]{1,60}: |^[^:;.!?]{1,60}: (?:from |ab )?\p{Sc}?\d[^;]*$/u.test(sentence);

/**
 * Cuts passages into what can be quoted. A sentence that leans on the one before it is quoted together with it, never
 * alone; so is what follows a question, and a question without it is not quoted. Of what several passages say, the best one has it.
 * @param options.asked what the customer asks
 * @param options.whole a short passage of so many sentences, at most, is quoted whole; a ladder of more, too, unless this is 1. Defaults to 2
 */
export function quotablesOf(
  passages: readonly FoundPassage[],
  { asked = '', whole = wholeSentences } = {},
): Quotable[] {
  const seen = new Set<string>();
  return passages.flatMap((found) => {
    const scored = found.sentences?.map(({ text, score }) => ({ text: normalisePassage(text), score }));
    const sentences = scored?.map(({ text }) => text) ?? sentencesOf(found.text);
    const scores = new Map(scored?.map(({ text, score }) => [text, score]));
    const best = (some: readonly string[]) => Math.max(...some.map((sentence) => scores.get(sentence) ?? 0));
    return groups(sentences, whole)
      .filter((group) => !isQuestion(group.at(-1) ?? ''))
      .map((group, place) => {
        const score = logOddsOf(found.score) - sentenceWeight * (best(sentences) - best(group));
        const text = group.join(' ');
        const question = place === 0 ? questionSaid(found.title ?? '', group[0] ?? '', asked) : undefined;
        const said = question === undefined ? text : `${question} ${text}`;
        return { text: said, quotes: [{ passageId: found.id, text }], sentences: group, score };
      })
      .filter((quotable) => {
        const isNew = quotable.text !== '' && !seen.has(quotable.text);
        seen.add(quotable.text);
        return isNew;
      });
  });
}

/** The sentences of a passage; joined with a space between two they are the passage, normalised. */
export function sentencesOf(passage: string): string[] {
  const sentences: string[] = [];
  const text = normalisePassage(passage);
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)) {
    const last = sentences.at(-1);
    // Signs that need no blank between two sentences, as in Chinese, must not get one.
    const joins = last !== undefined && (abbreviation.test(last.trimEnd()) || !last.endsWith(' '));
    if (joins) sentences[sentences.length - 1] = last + segment;
    else sentences.push(segment);
  }
  return sentences.map((sentence) => sentence.trimEnd()).filter((sentence) => sentence !== '');
}

function groups(all: readonly string[], whole: number): string[][] {
  const sentences = all.slice(0, all.findLastIndex((sentence) => !isQuestion(sentence)) + 1);
  if (standTogether(sentences, whole)) return [sentences];
  const made: string[][] = [];
  for (const sentence of sentences) {
    const last = made.at(-1);
    if (last && last.length < mostSentences && leans(sentence, last.at(-1) ?? '')) last.push(sentence);
    else made.push([sentence]);
  }
  return made;
}

function standTogether(sentences: readonly string[], whole: number): boolean {
  const chars = sentences.reduce((sum, { length }) => sum + length + 1, -1);
  if (chars > wholeChars || sentences.filter(isRow).length > 1) return false;
  const isShort = sentences.length <= whole;
  return isShort || (whole > 1 && sentences.length <= mostSentences && isLadder(sentences));
}

const leans = (sentence: string, before: string): boolean =>
  dependent.test(sentence) ||
  isQuestion(before) ||
  (nextRung.test(sentence) && time.test(sentence) && time.test(before));

/**
 * What best answers of each passage, one after the other, as it is quoted where each answers another thing that was asked.
 * Where that is too much, of some less is quoted than stands together, beginning with the last.
 *
 * @returns undefined where there is no way to say it in {@link mostSentences}
 */
export function quotedTogether(passages: readonly FoundPassage[], asked = ''): Quotable | undefined {
  for (let whole = passages.length; whole >= 0; whole--) {
    const best = passages.flatMap((passage, place) => bestOf(passage, asked, place < whole ? wholeSentences : 1) ?? []);
    const said = best.filter(
      (one, place) => !best.some((other, at) => saysAllOf(other, one) && (at < place || !saysAllOf(one, other))),
    );
    const sentences = said.flatMap((one) => one.sentences);
    if (sentences.length > mostSentences) continue;
    if (best.length < passages.length) return undefined;
    const quotes = said.flatMap((one) => one.quotes);
    const score = Math.min(...said.map((one) => one.score));
    return { text: said.map(({ text }) => text).join(' '), quotes, sentences, score };
  }
  return undefined;
}

const saysAllOf = (one: Quotable, other: Quotable): boolean =>
  one !== other && other.sentences.every((sentence) => one.sentences.includes(sentence));

function bestOf(passage: FoundPassage, asked: string, whole: number): Quotable | undefined {
  const [first, ...others] = quotablesOf([passage], { asked, whole });
  return others.reduce((best, one) => (best && one.score <= best.score ? best : one), first);
}
