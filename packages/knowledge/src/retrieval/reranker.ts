import { createEncoder } from '@frontdesk/engine';
import { readPreparedEmbeddingModel } from '@frontdesk/models';
import { loadSequenceTokenizer } from '@frontdesk/tokenizer';
import { joinIds, kindsOf, readOutputs } from './reranker-outputs.ts';

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
  const { head, modelPath } = reranker;
  const tokenizer = loadSequenceTokenizer({ tokenizerJson, maxTokens: head.maxTokens });
  // Every text ends with it: between the two of a pair it stands once.
  const separator = tokenizer.encode('').at(-1) as number;
  const encoder = await createEncoder({ modelPath, pooling: readOutputs(head, separator), ...options });
  // A question has half of the tokens at most, beside its frame.
  const framed = (text: string) => joinIds([], tokenizer.encode(text), head.maxTokens / 2 + 2);
  return {
    judge: async ({ message, question, passages }) => {
      const asked = framed(question);
      const pairs = passages.map((passage) => joinIds(asked, tokenizer.encode(passage).slice(1), head.maxTokens));
      const [alone, ...found] = await encoder.encode([framed(message), ...pairs], { urgent: true });
      return { logOdds: found.map(([first = 0]) => first), kinds: kindsOf(head.kinds, alone as Float32Array) };
    },
    close: () => encoder.close(),
  };
}
