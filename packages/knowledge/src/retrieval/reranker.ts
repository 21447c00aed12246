import { readPreparedEmbeddingModel } from '@frontdesk/models';
import { loadPairReader } from './pair-reader.ts';
import { kindsOf } from './reader-outputs.ts';

/** Probability of each kind of message: names of `training/data/messages`; `ask` is a question about the company. */
export type MessageKinds = Readonly<Record<string, number>>;

/** A small model that reads a question and a passage together, which tells more than comparing their vectors. */
export interface Reranker {
  /**
   * @returns for each passage the log-odds that it answers the question, and what kind of message the question is
   * @throws EngineError `native_failure`, `closed`
   */
  judge(request: RerankRequest): Promise<{ logOdds: number[]; kinds: MessageKinds }>;
  close(): Promise<void>;
}

export interface RerankRequest {
  /** What the customer wrote. */
  message: string;
  /** The same, or with the question before it, where it leans on that. */
  question: string;
  passages: readonly string[];
}

/**
 * Loads the reranker that the prepared embedding model in `dir` comes with; undefined where it has none. Once per process.
 *
 * @throws ModelError `not_prepared`; EngineError as `createEncoder`; TokenizerError
 */
export async function loadReranker(dir: string, options: { threads?: number } = {}): Promise<Reranker | undefined> {
  const { reranker, tokenizerJson } = await readPreparedEmbeddingModel(dir);
  if (!reranker) return undefined;
  const reader = await loadPairReader(reranker, tokenizerJson, options);
  return {
    judge: async ({ message, ...pairs }) => {
      const [alone, ...found] = await reader.read({ alone: message, ...pairs });
      return {
        logOdds: found.map(([first = 0]) => first),
        kinds: kindsOf(reranker.head.kinds, alone as Float32Array),
      };
    },
    close: () => reader.close(),
  };
}
