import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HubFile } from '../hub/find-hub-model.ts';
import { ModelError } from '../model-error.ts';
import { bringFile, readExternalFiles } from '../normalize/prepare-graph.ts';
import type { EmbeddingManifest } from './embedding-manifest.ts';
import { EMBEDDING_FILES, writeEmbeddingManifest } from './prepared-embedding-model.ts';
import { BEHAVIOUR_FILES, readBehaviour } from './read-behaviour.ts';

/** Graphs of published embedding models, the fastest on a CPU first. */
const EMBEDDING_GRAPHS = ['onnx/model_quantized.onnx', 'onnx/model_int8.onnx', 'onnx/model.onnx', 'model.onnx'];

/** What is read beside the graph, if it is there. */
export const EMBEDDING_SIDE_FILES = [EMBEDDING_FILES.tokenizer, ...BEHAVIOUR_FILES];

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

/** Makes a prepared embedding model of a folder as sentence-transformers and onnx-community publish them. Throws as `readBehaviour`. */
export async function prepareEmbeddingFolder(
  dir: string,
  outputDir: string,
  { name, license }: Pick<EmbeddingManifest, 'name' | 'license'>,
): Promise<void> {
  const graph = join(dir, findEmbeddingGraph(dir));
  const behaviour = await readBehaviour(dir);
  await mkdir(outputDir, { recursive: true });
  // Before its weights are linked: a copy must not be written through a link.
  await copyFile(graph, join(outputDir, EMBEDDING_FILES.graph));
  await copyFile(join(dir, EMBEDDING_FILES.tokenizer), join(outputDir, EMBEDDING_FILES.tokenizer));
  const weights = readExternalFiles(graph);
  for (const location of weights) await bringFile(join(dirname(graph), location), join(outputDir, location));

  const files = [EMBEDDING_FILES.graph, EMBEDDING_FILES.tokenizer, ...weights];
  await writeEmbeddingManifest(outputDir, files, { name, license, ...behaviour });
}

function unknownLayout(what: string): ModelError {
  return new ModelError(
    'unsupported_model',
    `${what} is no embedding model that can be used: it needs tokenizer.json and one of ${EMBEDDING_GRAPHS.join(', ')}.`,
  );
}
