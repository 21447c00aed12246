import { createEncoder } from '@frontdesk/engine';
import type { PreparedReader, ReaderHead } from '@frontdesk/models';
import { loadSequenceTokenizer } from '@frontdesk/tokenizer';
import { joinIds, readOutputs } from './reader-outputs.ts';

/** A network that reads a question with a passage, or a text alone. */
export interface PairReader {
  /** The head's outputs for each passage with the question. @throws EngineError `native_failure`, `closed` */
  readPairs(question: string, passages: readonly string[]): Promise<Float32Array[]>;
  /** The head's outputs for a text alone. @throws EngineError `native_failure`, `closed` */
  readAlone(text: string): Promise<Float32Array>;
  close(): Promise<void>;
}

/** @throws EngineError as `createEncoder`; TokenizerError */
export async function loadPairReader(
  { head, modelPath }: PreparedReader,
  tokenizerJson: string,
  options: { threads?: number } = {},
): Promise<PairReader> {
  const tokenizer = loadSequenceTokenizer({ tokenizerJson, maxTokens: head.maxTokens });
  const encode = (text: string) => ownIds(tokenizer.encode(text), head.ids);
  // Every text ends with it: between the two of a pair it stands once.
  const separator = encode('').at(-1) as number;
  const encoder = await createEncoder({ modelPath, pooling: readOutputs(head, separator), ...options });
  // A question has half of the tokens at most, beside its frame.
  const framed = (text: string) => joinIds([], encode(text), head.maxTokens / 2 + 2);
  return {
    readPairs: (question, passages) => {
      const asked = framed(question);
      const pairs = passages.map((passage) => joinIds(asked, encode(passage).slice(1), head.maxTokens));
      return encoder.encode(pairs, { urgent: true });
    },
    readAlone: async (text) => (await encoder.encode([framed(text)], { urgent: true }))[0] as Float32Array,
    close: () => encoder.close(),
  };
}

/** A text's ids as the network has them. */
export function ownIds(ids: readonly number[], own: ReaderHead['ids']): number[] {
  if (!own) return [...ids];
  return ids.map((id, place) => (place === 0 ? own.begin : place === ids.length - 1 ? own.end : id + own.added));
}
