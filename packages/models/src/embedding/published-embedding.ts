import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { HubFile } from '../hub/find-hub-model.ts';
import { ModelError } from '../model-error.ts';
import { bringFile, readExternalFiles } from '../normalize/prepare-graph.ts';
import type { EmbeddingManifest } from './embedding-manifest.ts';
import { EMBEDDING_FILES, writeEmbeddingManifest } from './prepared-embedding-model.ts';

/** Graphs of published embedding models, the fastest on a CPU first. */
export const EMBEDDING_GRAPHS = ['onnx/model_quantized.onnx', 'onnx/model_int8.onnx', 'onnx/model.onnx', 'model.onnx'];

const POOLING = '1_Pooling/config.json';
const PROMPTS = 'config_sentence_transformers.json';
const LENGTH = 'sentence_bert_config.json';
/** Files that are read if they are there, as sentence-transformers publishes them. */
export const EMBEDDING_SIDE_FILES = ['config.json', EMBEDDING_FILES.tokenizer, POOLING, PROMPTS, LENGTH];

/** Longer texts are not embedded whole by any small model. */
const MOST_TOKENS = 512;

const poolingSchema = z
  .object({ pooling_mode_cls_token: z.boolean(), pooling_mode_mean_tokens: z.boolean() })
  .partial();
const promptsSchema = z.object({ prompts: z.record(z.string(), z.string()).nullish() });
const lengthSchema = z.object({ max_seq_length: z.int().positive().nullish() });
const configSchema = z.object({ max_position_embeddings: z.int().positive().nullish() });

/** The files to fetch of an embedding model's repository. Throws ModelError `unsupported_model`. */
export function chooseEmbeddingFiles(tree: readonly HubFile[], folder: string, what: string) {
  const prefix = folder ? `${folder}/` : '';
  const has = (path: string) => tree.some((file) => file.path === prefix + path);
  const graph = EMBEDDING_GRAPHS.find(has);
  if (!graph || !has(EMBEDDING_FILES.tokenizer)) throw unknownLayout(what);
  const wanted = (path: string) =>
    EMBEDDING_SIDE_FILES.includes(path) || path === graph || path.startsWith(`${graph}_data`);
  return {
    folder,
    files: tree.filter(({ path }) => path.startsWith(prefix) && wanted(path.slice(prefix.length))),
  };
}

/** Where a published folder keeps its graph. Throws ModelError `unsupported_model`. */
export function findEmbeddingGraph(dir: string): string {
  const graph = EMBEDDING_GRAPHS.find((path) => existsSync(join(dir, path)));
  if (!graph || !existsSync(join(dir, EMBEDDING_FILES.tokenizer))) throw unknownLayout(dir);
  return graph;
}

/** Makes a prepared embedding model of a folder as sentence-transformers and onnx-community publish them. */
export async function prepareEmbeddingFolder(
  dir: string,
  outputDir: string,
  { name, license }: Pick<EmbeddingManifest, 'name' | 'license'>,
): Promise<void> {
  const graph = join(dir, findEmbeddingGraph(dir));
  await mkdir(outputDir, { recursive: true });
  const weights = readExternalFiles(graph);
  for (const location of weights) await bringFile(join(dirname(graph), location), join(outputDir, location));
  await copyFile(graph, join(outputDir, EMBEDDING_FILES.graph));
  await copyFile(join(dir, EMBEDDING_FILES.tokenizer), join(outputDir, EMBEDDING_FILES.tokenizer));

  const pooling = await readJson(dir, POOLING, poolingSchema);
  const { prompts } = await readJson(dir, PROMPTS, promptsSchema);
  const length = (await readJson(dir, LENGTH, lengthSchema)).max_seq_length;
  const positions = (await readJson(dir, 'config.json', configSchema)).max_position_embeddings;
  await writeEmbeddingManifest(outputDir, [EMBEDDING_FILES.graph, EMBEDDING_FILES.tokenizer, ...weights], {
    name,
    license,
    pooling: pooling.pooling_mode_cls_token ? 'first' : 'mean',
    maxTokens: Math.min(length ?? MOST_TOKENS, positions ?? MOST_TOKENS, MOST_TOKENS),
    prefixes: { question: prompts?.query ?? '', passage: prompts?.passage ?? prompts?.document ?? '' },
  });
}

function unknownLayout(what: string): ModelError {
  return new ModelError(
    'unsupported_model',
    `${what} is no embedding model that can be used: it needs tokenizer.json and one of ${EMBEDDING_GRAPHS.join(', ')}.`,
  );
}

/** A file that is not there says nothing. */
async function readJson<Schema extends z.ZodType>(dir: string, name: string, schema: Schema): Promise<z.infer<Schema>> {
  const text = await readFile(join(dir, name), 'utf8').catch(() => '{}');
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ModelError('malformed', `${join(dir, name)} is not what sentence-transformers writes.`, { cause });
  }
}
