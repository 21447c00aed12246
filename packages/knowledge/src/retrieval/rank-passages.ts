import { passageText } from './embed-passages.ts';
import type { Judge } from './judge.ts';
import type { FoundPassage } from './passage-index.ts';
import type { MessageKinds, Reranker } from './reranker.ts';

export interface RankModels {
  /** Orders what was found. Without it the order is that of vectors and words. */
  reranker?: Reranker | undefined;
  /** Reads the best of them once more. */
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
 * Passages that the reranker reads. Of those that answer a question of the companies held out from its training 95 % are among
 * the first five (93 % among the first three). Eight cost half as much again and answered one question in a hundred more.
 */
export const MOST_CANDIDATES = 5;
const CANDIDATES_WITHIN = 0.2;

/**
 * Orders passages by how likely they answer.
 *
 * @throws EngineError `native_failure`, `closed`
 */
export async function rankPassages(
  { reranker, judge }: RankModels,
  { message, question, found, limit }: RankRequest,
): Promise<Ranked> {
  if (!reranker)
    return { passages: found.map((passage) => judged({ passage, logOdds: likeness(passage) })), kinds: null };
  const best = found[0]?.score ?? 0;
  const nearest = found.filter(({ score }, place) => place < limit || score >= best - CANDIDATES_WITHIN);
  const { logOdds, kinds } = await reranker.judge({ message, question, passages: nearest.map(textOf) });
  const ranked = nearest
    .map((passage, place): Candidate => {
      const own = (logOdds[place] as number) + LIKENESS * (passage.score - COMMON_LIKENESS);
      return { passage, logOdds: own };
    })
    .sort(byLogOdds);
  const ordered = judge ? await readAgain(judge, question, ranked) : ranked;
  return { passages: ordered.slice(0, limit).map(judged), kinds };
}

/** A passage, and the log-odds that it answers. */
interface Candidate {
  passage: FoundPassage;
  logOdds: number;
}

const byLogOdds = (a: Candidate, b: Candidate): number => b.logOdds - a.logOdds;

/** The best ones as the judge sees them too, before the others. */
async function readAgain(judge: Judge, question: string, ranked: readonly Candidate[]): Promise<Candidate[]> {
  const [first] = ranked;
  if (!first || first.logOdds <= NOT_WORTH_JUDGING) return [...ranked];
  const best = ranked.slice(0, MOST_JUDGED).filter(({ logOdds }) => logOdds > first.logOdds - JUDGED_WITHIN);
  const found = await judge.judge(
    question,
    best.map(({ passage }) => textOf(passage)),
  );
  const readOnes = best
    .map(({ passage, logOdds }, place) => ({
      passage,
      logOdds: RERANKER_WEIGHT * logOdds + JUDGE_WEIGHT * (found[place] as number),
    }))
    .sort(byLogOdds);
  // What the judge has not read was behind them, and stays there.
  const most = readOnes.at(-1)?.logOdds ?? 0;
  const others = ranked.slice(best.length).map((other) => ({ ...other, logOdds: Math.min(other.logOdds, most) }));
  return [...readOnes, ...others];
}

const textOf = ({ title, sentences }: FoundPassage): string =>
  passageText({ title, sentences: sentences.map(({ text }) => text) });

/**
 * What vectors and words say counts beside the reranker: they err differently. Chosen on companies that neither was trained
 * on (packages/models/training/reranker).
 */
const LIKENESS = 4;
const COMMON_LIKENESS = 0.5;

/** Passages that the judge reads: of those that the prompt shows the best, and the other one where it is not far behind. */
const MOST_JUDGED = 2;
/** In log-odds. For 60 of 100 messages nothing more than the first is read, and no figure is worse for it. */
const JUDGED_WITHIN = 3;
/** Log-odds of the best passage at which nothing is worth the judge's time. */
const NOT_WORTH_JUDGING = -4;
/** Of either's log-odds: they err differently. The first of the two is right most often like this. */
const RERANKER_WEIGHT = 0.25;
const JUDGE_WEIGHT = 0.75;

/** Log-odds that a passage answers by likeness alone, as the default embedding model has it; of another one an order only. */
const likeness = ({ score }: FoundPassage): number => 13 * score - 7;

/** Its score is the probability that it answers, then. */
function judged({ passage, logOdds }: Candidate): FoundPassage {
  return { ...passage, score: 1 / (1 + Math.exp(-logOdds)) };
}
