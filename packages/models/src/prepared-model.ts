import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ModelManifest, modelManifestSchema } from './manifest.ts';
import { ModelError } from './model-error.ts';

/** Names of the files in a prepared model's folder. */
export const MODEL_FILES = {
  manifest: 'manifest.json',
  graph: 'model.onnx',
  /** For reading prompts, where there is one: the engine looks for it beside the other. */
  prefillGraph: 'prefill.onnx',
  batchGraph: 'batch.onnx',
  weights: 'model.onnx.data',
  tokenizer: 'tokenizer.json',
  chatTemplate: 'chat_template.jinja',
} as const;

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
 * Reads a prepared model's folder and checks that its files are there in full (by size: hashing the weights takes longer
 * than loading them; `verifyPreparedModel` does), and no graph of another model, which the engine would load beside its own.
 * Throws ModelError `not_prepared`.
 */
export async function readPreparedModel(dir: string): Promise<PreparedModel> {
  const manifest = await readManifest(dir);
  for (const [name, { bytes }] of Object.entries(manifest.files)) {
    const found = await stat(join(dir, name)).catch(() => undefined);
    if (found?.size !== bytes) {
      const state = found ? `has ${found.size} bytes instead of ${bytes}` : 'is missing';
      throw new ModelError('not_prepared', `The prepared model in ${dir} is damaged: ${name} ${state}.`);
    }
  }
  const other = (await readdir(dir)).find((name) => name.endsWith('.onnx') && !(name in manifest.files));
  if (other) {
    throw new ModelError('not_prepared', `The prepared model in ${dir} is damaged: ${other} is not part of it.`);
  }
  const [tokenizerJson, chatTemplate] = await Promise.all([
    readFile(join(dir, MODEL_FILES.tokenizer), 'utf8'),
    readFile(join(dir, MODEL_FILES.chatTemplate), 'utf8'),
  ]);
  if (tokenizerHash(tokenizerJson, chatTemplate) !== manifest.tokenizerHash) {
    throw new ModelError('not_prepared', `The prepared model in ${dir} is damaged: its tokenizer was changed.`);
  }
  return { dir, manifest, modelPath: join(dir, MODEL_FILES.graph), tokenizerJson, chatTemplate };
}

/** Compares every file's content with the manifest. Throws ModelError `not_prepared`. */
export async function verifyPreparedModel({ dir, manifest }: PreparedModel): Promise<void> {
  for (const [name, { sha256 }] of Object.entries(manifest.files)) {
    if ((await hashFile(join(dir, name))) !== sha256) {
      throw new ModelError('not_prepared', `The prepared model in ${dir} is damaged: ${name} was changed.`);
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

async function readManifest(dir: string): Promise<ModelManifest> {
  const path = join(dir, MODEL_FILES.manifest);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ModelError('not_prepared', `There is no prepared model in ${dir}.`, { cause });
  }
  try {
    return modelManifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ModelError('not_prepared', `The prepared model in ${dir} is damaged: ${path} is not a manifest.`, {
      cause,
    });
  }
}
