import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type AdapterFile, LowRankAdapter } from '../adapter/low-rank-adapter.ts';
import { checkTokenizer } from '../check-tokenizer.ts';
import { GgufFile } from '../gguf/gguf-file.ts';
import type { ModelManifest } from '../manifest.ts';
import { ModelError } from '../model-error.ts';
import { DataFile } from '../onnx/data-file.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import { GraphBuilder } from '../onnx/graph-builder.ts';
import type { OnnxModel } from '../onnx/onnx-types.ts';
import { type FileFacts, writePrepared } from '../prepared-files.ts';
import { MODEL_FILES, tokenizerHash } from '../prepared-model.ts';
import { writeDecoderGraph } from './decoder-graph.ts';
import { findInputSizes, type InputSizes } from './input-sizes.ts';
import { findKvScales, type KvScales } from './kv-scales.ts';
import { type ActivationPrecision, LinearWriter } from './linear-writer.ts';
import { type LlamaConfig, readLlamaConfig } from './llama-config.ts';
import { LlamaWeights } from './llama-weights.ts';
import { writePrefillGraph } from './prefill-graph.ts';
import { readTokenizer } from './tokenizer-json.ts';
import { withWholeRows } from './whole-row-product.ts';

/** Raise it with every change of what the converter writes: prepared models of older versions are then made anew. */
const CONVERTER_VERSION = 12;
/** The same where only what is written in 16 bits changes. */
const HALF_VERSION = 2;

/** What tells apart the folders that one source becomes. */
export function converterVersion({ half, adapter }: { half?: boolean; adapter?: AdapterFile | undefined }): string {
  return [CONVERTER_VERSION, half && `float16-${HALF_VERSION}`, adapter?.sha256.slice(0, 8)].filter(Boolean).join('-');
}

export interface ConvertOptions {
  ggufPath: string;
  /** Made if it is missing; its files are overwritten. */
  outputDir: string;
  /** What the manifest shall call the model and the file that it came from. */
  name: string;
  source: ModelManifest['source'];
  /** A low-rank adapter to apply to the linear layers. Defaults to none. */
  adapter?: AdapterFile | undefined;
  /** Defaults to 'int8'. */
  activations?: ActivationPrecision;
  /** How keys and values are kept: as floats or in 8 bits with these scales. Defaults to the file's scales, or 'float32'. */
  kvCache?: 'float32' | 'float16' | KvScales | undefined;
  /** What inputs of the linear layers have been seen to reach. Defaults to the file's, or nothing. */
  inputSizes?: InputSizes | undefined;
  /** Called before each layer. */
  onLayer?: (done: number, total: number) => void;
}

/**
 * Converts a GGUF file to a folder with an ONNX decoder, tokenizer, chat template and manifest, and returns the
 * manifest. Works synchronously, holding one tensor in memory at a time (a few seconds for 135M parameters).
 * Throws ModelError if the file is damaged or of a model that the converter does not know, or the adapter is not for it.
 */
export function convertGguf(options: ConvertOptions): ModelManifest {
  const { ggufPath, outputDir, name, source, adapter } = options;
  const kvCache = options.kvCache ?? findKvScales(source.sha256) ?? 'float32';
  const file = GgufFile.open(ggufPath);
  try {
    const config = readLlamaConfig(file.header);
    const tokenizer = readTokenizer(file.header);
    if (tokenizer.vocabSize !== config.vocabSize) {
      throw new ModelError('malformed', `${tokenizer.vocabSize} tokens have names, ${config.vocabSize} have weights.`);
    }
    checkTokenizer(tokenizer);
    mkdirSync(outputDir, { recursive: true });
    const network = writeNetwork(file, config, { ...options, kvCache });
    const license = file.header.metadata.get('general.license');
    const manifest: ModelManifest = {
      name,
      license: typeof license === 'string' ? license : 'unknown',
      source,
      ...(adapter ? { adapter: { sha256: adapter.sha256 } } : {}),
      modelHash: hashOf(Object.values(network)),
      tokenizerHash: tokenizerHash(tokenizer.tokenizerJson, tokenizer.chatTemplate),
      converterVersion: CONVERTER_VERSION,
      architecture: {
        layers: config.layers,
        kvHeads: config.kvHeads,
        headDim: config.headDim,
        vocabSize: config.vocabSize,
        contextTokens: config.contextTokens,
        kvType: typeof kvCache === 'string' ? kvCache : 'int8',
      },
      eosTokenIds: tokenizer.eosTokenIds,
      padTokenId: tokenizer.padTokenId,
      files: {
        ...network,
        [MODEL_FILES.tokenizer]: writePrepared(join(outputDir, MODEL_FILES.tokenizer), tokenizer.tokenizerJson),
        [MODEL_FILES.chatTemplate]: writePrepared(join(outputDir, MODEL_FILES.chatTemplate), tokenizer.chatTemplate),
      },
    };
    writePrepared(join(outputDir, MODEL_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  } finally {
    file.close();
  }
}

function writeNetwork(
  file: GgufFile,
  config: LlamaConfig,
  options: ConvertOptions & Required<Pick<ConvertOptions, 'kvCache'>>,
): Record<string, FileFacts> {
  const { outputDir, source, adapter: adapterFile, activations = 'int8', kvCache, onLayer } = options;
  const { inputSizes = findInputSizes(source.sha256) } = options;
  const data = new DataFile(join(outputDir, MODEL_FILES.weights));
  try {
    const weights = new LlamaWeights(file);
    const graph = new GraphBuilder(data);
    const kv = kvCache === 'float32' ? 'float' : kvCache;
    // Where the range of keys and values is known, the model is a small one that has been measured (README).
    const writesWholeRows = activations === 'int8' && typeof kv === 'object';
    const widens = writesWholeRows || (kv === 'float16' && findKvScales(source.sha256) !== undefined);
    const linears = new LinearWriter(graph, activations, { widens, writesWholeRows });
    const adapter = adapterFile && LowRankAdapter.read(adapterFile);
    writeDecoderGraph({ graph, linears, weights, config, kv, adapter, inputSizes }, onLayer);
    weights.assertAllRead();
    adapter?.assertAllRead();
    const decoder = graph.build('decoder', 'frontdesk', String(CONVERTER_VERSION));
    const writeGraph = (name: string, model: OnnxModel) => ({
      [name]: writePrepared(join(outputDir, name), encodeModel(model)),
    });
    const batch = withWholeRows(decoder, linears.wholeRows);
    return {
      ...writeGraph(MODEL_FILES.graph, decoder),
      ...(typeof kv === 'object' ? writeGraph(MODEL_FILES.prefillGraph, writePrefillGraph(batch)) : {}),
      ...(linears.wholeRows.size > 0 ? writeGraph(MODEL_FILES.batchGraph, batch) : {}),
      [MODEL_FILES.weights]: data.finish(),
    };
  } finally {
    data.close();
  }
}

function hashOf(files: readonly FileFacts[]): string {
  const hash = createHash('sha256');
  for (const { sha256 } of files) hash.update(sha256);
  return hash.digest('hex');
}
