import type { Embedder } from './embedder.ts';
import { dependsOnPrevious, withContext } from './follow-up.ts';
import type { FoundPassage, PassageIndex } from './passage-index.ts';

export interface Retrieval {
  /** Whether the question was looked up with the one before it, which the prompt then needs too. */
  dependsOnPrevious: boolean;
  /** Best first. */
  passages: FoundPassage[];
  /** Of the question alone; null where there was nothing to look it up in. */
  vector: Float32Array | null;
}

export interface RetrievalRequest {
  question: string;
  /** What the customer asked before, if anything. */
  previousQuestion?: string | undefined;
  /** Passages wanted. Defaults to 3. */
  limit?: number;
}

/**
 * The passages that may answer a question.
 *
 * @throws EngineError `native_failure`, `closed`
 */
export async function retrieve(
  embedder: Embedder,
  index: PassageIndex,
  { question, previousQuestion, limit }: RetrievalRequest,
): Promise<Retrieval> {
  const isFollowUp = previousQuestion !== undefined && dependsOnPrevious(question);
  if (index.size === 0) return { dependsOnPrevious: isFollowUp, passages: [], vector: null };
  const texts = isFollowUp ? [question, withContext(question, previousQuestion)] : [question];
  const vectors = await embedder.embed(texts, 'question');
  const searches = texts.map((text, place) => ({ text, vector: vectors[place] as Float32Array }));
  const passages = await index.search(searches, limit);
  return { dependsOnPrevious: isFollowUp, passages, vector: vectors[0] ?? null };
}
