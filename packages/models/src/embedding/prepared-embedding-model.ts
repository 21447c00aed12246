import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../model-error.ts';
import { hashFile } from '../prepared-model.ts';
import { type EmbeddingManifest, embeddingManifestSchema } from './embedding-manifest.ts';
import { type ReaderHead, readerHeadSchema } from './reader-head.ts';

/** Names of the files in a prepared embedding model's folder. */
export const EMBEDDING_FILES = {
  manifest: 'manifest.json',
  graph: 'model.onnx',
  tokenizer: 'tokenizer.json',
} as const;

/** Networks that read a message, or a question with a passage: the names of their files there. */
export const READERS = {
  messageReader: { graph: 'message-reader.onnx', head: 'message-reader.json' },
  judge: { graph: 'judge.onnx', head: 'judge.json' },
} as const;

/** A network that reads, and what makes numbers of its states. */
export interface PreparedReader {
  modelPath: string;
  head: ReaderHead;
}

/** An embedding model that is ready to be loaded. */
export interface PreparedEmbeddingModel {
  dir: string;
  manifest: EmbeddingManifest;
  /** The graph, for ONNX Runtime. */
  modelPath: string;
  /** The text of tokenizer.json. */
  tokenizerJson: string;
  /** What knows kinds of message; the default embedding model comes with both. */
  messageReader?: PreparedReader | undefined;
  /** A larger one, which orders the passages that were found. */
  judge?: PreparedReader | undefined;
}

/** Reads a prepared embedding model's folder; files are checked by size. Throws ModelError `not_prepared`. */
export async function readPreparedEmbeddingModel(dir: string): Promise<PreparedEmbeddingModel> {
  const manifest = await readManifest(dir);
  for (const [name, { bytes }] of Object.entries(manifest.files)) {
    const found = await stat(join(dir, name)).catch(() => undefined);
    if (found?.size !== bytes) throw damaged(dir, `${name} is not the file that was written`);
  }
  const tokenizerJson = await readFile(join(dir, EMBEDDING_FILES.tokenizer), 'utf8');
  const modelPath = join(dir, EMBEDDING_FILES.graph);
  const read = async ({ graph, head }: (typeof READERS)[keyof typeof READERS]) =>
    graph in manifest.files ? { modelPath: join(dir, graph), head: await readHead(dir, head) } : undefined;
  const [messageReader, judge] = [await read(READERS.messageReader), await read(READERS.judge)];
  return { dir, manifest, modelPath, tokenizerJson, messageReader, judge };
}

/**
 * Writes the manifest of a folder whose files (names relative to it) are all there.
 *
 * @param names files that vectors depend on
 * @param beside files that they do not depend on
 */
export async function writeEmbeddingManifest(
  dir: string,
  names: readonly string[],
  facts: Omit<EmbeddingManifest, 'hash' | 'files'>,
  beside: readonly string[] = [],
): Promise<void> {
  const files: EmbeddingManifest['files'] = {};
  const { name, license, ...behaviour } = facts;
  const hash = createHash('sha256').update(JSON.stringify(behaviour));
  for (const file of [...names, ...beside].sort()) {
    const path = join(dir, file);
    const sha256 = await hashFile(path);
    files[file] = { bytes: (await stat(path)).size, sha256 };
    if (names.includes(file)) hash.update(sha256);
  }
  const manifest: EmbeddingManifest = { name, license, hash: hash.digest('hex'), ...behaviour, files };
  await writeFile(join(dir, EMBEDDING_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true });
}

async function readHead(dir: string, name: string): Promise<ReaderHead> {
  const text = await readFile(join(dir, name), 'utf8');
  try {
    return readerHeadSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(dir, `${name} is not a head`, cause);
  }
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
