import { setImmediate } from 'node:timers/promises';
import type { OpenQuestion } from './unanswered-questions.ts';

/** An index entry of PostgreSQL has room for 2,700 bytes; who writes more than this tells a story. */
const normalFormChars = 300;

/**
 * What a question is compared by: case, accents, punctuation and spaces do not make another one of it. What makes another word does:
 * marks of letters that are neither Latin nor Greek (ベッド, ペット), but for those that are written or not as one likes (ё), and
 * signs that stand at a word (€, C++, -5). Rows from before keep the form that they were stored with, which may lack these: they are
 * listed as wordings of their own.
 */
export function normalForm(question: string): string {
  const words = question
    .normalize('NFKD')
    .replace(/(?<=\p{Script=Latin}|\p{Script=Greek}|[^\p{L}\p{M}]|^)\p{M}+|(?<=[еЕ])\u0308/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replaceAll('−', '-')
    .replace(/[^\p{L}\p{M}\p{N}\p{Sc}+#-]+/gu, ' ')
    // A hyphen joins words; before a number alone it is a sign.
    .replace(/(?<=\S)-|-(?!\p{N})/gu, ' ')
    .replace(/(?<!\p{L})#+|(?<![\p{L}\p{N}+])\++(?![\p{L}\p{N}+])/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return [...words].slice(0, normalFormChars).join('');
}

/** Questions that one fact may answer. */
export interface QuestionGroup {
  /** The wordings, those asked most often first; the first one names the group. */
  questions: OpenQuestion[];
  /** How often all of them together were asked. */
  count: number;
  lastAskedAt: Date;
}

/**
 * Cosine from which two questions are taken for the same. Whoever writes a fact for a group closes all of it, so a question
 * too many is worse than a group too many. With all-MiniLM-L6-v2, of 8 pairs of wordings it joins 4 ("student discount?"),
 * of 9 pairs that differ in one word that matters 1 (renting and selling "plants for weddings": 0.90). At 0.75 it would be
 * 6 and 3: stores in Berlin and in Munich are at 0.80, "gift cards" and "a gift voucher" at 0.58 only.
 */
const sameQuestionCosine = 0.81;

/** While wordings are grouped the event loop waits so long at most, and a wording's time. */
const turnMs = 5;

/**
 * Groups wordings: each joins the group whose first wording is most like it, if that is like enough, else begins one.
 * Compared with first wordings only, so that a chain of small differences does not join what is unlike. Five hundred take
 * a hundred million products, in which others have their turns.
 * @param questions those asked most often first, vectors of length 1
 * @returns most often asked first, among equals the newest
 */
export async function groupQuestions(
  questions: readonly OpenQuestion[],
  threshold = sameQuestionCosine,
): Promise<QuestionGroup[]> {
  const groups: QuestionGroup[] = [];
  let turnEnd = performance.now() + turnMs;
  for (const question of questions) {
    if (performance.now() > turnEnd) {
      await setImmediate();
      turnEnd = performance.now() + turnMs;
    }
    const group = nearest(groups, question, threshold);
    if (group) {
      group.questions.push(question);
      group.count += question.count;
      if (question.askedAt > group.lastAskedAt) group.lastAskedAt = question.askedAt;
    } else groups.push({ questions: [question], count: question.count, lastAskedAt: question.askedAt });
  }
  return groups.sort((a, b) => b.count - a.count || b.lastAskedAt.getTime() - a.lastAskedAt.getTime());
}

function nearest(groups: readonly QuestionGroup[], question: OpenQuestion, threshold: number) {
  let best: QuestionGroup | undefined;
  let bestCosine = threshold;
  for (const group of groups) {
    const cosine = likeness(group.questions[0], question);
    if (cosine < bestCosine) continue;
    best = group;
    bestCosine = cosine;
  }
  return best;
}

/** Vectors of two models can't be compared: such questions are alike only by their words. */
function likeness(first: OpenQuestion | undefined, second: OpenQuestion): number {
  if (!first?.vector || !second.vector || first.embeddingHash !== second.embeddingHash) return -1;
  return scalarProduct(first.vector.bytes, second.vector.bytes) * first.vector.step * second.vector.step;
}

/** `| 0` keeps it an integer, which is faster. */
function scalarProduct(a: Int8Array, b: Int8Array): number {
  let product = 0;
  for (let place = 0; place < a.length; place++) product = (product + (a[place] as number) * (b[place] as number)) | 0;
  return product;
}
