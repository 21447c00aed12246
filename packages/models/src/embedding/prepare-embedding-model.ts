import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { defaultCacheDir, preparedDir } from '../cache-folder.ts';
import { DEFAULT_EMBEDDING_MODEL, type EmbeddingSource } from '../fetch/model-source.ts';
import { type HubKind, wantHubModel } from '../hub/want-hub-model.ts';
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

const HUB_KIND: HubKind = {
  variable: 'EMBEDDING_MODEL',
  folder: 'hub-embedding',
  find: { choose: chooseEmbeddingFiles, version: PUBLISHED_VERSION },
  version: PUBLISHED_VERSION,
  make: prepareEmbeddingFolder,
};

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
  if (model?.startsWith('hf:')) return wantHubModel(model, HUB_KIND, options, cacheDir);
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
