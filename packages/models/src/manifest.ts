import { z } from 'zod';

const fileSchema = z.object({ bytes: z.int().nonnegative(), sha256: z.string() });

export const modelManifestSchema = z.object({
  name: z.string(),
  license: z.string(),
  /** What was converted: a file and its hash, or a folder or repository and one hash over all that was used of it. */
  source: z.object({ file: z.string(), sha256: z.string() }),
  /** The low-rank adapter that was applied to it; absent if none was. */
  adapter: z.object({ sha256: z.string() }).optional(),
  /** Changes whenever any bit of the network does, the adapter's included. */
  modelHash: z.string(),
  /** Changes whenever text could become other ids: vocabulary, merges, chat template. */
  tokenizerHash: z.string(),
  converterVersion: z.int(),
  architecture: z.object({
    layers: z.int().positive(),
    kvHeads: z.int().positive(),
    headDim: z.int().positive(),
    vocabSize: z.int().positive(),
    /** Positions that the model's rotary tables reach. */
    contextTokens: z.int().positive(),
    /** Element type of the cache's inputs and outputs. Missing in older folders: the graph says it, too. */
    kvType: z.enum(['float32', 'float16', 'int8']).optional(),
  }),
  /** Any of these ends an answer. */
  eosTokenIds: z.array(z.int().nonnegative()).min(1),
  padTokenId: z.int().nonnegative(),
  /** Every other file of the folder, so that a damaged one is noticed. */
  files: z.record(z.string(), fileSchema),
});

/** What a prepared model is, as `manifest.json` in its folder says. */
export type ModelManifest = z.infer<typeof modelManifestSchema>;
