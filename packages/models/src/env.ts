import { z } from 'zod';

/** What the commands of this package read from their environment. */
const envSchema = z.object({
  /** Folder for fetched and prepared models. Default: ~/.cache/frontdesk. */
  FRONTDESK_CACHE: z.string().optional(),
  /** The model: `hf:owner/name[/folder][@revision]`, or a folder in onnxruntime-genai's or onnx-community's layout. */
  MODEL: z.string().optional(),
  /** A GGUF file on this machine, to be used instead of fetching one. */
  MODEL_FILE: z.string().optional(),
  /** The embedding model, named as MODEL is; a folder as sentence-transformers publishes them. */
  EMBEDDING_MODEL: z.string().optional(),
  /** A prepared model's folder; check-model checks this one. */
  MODEL_DIR: z.string().optional(),
});

export const env = envSchema.parse(process.env);
