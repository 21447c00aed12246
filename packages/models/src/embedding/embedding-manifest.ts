import { z } from 'zod';

export const embeddingManifestSchema = z.object({
  name: z.string(),
  license: z.string(),
  /** Changes whenever the same text could get another vector: vectors of different hashes can't be compared. */
  hash: z.string(),
  /** How the states of a text's tokens become one vector: their mean, or the first one. */
  pooling: z.enum(['mean', 'first']),
  /** A text has at most so many tokens, those that the tokenizer adds included; what is longer is cut. */
  maxTokens: z.int().positive(),
  /** What the model wants to see in front of a text, depending on what it is. */
  prefixes: z.object({ question: z.string(), passage: z.string() }),
  /** Every other file of the folder, so that a damaged one is noticed. */
  files: z.record(z.string(), z.object({ bytes: z.int().nonnegative(), sha256: z.string() })),
});

/** What a prepared embedding model is, as `manifest.json` in its folder says. */
export type EmbeddingManifest = z.infer<typeof embeddingManifestSchema>;
