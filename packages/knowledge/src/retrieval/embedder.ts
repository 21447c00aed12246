import { createEncoder } from '@frontdesk/engine';
import { readPreparedEmbeddingModel } from '@frontdesk/models';
import { loadSequenceTokenizer } from '@frontdesk/tokenizer';

/** What a text is: some models read questions and passages differently. */
export type TextKind = 'question' | 'passage';

/** Turns texts into vectors of length 1; texts that mean something alike have vectors with a large scalar product. */
export interface Embedder {
  /** Changes whenever the same text could get another vector: vectors of different hashes can't be compared. */
  readonly hash: string;
  /** Numbers in a vector. */
  readonly dimensions: number;
  /**
   * Questions go before passages that wait, as a customer waits for them.
   *
   * @returns a vector for each text, in their order
   * @throws EngineError `native_failure`, `closed`
   */
  embed(texts: readonly string[], kind: TextKind): Promise<Float32Array[]>;
  /** Whether it reads a word as one piece, as it does with common ones. */
  knows(word: string): boolean;
  close(): Promise<void>;
}

/**
 * Loads the prepared embedding model in `dir`; once per process.
 *
 * @throws ModelError `not_prepared`; EngineError as `createEncoder`; TokenizerError
 */
export async function loadEmbedder(dir: string, options: { threads?: number } = {}): Promise<Embedder> {
  const { manifest, modelPath, tokenizerJson } = await readPreparedEmbeddingModel(dir);
  const tokenizer = loadSequenceTokenizer({ tokenizerJson, maxTokens: manifest.maxTokens });
  const encoder = await createEncoder({ modelPath, pooling: manifest.pooling, ...options });
  const frame = tokenizer.encode('').length;
  return {
    hash: manifest.hash,
    dimensions: encoder.dimensions,
    embed: (texts, kind) => {
      const prefix = manifest.prefixes[kind];
      const sequences = texts.map((text) => tokenizer.encode(prefix + text));
      return encoder.encode(sequences, { urgent: kind === 'question' });
    },
    knows: (word) => tokenizer.encode(word).length === frame + 1,
    close: () => encoder.close(),
  };
}
