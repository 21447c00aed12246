import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../model-error.ts';
import { hashFile } from '../prepared-model.ts';
import { type EmbeddingManifest, embeddingManifestSchema } from './embedding-manifest.ts';

/** Names of the files in a prepared embedding model's folder. */
export const EMBEDDING_FILES = {
  manifest: 'manifest.json',
  graph: 'model.onnx',
  tokenizer: 'tokenizer.json',
} as const;

/** An embedding model that is ready to be loaded. */
export interface PreparedEmbeddingModel {
  dir: string;
  manifest: EmbeddingManifest;
  /** The graph, for ONNX Runtime. */
  modelPath: string;
  /** The text of tokenizer.json. */
  tokenizerJson: string;
}

/** Reads a prepared embedding model's folder; files are checked by size. Throws ModelError `not_prepared`. */
export async function readPreparedEmbeddingModel(dir: string): Promise<PreparedEmbeddingModel> {
  const manifest = await readManifest(dir);
  for (const [name, { bytes }] of Object.entries(manifest.files)) {
    const found = await stat(join(dir, name)).catch(() => undefined);
    if (found?.size !== bytes) throw damaged(dir, `${name} is not the file that was written`);
  }
  const tokenizerJson = await readFile(join(dir, EMBEDDING_FILES.tokenizer), 'utf8');
  return { dir, manifest, modelPath: join(dir, EMBEDDING_FILES.graph), tokenizerJson };
}

/** Writes the manifest of a folder whose files (names relative to it) are all there. */
export async function writeEmbeddingManifest(
  dir: string,
  names: readonly string[],
  facts: Omit<EmbeddingManifest, 'hash' | 'files'>,
): Promise<void> {
  const files: EmbeddingManifest['files'] = {};
  const { name, license, ...behaviour } = facts;
  const hash = createHash('sha256').update(JSON.stringify(behaviour));
  for (const file of [...names].sort()) {
    const path = join(dir, file);
    const sha256 = await hashFile(path);
    files[file] = { bytes: (await stat(path)).size, sha256 };
    hash.update(sha256);
  }
  const manifest: EmbeddingManifest = { name, license, hash: hash.digest('hex'), ...behaviour, files };
  await writeFile(join(dir, EMBEDDING_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true });
}

async function readManifest(dir: string): Promise<EmbeddingManifest> {
  let text: string;
  try {
    text = await readFile(join(dir, EMBEDDING_FILES.manifest), 'utf8');
  } catch (cause) {
    throw new ModelError('not_prepared', `There is no prepared embedding model in ${dir}.`, { cause });
  }
  try {
    return embeddingManifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(dir, `${EMBEDDING_FILES.manifest} is not a manifest`, cause);
  }
}

function damaged(dir: string, reason: string, cause?: unknown): ModelError {
  return new ModelError('not_prepared', `The prepared embedding model in ${dir} is damaged: ${reason}.`, { cause });
}
