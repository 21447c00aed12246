import type { AdapterFile } from '../adapter/low-rank-adapter.ts';
import { defaultCacheDir, sourcesDir } from '../cache-folder.ts';
import { env } from '../env.ts';
import { fetchModel } from '../fetch/fetch-model.ts';
import { DEFAULT_MODEL } from '../fetch/model-source.ts';
import type { ModelManifest } from '../manifest.ts';
import { ModelError } from '../model-error.ts';
import { hashFile } from '../prepared-model.ts';

/** The GGUF file that was converted: MODEL_FILE, or the cache's, fetched again if it was cleared. Throws ModelError. */
export async function findSource({ source }: ModelManifest): Promise<string> {
  const { sha256 } = source;
  if (env.MODEL_FILE && (await hashFile(env.MODEL_FILE)) === sha256) return env.MODEL_FILE;
  if (sha256 !== DEFAULT_MODEL.gguf.sha256) {
    throw new ModelError('file_unreadable', `Set MODEL_FILE to ${source.file}, which this model was made from.`);
  }
  return fetchModel({ source: DEFAULT_MODEL, dir: sourcesDir(defaultCacheDir()), onProgress: () => {} });
}

/** The adapter that a model was converted with. Throws ModelError if it is not today's. */
export function findAdapter({ adapter }: ModelManifest): AdapterFile | undefined {
  if (!adapter || adapter.sha256 === DEFAULT_MODEL.adapter?.sha256) return adapter && DEFAULT_MODEL.adapter;
  throw new ModelError(
    'file_unreadable',
    `The model was tuned with another adapter (${adapter.sha256}): prepare it anew.`,
  );
}
