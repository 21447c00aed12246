import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ModelManifest, modelManifestSchema } from './manifest.ts';
import { checkSizes, damaged, MANIFEST, readManifest } from './prepared-files.ts';

/** Names of the files in a prepared model's folder. */
export const MODEL_FILES = {
  manifest: MANIFEST,
  graph: 'model.onnx',
  /** For reading prompts, where there is one: the engine looks for it beside the other. */
  prefillGraph: 'prefill.onnx',
  batchGraph: 'batch.onnx',
  weights: 'model.onnx.data',
  tokenizer: 'tokenizer.json',
  chatTemplate: 'chat_template.jinja',
} as const;

const WHAT = 'prepared model';

/** A model that is ready to be loaded. */
export interface PreparedModel {
  dir: string;
  manifest: ModelManifest;
  /** The graph, for ONNX Runtime; its weights lie beside it. */
  modelPath: string;
  /** The text of tokenizer.json. */
  tokenizerJson: string;
  chatTemplate: string;
}

/**
 * Reads a prepared model's folder and checks that its files are there in full (by size; `verifyPreparedModel` hashes
 * them), and no graph of another model, which the engine would load beside its own.
 * Throws ModelError `not_prepared`.
 */
export async function readPreparedModel(dir: string): Promise<PreparedModel> {
  const manifest = await readManifest(WHAT, dir, modelManifestSchema);
  await checkSizes(WHAT, dir, manifest.files);
  const other = (await readdir(dir)).find((name) => name.endsWith('.onnx') && !(name in manifest.files));
  if (other) throw damaged(WHAT, dir, `${other} is not part of it`);
  const [tokenizerJson, chatTemplate] = await Promise.all([
    readFile(join(dir, MODEL_FILES.tokenizer), 'utf8'),
    readFile(join(dir, MODEL_FILES.chatTemplate), 'utf8'),
  ]);
  if (tokenizerHash(tokenizerJson, chatTemplate) !== manifest.tokenizerHash) {
    throw damaged(WHAT, dir, 'its tokenizer was changed');
  }
  return { dir, manifest, modelPath: join(dir, MODEL_FILES.graph), tokenizerJson, chatTemplate };
}

/** Compares every file's content with the manifest. Throws ModelError `not_prepared`. */
export async function verifyPreparedModel({ dir, manifest }: PreparedModel): Promise<void> {
  for (const [name, { sha256 }] of Object.entries(manifest.files)) {
    if ((await hashFile(join(dir, name))) !== sha256) {
      throw damaged(WHAT, dir, `${name} was changed`);
    }
  }
}

/** One hash for all that decides which ids a text becomes. */
export function tokenizerHash(tokenizerJson: string, chatTemplate: string): string {
  return createHash('sha256').update(tokenizerJson).update('\0').update(chatTemplate).digest('hex');
}

/** A file's SHA-256 in hex, read as a stream. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
