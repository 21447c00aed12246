import { passageText } from './embed-passages.ts';
import type { Judge } from './judge.ts';
import type { FoundPassage } from './passage-index.ts';
import type { MessageKinds, Reranker } from './reranker.ts';

export interface RankModels {
  /** Tells what kind of message it is; and orders what was found where there is no judge. */
  reranker?: Reranker | undefined;
  /** Orders what was found. Without either the order is that of vectors and words. */
  judge?: Judge | undefined;
}

export interface RankRequest {
  /** What the customer wrote. */
  message: string;
  /** The same, or with the question before it, where it leans on that. */
  question: string;
  /** Those that vectors and words put first; best first. */
  found: readonly FoundPassage[];
  /** Passages wanted. */
  limit: number;
}

export interface Ranked {
  /** Best first; a score is the probability that the passage answers. */
  passages: FoundPassage[];
  /** Null without a reranker. */
  kinds: MessageKinds | null;
}

/**
 * Orders passages by how likely they answer.
 *
 * @throws EngineError `native_failure`, `closed`
 */
export async function rankPassages(
  { reranker, judge }: RankModels,
  { message, question, found, limit }: RankRequest,
): Promise<Ranked> {
  const best = found[0]?.score ?? 0;
  const nearest = found.filter(({ score }, place) => place < limit || score >= best - CANDIDATES_WITHIN);
  const passages = judge ? [] : nearest.map(textOf);
  const { logOdds = [], kinds = null } = (await reranker?.judge({ message, question, passages })) ?? {};
  let ranked: Candidate[];
  if (judge) ranked = await judgeNearest(judge, question, found);
  else if (reranker)
    ranked = nearest.map((passage, place) => withLikeness(passage, logOdds[place] as number, LIKENESS));
  else ranked = found.map((passage) => ({ passage, logOdds: likeness(passage) }));
  return { passages: ranked.sort(byLogOdds).slice(0, limit).map(asScore), kinds };
}

/** A passage, and the log-odds that it answers. */
interface Candidate {
  passage: FoundPassage;
  logOdds: number;
}

const byLogOdds = (a: Candidate, b: Candidate): number => b.logOdds - a.logOdds;

/** The nearest as the judge sees them, before the others. */
async function judgeNearest(judge: Judge, question: string, found: readonly FoundPassage[]): Promise<Candidate[]> {
  const best = found[0]?.score ?? 0;
  const near = found.slice(0, MOST_JUDGED).filter(({ score }) => score >= best - JUDGED_WITHIN);
  const read = best < NOT_WORTH_JUDGING ? [] : near;
  const judged = read.length > 0 ? await judge.judge(question, read.map(textOf)) : [];
  const readOnes = read.map((passage, place) => withLikeness(passage, judged[place] as number, LIKENESS_BESIDE_JUDGE));
  // What the judge has not read was behind, and stays there.
  const most = Math.min(...readOnes.map(({ logOdds }) => logOdds));
  const others = found
    .slice(read.length)
    .map((passage) => withLikeness(passage, UNREAD, LIKENESS_BESIDE_JUDGE))
    .map(({ passage, logOdds }) => ({ passage, logOdds: Math.min(most, logOdds) }));
  return [...readOnes, ...others];
}

const textOf = ({ title, sentences }: FoundPassage): string =>
  passageText({ title, sentences: sentences.map(({ text }) => text) });

/** What vectors and words say counts beside a network that reads both: they err differently. */
function withLikeness(passage: FoundPassage, logOdds: number, weight: number): Candidate {
  return { passage, logOdds: logOdds + weight * (passage.score - COMMON_LIKENESS) };
}
const COMMON_LIKENESS = 0.5;

/** Passages that vectors and words give, and of these the reranker reads those that are so near to the first. */
export const MOST_CANDIDATES = 5;
const CANDIDATES_WITHIN = 0.2;
/** Chosen on companies that neither was trained on (packages/models/training/reranker). */
const LIKENESS = 4;

/** Chosen on the calibrating businesses (packages/models/training/judge). */
const LIKENESS_BESIDE_JUDGE = 6;
const MOST_JUDGED = 3;
/** Behind the first by so much likeness, a passage is not worth its time. */
const JUDGED_WITHIN = 0.15;
/** Likeness of the best passage below which none is: of 200 questions that passages answer one has less. */
const NOT_WORTH_JUDGING = 0.2;
/** Log-odds in place of the judge's. */
const UNREAD = -4;

/** Log-odds that a passage answers by likeness alone, as the default embedding model has it; of another one an order only. */
const likeness = ({ score }: FoundPassage): number => 13 * score - 7;

/** Its score is the probability that it answers, then. */
function asScore({ passage, logOdds }: Candidate): FoundPassage {
  return { ...passage, score: 1 / (1 + Math.exp(-logOdds)) };
}
