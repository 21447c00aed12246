import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { LowRankAdapter } from '../adapter/low-rank-adapter.ts';
import { defaultCacheDir, sourcesDir } from '../cache-folder.ts';
import { writeDecoderGraph } from '../convert/decoder-graph.ts';
import { byteOf } from '../convert/input-sizes.ts';
import { LinearWriter } from '../convert/linear-writer.ts';
import { readLlamaConfig } from '../convert/llama-config.ts';
import { LlamaWeights } from '../convert/llama-weights.ts';
import { fetchModel } from '../fetch/fetch-model.ts';
import { DEFAULT_MODEL } from '../fetch/model-source.ts';
import { GgufFile } from '../gguf/gguf-file.ts';
import { DataFile } from '../onnx/data-file.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import { GraphBuilder } from '../onnx/graph-builder.ts';
import { prepareModel } from '../prepare-model.ts';
import { PlainDecoder } from '../testing/plain-decoder.ts';
import { cutWindows, readmeTexts } from './perplexity.ts';

const WINDOW = 384;
/** check:model scores the first 12 windows: these are others. */
const [FROM, TO] = [20, 44];

/**
 * Writes `convert/input-sizes.json`: how large each input of the default model's linear layers becomes on English text, the
 * first token left aside, which the engine reads in another way. To be run by hand when the default model changes.
 */
async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'frontdesk-inputs-'));
  try {
    const source = DEFAULT_MODEL;
    const ggufPath = await fetchModel({ source, dir: sourcesDir(defaultCacheDir()), onProgress: () => {} });
    const model = await prepareModel({});
    const modelPath = join(dir, 'inputs.onnx');
    const inputs = writeGraphWithInputs(ggufPath, modelPath);
    const tokenizer = loadTokenizer(model);
    const readmes = readmeTexts(join(import.meta.dirname, '..', '..', '..', '..', 'node_modules'));
    const ids = readmes.flatMap((text) => tokenizer.encodeText(text));

    const decoder = await PlainDecoder.load({ ...model, modelPath });
    const largest = new Map<string, Float32Array>();
    for (const window of cutWindows(ids, WINDOW, TO).slice(FROM)) {
      const found = await decoder.values(window, [...inputs.values()]);
      for (const [product, input] of inputs) raise(largest, product, found[input] as Float32Array, window.length);
    }
    await decoder.close();

    const layers = Array.from({ length: model.manifest.architecture.layers }, (_, layer) => {
      const prefix = `blk.${layer}.`;
      const own = [...largest].filter(([product]) => product.startsWith(prefix));
      return Object.fromEntries(
        own.map(([product, sizes]) => [
          product.slice(prefix.length),
          Buffer.from(Uint8Array.from(sizes, byteOf)).toString('base64'),
        ]),
      );
    });
    const measured = { sourceSha256: source.gguf.sha256, layers };
    writeFileSync(
      join(import.meta.dirname, '..', 'convert', 'input-sizes.json'),
      `${JSON.stringify(measured, null, 2)}\n`,
    );
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Writes a decoder that also gives what its linear layers take; returns the names of these inputs, by layer. */
function writeGraphWithInputs(ggufPath: string, modelPath: string): Map<string, string> {
  const file = GgufFile.open(ggufPath);
  const data = new DataFile(`${modelPath}.data`);
  try {
    const graph = new GraphBuilder(data);
    const linears = new LinearWriter(graph, 'int8', { widens: true });
    const config = readLlamaConfig(file.header);
    const adapter = DEFAULT_MODEL.adapter && LowRankAdapter.read(DEFAULT_MODEL.adapter);
    writeDecoderGraph({ graph, linears, weights: new LlamaWeights(file), config, kv: 'float', adapter });
    const inputs = new Map([...linears.wholeRows].map(([product, { input }]) => [product, input]));
    for (const name of new Set(inputs.values()))
      graph.output({ name, type: 'float', shape: ['batch', 'sequence', 'width'] });
    writeFileSync(modelPath, encodeModel(graph.build('inputs', 'frontdesk', '1')));
    data.finish();
    return inputs;
  } finally {
    data.close();
    file.close();
  }
}

/** Raises each input's largest magnitude to what `values` [tokens, width] holds beside its first token. */
function raise(largest: Map<string, Float32Array>, product: string, values: Float32Array, tokens: number): void {
  const width = values.length / tokens;
  const own = largest.get(product) ?? new Float32Array(width);
  for (let at = width; at < values.length; at++) {
    own[at % width] = Math.max(own[at % width] as number, Math.abs(values[at] as number));
  }
  largest.set(product, own);
}

await main();
