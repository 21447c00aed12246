import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { checkTokenizer } from '../check-tokenizer.ts';
import type { ModelManifest } from '../manifest.ts';
import { ModelError } from '../model-error.ts';
import { hashPublished, NORMALIZER_VERSION, prepareGraph } from '../normalize/prepare-graph.ts';
import { writePrepared } from '../prepared-files.ts';
import { MODEL_FILES, tokenizerHash } from '../prepared-model.ts';
import { GENAI_CONFIG, readModelLayout, SIDE_FILES } from './read-layout.ts';

export interface PrepareLayoutOptions {
  /** A folder in onnxruntime-genai's or onnx-community's layout. */
  dir: string;
  /** A folder to be made. */
  outputDir: string;
  name: string;
  license: string;
  source: ModelManifest['source'];
  /** For a GPU: of several graphs the one in 16 bits. */
  half?: boolean | undefined;
}

/** Makes a prepared model of a published one. Throws ModelError if that cannot be done. */
export async function prepareLayout(options: PrepareLayoutOptions): Promise<void> {
  const { dir, outputDir, name, license, source, half } = options;
  const layout = await readModelLayout(dir, half);
  // A tokenizer is looked at first: it is refused in a moment, where weights take a while.
  const vocabulary = checkTokenizer(layout);
  await mkdir(outputDir, { recursive: true });
  const { facts, files } = await prepareGraph(layout.graphPath, layout.names, outputDir);
  const { rotaryTokens = layout.contextTokens, ...sizes } = facts;
  if (vocabulary > sizes.vocabSize) {
    throw new ModelError('malformed', `${vocabulary} tokens have names, ${sizes.vocabSize} have weights.`);
  }
  const { tokenizerJson, chatTemplate, eosTokenIds, padTokenId } = layout;
  const write = (file: string, content: string) => {
    files[file] = writePrepared(join(outputDir, file), content);
  };
  const modelHash = createHash('sha256');
  for (const file of Object.keys(files).sort()) modelHash.update(files[file]?.sha256 ?? '');
  write(MODEL_FILES.tokenizer, tokenizerJson);
  write(MODEL_FILES.chatTemplate, chatTemplate);
  const manifest: ModelManifest = {
    name,
    license,
    source,
    modelHash: modelHash.digest('hex'),
    tokenizerHash: tokenizerHash(tokenizerJson, chatTemplate),
    converterVersion: NORMALIZER_VERSION,
    architecture: {
      ...sizes,
      contextTokens: Math.min(layout.contextTokens, rotaryTokens),
    },
    eosTokenIds,
    padTokenId,
    files,
  };
  writePrepared(join(outputDir, MODEL_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** One hash over all files of a folder that make the model, weights included. */
export async function hashLayout(dir: string, half?: boolean): Promise<string> {
  const { graphPath } = await readModelLayout(dir, half);
  return hashPublished(dir, relative(dir, graphPath), [GENAI_CONFIG, ...SIDE_FILES]);
}
