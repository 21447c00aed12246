import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkSizes, damaged, MANIFEST, readManifest, writePrepared } from '../prepared-files.ts';
import { hashFile } from '../prepared-model.ts';
import { type EmbeddingManifest, embeddingManifestSchema } from './embedding-manifest.ts';
import { type ReaderHead, readerHeadSchema } from './reader-head.ts';

/** Names of the files in a prepared embedding model's folder. */
export const EMBEDDING_FILES = {
  manifest: MANIFEST,
  graph: 'model.onnx',
  tokenizer: 'tokenizer.json',
} as const;

const WHAT = 'prepared embedding model';

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
  const manifest = await readManifest(WHAT, dir, embeddingManifestSchema);
  await checkSizes(WHAT, dir, manifest.files);
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
  writePrepared(join(dir, EMBEDDING_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function readHead(dir: string, name: string): Promise<ReaderHead> {
  const text = await readFile(join(dir, name), 'utf8');
  try {
    return readerHeadSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(WHAT, dir, `${name} is not a head`, cause);
  }
}
