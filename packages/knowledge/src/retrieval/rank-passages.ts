import { passageText } from './embed-passages.ts';
import type { Judge } from './judge.ts';
import type { FoundPassage } from './passage-index.ts';

/**
 * Orders passages by how likely they answer; a score is that probability, then.
 *
 * @param judge without one the order stays that of vectors and words
 * @param found what vectors and words put first, best first
 * @param said what answers the question that this one depends on, if it does on one
 * @param isAskedWith whether both were asked in one message, so that nobody has read that answer
 * @returns `isHurried`: questions wait for the judge, so it has read one passage at most
 * @throws EngineError `native_failure`, `closed`
 */
export async function rankPassages(
  judge: Judge | undefined,
  question: string,
  found: readonly FoundPassage[],
  { said = '', isAskedWith = false }: { said?: string | undefined; isAskedWith?: boolean } = {},
): Promise<{ passages: FoundPassage[]; isHurried: boolean }> {
  const isHurried = judge !== undefined && judge.waiting >= HURRIED_FROM;
  const ranked = judge
    ? await judgeNearest(judge, question, found, isHurried)
    : found.map((passage) => ({ passage, logOdds: likeness(passage) }));
  const saidWords = ` ${said} `.replaceAll('\n', ' ');
  const isSaid = ({ text }: { text: string }) => saidWords.includes(` ${text} `);
  const saidPassages = saidAmong(found, isSaid);
  const behind = isAskedWith ? ANSWERS_OTHER : SAID;
  const ordered = ranked
    .map((one) => (saidPassages.has(one.passage) ? { ...one, logOdds: one.logOdds - behind } : one))
    .sort((a, b) => b.logOdds - a.logOdds);
  const known = judge && !isHurried ? await judgeSentences(judge, question, ordered) : ordered;
  const passages = known.map(({ passage, logOdds }) => ({
    ...passage,
    score: 1 / (1 + Math.exp(-logOdds)),
    sentences: passage.sentences.map((one) => (isSaid(one) ? { ...one, score: one.score - SAID_COSINE } : one)),
  }));
  return { passages, isHurried };
}

/** A passage, and the log-odds that it answers. */
interface Candidate {
  passage: FoundPassage;
  logOdds: number;
  /** The judge's share of them, where it has read the passage as a whole. */
  judged?: number;
}

/** The nearest as the judge sees them, before the others. */
async function judgeNearest(
  judge: Judge,
  question: string,
  found: readonly FoundPassage[],
  isHurried: boolean,
): Promise<Candidate[]> {
  const best = found[0]?.score ?? 0;
  const near = found.slice(0, isHurried ? 1 : MOST_JUDGED).filter(({ score }) => score >= best - JUDGED_WITHIN);
  const read = best < NOT_WORTH_JUDGING ? [] : near;
  const judged = read.length > 0 ? await judge.judge(question, read.map(textOf)) : [];
  const readOnes = read.map((passage, place) => ({
    ...withLikeness(passage, judged[place] as number),
    judged: judged[place] as number,
  }));
  // What the judge has not read was behind, and stays there.
  const most = Math.min(...readOnes.map(({ logOdds }) => logOdds));
  const others = found
    .slice(read.length)
    .map((passage) => withLikeness(passage, isHurried ? UNREAD_HURRIED : UNREAD))
    .map(({ passage, logOdds }) => ({ passage, logOdds: Math.min(most, logOdds) }));
  return [...readOnes, ...others];
}

/**
 * Reads the first passage sentence by sentence, where some of it would be said and the rest not: it answers as well as the one that
 * answers best. Where it is first no more, the next one is read so, too.
 */
async function judgeSentences(judge: Judge, question: string, ordered: readonly Candidate[]): Promise<Candidate[]> {
  const candidates = [...ordered];
  for (let round = 0; round < MOST_PARTED; round++) {
    const [first] = candidates;
    if (first?.judged === undefined || first.passage.sentences.length < FEWEST_PARTED) break;
    const { passage } = first;
    const texts = passage.sentences.map(({ text }) => passageText({ ...passage, sentences: [text] }));
    const judged = await judge.judge(question, texts);
    const sentences = passage.sentences.map((one, place) => ({
      ...one,
      score: one.score / 2 + (judged[place] as number) / COSINE,
    }));
    const logOdds = first.logOdds + Math.max(...judged) - first.judged;
    candidates[0] = { passage: { ...passage, sentences }, logOdds };
    candidates.sort((a, b) => b.logOdds - a.logOdds);
  }
  return candidates;
}

const textOf = ({ title, sentences }: FoundPassage): string =>
  passageText({ title, sentences: sentences.map(({ text }) => text) });

/** The passages that stand in an answer. The same words under several titles may answer what is asked next. */
function saidAmong(
  found: readonly FoundPassage[],
  isSaid: (sentence: { text: string }) => boolean,
): ReadonlySet<FoundPassage> {
  const wordsOf = ({ sentences }: FoundPassage) => sentences.map(({ text }) => text).join(' ');
  const standing = found.filter(({ sentences }) => sentences.every(isSaid));
  const isTwice = (passage: FoundPassage) =>
    standing.some((other) => other !== passage && wordsOf(other) === wordsOf(passage));
  return new Set(standing.filter((passage) => !isTwice(passage)));
}

/** What vectors and words say counts beside a network that reads both: they err differently. */
function withLikeness(passage: FoundPassage, logOdds: number): Candidate {
  return { passage, logOdds: logOdds + LIKENESS * (passage.score - COMMON_LIKENESS) };
}
const COMMON_LIKENESS = 0.5;
/** Chosen on the calibrating businesses (packages/models/training/judge). */
const LIKENESS = 10;
/** Passages that the judge reads. */
export const MOST_JUDGED = 5;
/** Behind the first by so much likeness, a passage is not worth its time. */
const JUDGED_WITHIN = 0.15;
/** A passage of fewer sentences is said whole (packages/answers). */
const FEWEST_PARTED = 3;
/** Passages that are read sentence by sentence. */
const MOST_PARTED = 2;
/** What a sentence's cosine counts in log-odds (packages/answers). */
const COSINE = 6.5;
/** Likeness of the best passage below which none is: of 200 questions that passages answer one has less. */
const NOT_WORTH_JUDGING = 0.2;
/**
 * Whoever asks on has read the answer: of the calibration's 13 follow-ups to a fact that was said none is answered by it. Of those
 * that the judge learns from, which were written without answers, 84 % are: the difference in log-odds.
 */
const SAID = 4;
/** Of a passage that was said in part ("Monthly pass: £39. Season pass: £290.") the rest is more likely wanted now: the same by a cosine. */
const SAID_COSINE = 0.3;
/**
 * The same where both were asked at once: one passage may answer both ("is there a deposit, and how much?"), but what answers the first
 * is likely to be found for the second, too, which is looked up with it. With 4, of five such of the calibration one is half answered; with 0,
 * two of 72 that another passage answers get the same one twice.
 */
const ANSWERS_OTHER = 2;
/** Log-odds in place of the judge's. */
const UNREAD = -4;
/** So many questions before one's own hurry it. */
const HURRIED_FROM = 4;
/** Nobody knows how near the others came: with this 77 instead of 79 % of the calibration's answers are right, and no more of what no fact answers is answered. */
const UNREAD_HURRIED = -2;

/** Log-odds that a passage answers by likeness alone, as the default embedding model has it; of another one an order only. */
const likeness = ({ score }: FoundPassage): number => 13 * score - 7;
