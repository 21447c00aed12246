import { passageText } from './embed-passages.ts';
import { type Embedder, loadEmbedder } from './embedder.ts';
import { dependsOnPrevious, withContext } from './follow-up.ts';
import type { FoundPassage, PassageIndex } from './passage-index.ts';
import { loadReranker, type MessageKinds, type Reranker } from './reranker.ts';

export interface Retrieval {
  /** The question as it was read: misspelled words as the site spells them. The one before it too. */
  question: string;
  previousQuestion: string | undefined;
  /** Whether each word of the question, as it was read, stands in the passages. */
  isInOwnWords: boolean;
  /** Whether the question was looked up with the one before it, which the prompt then needs too. */
  dependsOnPrevious: boolean;
  /** Best first. */
  passages: FoundPassage[];
  /** Of the question alone; null where there was nothing to look it up in. */
  vector: Float32Array | null;
  /** What kind of message the question may be; null without a reranker. */
  kinds: MessageKinds | null;
}

export interface RetrievalRequest {
  question: string;
  /** What the customer asked before, if anything. */
  previousQuestion?: string | undefined;
  /** Passages wanted. Defaults to 3. */
  limit?: number;
}

export interface RetrievalModels {
  embedder: Embedder;
  /** Orders what was found. Without it the order is that of vectors and words. */
  reranker?: Reranker | undefined;
}

/**
 * Loads what passages are found with from a prepared embedding model's folder; once per process.
 *
 * @throws ModelError `not_prepared`; EngineError as `createEncoder`; TokenizerError
 */
export async function loadRetrievalModels(dir: string): Promise<RetrievalModels & { close(): Promise<void> }> {
  const embedder = await loadEmbedder(dir);
  try {
    const reranker = await loadReranker(dir, { threads: 1 });
    return { embedder, reranker, close: async () => void (await Promise.all([embedder.close(), reranker?.close()])) };
  } catch (error) {
    await embedder.close();
    throw error;
  }
}

/**
 * Passages that the reranker reads. Of those that answer a question of the companies held out from its training 95 % are among
 * the first five (93 % among the first three). Eight cost half as much again and answered one question in a hundred more.
 */
const MOST_CANDIDATES = 5;
const CANDIDATES_WITHIN = 0.2;

/**
 * The passages that may answer a question.
 *
 * @throws EngineError `native_failure`, `closed`
 */
export async function retrieve(
  { embedder, reranker }: RetrievalModels,
  index: PassageIndex,
  { limit = 3, ...asked }: RetrievalRequest,
): Promise<Retrieval> {
  const read = (text: string) => index.respelled(text, (word) => embedder.knows(word));
  const question = read(asked.question);
  const previousQuestion = asked.previousQuestion && read(asked.previousQuestion);
  const isFollowUp = previousQuestion !== undefined && dependsOnPrevious(question);
  const isInOwnWords = index.usesWordsOf(question);
  const heard = { question, previousQuestion, isInOwnWords, dependsOnPrevious: isFollowUp };
  if (index.size === 0) return { ...heard, passages: [], vector: null, kinds: null };
  const inContext = isFollowUp ? withContext(question, previousQuestion) : question;
  const texts = isFollowUp ? [question, inContext] : [question];
  const vectors = await embedder.embed(texts, 'question');
  const searches = texts.map((text, place) => ({ text, vector: vectors[place] as Float32Array }));
  const found = await index.search(searches, reranker ? Math.max(MOST_CANDIDATES, limit) : limit);
  const retrieval = { ...heard, vector: vectors[0] ?? null };
  if (!reranker)
    return { ...retrieval, passages: found.map((passage) => judged(passage, likeness(passage))), kinds: null };
  const nearest = found.filter(({ score }, place) => place < limit || score >= best(found) - CANDIDATES_WITHIN);
  const { logOdds, kinds } = await reranker.judge({
    ...{ message: question, question: inContext },
    passages: nearest.map(({ title, sentences }) =>
      passageText({ title, sentences: sentences.map(({ text }) => text) }),
    ),
  });
  const passages = nearest
    .map((passage, place) => judged(passage, (logOdds[place] as number) + LIKENESS * (passage.score - COMMON_LIKENESS)))
    .sort((a, b) => b.score - a.score);
  return { ...retrieval, passages: passages.slice(0, limit), kinds };
}

const best = (found: readonly FoundPassage[]): number => found[0]?.score ?? 0;

/**
 * What vectors and words say counts beside the reranker: they err differently. Chosen on companies that neither was trained
 * on (packages/models/training/reranker).
 */
const LIKENESS = 4;
const COMMON_LIKENESS = 0.5;

/** Log-odds that a passage answers by likeness alone, as the default embedding model has it; of another one an order only. */
const likeness = ({ score }: FoundPassage): number => 13 * score - 7;

/** Its score is the probability that it answers, then. */
function judged(passage: FoundPassage, logOdds: number): FoundPassage {
  return { ...passage, score: 1 / (1 + Math.exp(-logOdds)) };
}
