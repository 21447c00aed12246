import { createEncoder } from '@frontdesk/engine';
import type { PreparedReader, ReaderHead } from '@frontdesk/models';
import { loadSequenceTokenizer } from '@frontdesk/tokenizer';
import { joinIds, readOutputs } from './reader-outputs.ts';

/** Of a text that a vector is made of, as it was trained: passages are shorter. */
const VECTOR_TOKENS = 256;

/** A network that reads a question with a passage, or a text alone. */
export interface PairReader {
  /** The head's outputs for each passage with the question. @throws EngineError `native_failure`, `closed` */
  readPairs(question: string, passages: readonly string[]): Promise<Float32Array[]>;
  /**
   * Of each text alone the head's outputs, or its vector where the head knows no kinds.
   *
   * @param options.urgent a customer waits for it
   * @throws EngineError `native_failure`, `closed`
   */
  readAlone(texts: readonly string[], options: { urgent: boolean }): Promise<Float32Array[]>;
  /** Numbers in a vector. */
  readonly dimensions: number;
  close(): Promise<void>;
}

/** @throws EngineError as `createEncoder`; TokenizerError */
export async function loadPairReader(
  { head, modelPath }: PreparedReader,
  tokenizerJson: string,
  options: { threads?: number } = {},
): Promise<PairReader> {
  const tokenizer = loadSequenceTokenizer({ tokenizerJson, maxTokens: Math.max(head.maxTokens, VECTOR_TOKENS) });
  const encode = (text: string) => ownIds(tokenizer.encode(text), head.ids);
  // Every text ends with it: between the two of a pair it stands once.
  const separator = encode('').at(-1) as number;
  const encoder = await createEncoder({ modelPath, pooling: readOutputs(head, separator), ...options });
  // A question has half of the tokens at most, beside its frame.
  const mostAsked = head.maxTokens / 2 + 2;
  const mostAlone = head.kinds.length > 0 ? mostAsked : VECTOR_TOKENS;
  return {
    dimensions: encoder.dimensions,
    readPairs: (question, passages) => {
      const asked = joinIds([], encode(question), mostAsked);
      const pairs = passages.map((passage) => joinIds(asked, encode(passage).slice(1), head.maxTokens));
      return encoder.encode(pairs, { urgent: true });
    },
    readAlone: (texts, options) =>
      encoder.encode(
        texts.map((text) => joinIds([], encode(text), mostAlone)),
        options,
      ),
    close: () => encoder.close(),
  };
}

/** A text's ids as the network has them. */
export function ownIds(ids: readonly number[], own: ReaderHead['ids']): number[] {
  if (!own) return [...ids];
  return ids.map((id, place) => (place === 0 ? own.begin : place === ids.length - 1 ? own.end : id + own.added));
}
