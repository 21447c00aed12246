import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { defaultCacheDir, preparedDir } from '../../cache-folder.ts';
import { converterVersion, convertGguf } from '../../convert/convert-gguf.ts';
import { ModelError } from '../../model-error.ts';
import { type PreparedModel, readPreparedModel } from '../../prepared-model.ts';
import { findAdapter, findSource } from '../find-source.ts';

/**
 * The same weights as `model` has, computed without rounding: float activations, float keys and values. However an
 * engine runs it, the logits are the same but for the order of additions. Kept in a part of the cache of its own. Throws
 * ModelError if the model was not made from a GGUF file, or that file cannot be had.
 */
export async function prepareExactModel({ manifest }: PreparedModel): Promise<PreparedModel> {
  const { name, source } = manifest;
  const adapter = findAdapter(manifest);
  const dir = preparedDir(join(defaultCacheDir(), 'exact'), name, source.sha256, converterVersion({ adapter }));
  const found = await readPreparedModel(dir).catch((error: unknown) => {
    if (error instanceof ModelError) return undefined;
    throw error;
  });
  if (found) return found;
  const ggufPath = await findSource(manifest);
  await mkdir(dirname(dir), { recursive: true });
  const partial = `${dir}.partial-${randomUUID()}`;
  try {
    convertGguf({ ggufPath, outputDir: partial, name, source, adapter, activations: 'float', kvCache: 'float32' });
    await rm(dir, { recursive: true, force: true });
    await rename(partial, dir);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return readPreparedModel(dir);
}
