import { readPreparedEmbeddingModel } from '@frontdesk/models';
import type { Embedder } from './embedder.ts';
import { loadPairReader } from './pair-reader.ts';

/** A network that reads a question with a passage, and knows what nearly answers from what answers. */
export interface Judge {
  /** Questions that it reads or has before it. */
  readonly waiting: number;
  /**
   * @returns for each passage the log-odds that it answers the question
   * @throws EngineError `native_failure`, `closed`
   */
  judge(question: string, passages: readonly string[]): Promise<number[]>;
  close(): Promise<void>;
}

/** Of a text alone it makes a vector, too, in which it sees other things than the embedding model does. */
export type EmbeddingJudge = Judge & Pick<Embedder, 'dimensions' | 'embed'>;

/**
 * Loads the judge that the prepared embedding model in `dir` comes with; undefined where it has none. Once per process.
 *
 * @throws ModelError `not_prepared`; EngineError as `createEncoder`; TokenizerError
 */
export async function loadJudge(dir: string, options: { threads?: number } = {}): Promise<EmbeddingJudge | undefined> {
  const { judge, tokenizerJson } = await readPreparedEmbeddingModel(dir);
  if (!judge) return undefined;
  const reader = await loadPairReader(judge, tokenizerJson, options);
  let waiting = 0;
  return {
    get waiting() {
      return waiting;
    },
    judge: async (question, passages) => {
      waiting += 1;
      try {
        return (await reader.readPairs(question, passages)).map(([logOdds = 0]) => logOdds);
      } finally {
        waiting -= 1;
      }
    },
    dimensions: reader.dimensions,
    embed: (texts, kind) => reader.readAlone(texts, { urgent: kind === 'question' }),
    close: () => reader.close(),
  };
}
