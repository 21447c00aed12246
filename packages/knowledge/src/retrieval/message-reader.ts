import { readPreparedEmbeddingModel } from '@frontdesk/models';
import { loadPairReader } from './pair-reader.ts';
import { kindsOf } from './reader-outputs.ts';

/** Probability of each kind of message: names of `training/data/messages`; `ask` is a question about the company. */
export type MessageKinds = Readonly<Record<string, number>>;

/** A small network that tells what kind of message a customer wrote. */
export interface MessageReader {
  /** @throws EngineError `native_failure`, `closed` */
  kindsOf(message: string): Promise<MessageKinds>;
  close(): Promise<void>;
}

/**
 * Loads the reader of messages that the prepared embedding model in `dir` comes with; undefined where it has none. Once per
 * process.
 *
 * @throws ModelError `not_prepared`; EngineError as `createEncoder`; TokenizerError
 */
export async function loadMessageReader(
  dir: string,
  options: { threads?: number } = {},
): Promise<MessageReader | undefined> {
  const { messageReader, tokenizerJson } = await readPreparedEmbeddingModel(dir);
  if (!messageReader) return undefined;
  const reader = await loadPairReader(messageReader, tokenizerJson, options);
  return {
    kindsOf: async (message) => {
      const [outputs] = await reader.readAlone([message], { urgent: true });
      return kindsOf(messageReader.head.kinds, outputs as Float32Array);
    },
    close: () => reader.close(),
  };
}
