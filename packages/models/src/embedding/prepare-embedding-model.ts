import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { defaultCacheDir, preparedDir, sourcesDir } from '../cache-folder.ts';
import { DEFAULT_EMBEDDING_MODEL, type EmbeddingSource } from '../fetch/model-source.ts';
import { downloadHubModel } from '../hub/download-hub-model.ts';
import { findHubModel } from '../hub/find-hub-model.ts';
import { hubSettings } from '../hub/hub-client.ts';
import { parseHubName } from '../hub/hub-name.ts';
import { ModelError } from '../model-error.ts';
import { hashPublished } from '../normalize/prepare-graph.ts';
import type { SourceOptions } from '../prepare-model.ts';
import { prepareFolder } from '../prepared-folder.ts';
import type { WantedModel } from '../wanted-model.ts';
import { type PreparedEmbeddingModel, readPreparedEmbeddingModel } from './prepared-embedding-model.ts';
import {
  chooseEmbeddingFiles,
  EMBEDDING_SIDE_FILES,
  findEmbeddingGraph,
  prepareEmbeddingFolder,
} from './published-embedding.ts';
import { wantDefaultEmbedding } from './want-default-embedding.ts';

export interface PrepareEmbeddingOptions extends SourceOptions {
  /** Instead of the default model: `hf:owner/name[/folder][@revision]`, or a published model's folder. */
  embeddingModel?: string | undefined;
  /** Where to fetch from. Defaults to the default embedding model. */
  embeddingSource?: EmbeddingSource;
}

/** Raise it with every change of what is written here: prepared models of older versions are then made anew. */
const EMBEDDING_VERSION = 'e7';
/** The same for models that others publish, and for which of their files are taken. */
const PUBLISHED_VERSION = 'p1';

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
  return wantDefaultEmbedding(options.embeddingSource ?? DEFAULT_EMBEDDING_MODEL, options, cacheDir, EMBEDDING_VERSION);
}

async function wantFolder(dir: string): Promise<WantedModel> {
  if (!existsSync(dir)) {
    throw new ModelError(
      'file_unreadable',
      `EMBEDDING_MODEL is ${dir}, which is not there. A model of the hub is hf:owner/name.`,
    );
  }
  const name = basename(dir);
  return {
    name,
    sha256: await hashPublished(dir, findEmbeddingGraph(dir), EMBEDDING_SIDE_FILES),
    version: PUBLISHED_VERSION,
    make: (outputDir) => prepareEmbeddingFolder(dir, outputDir, { name, license: 'unknown' }),
  };
}

async function wantHubModel(text: string, options: PrepareEmbeddingOptions, cacheDir: string): Promise<WantedModel> {
  const { onProgress = () => {}, signal, waitsMs } = options;
  const request = { settings: options.hub ?? hubSettings(), onProgress, signal, waitsMs };
  const { owner, name, ...rest } = parseHubName(text, 'EMBEDDING_MODEL');
  // Not the folder of chat models: one repository can be asked for as either.
  const cache = join(sourcesDir(cacheDir), 'hub-embedding', owner, name);
  const model = await findHubModel({ owner, name, ...rest }, cache, request, {
    choose: chooseEmbeddingFiles,
    version: PUBLISHED_VERSION,
  });
  const identity = model.files.map(({ path, hash }) => `${path}\0${hash.hex}\n`).join('');
  return {
    name,
    sha256: createHash('sha256').update(identity).digest('hex'),
    version: PUBLISHED_VERSION,
    make: async (outputDir) => {
      const dir = await downloadHubModel(model, cache, request);
      await prepareEmbeddingFolder(dir, outputDir, { name, license: model.license });
    },
  };
}
