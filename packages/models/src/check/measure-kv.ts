import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { defaultCacheDir, sourcesDir } from '../cache-folder.ts';
import { convertGguf } from '../convert/convert-gguf.ts';
import { fetchModel } from '../fetch/fetch-model.ts';
import { DEFAULT_MODEL } from '../fetch/model-source.ts';
import { readPreparedModel } from '../prepared-model.ts';
import { PlainDecoder } from '../testing/plain-decoder.ts';
import { cutWindows, readmeTexts } from './perplexity.ts';

const WINDOW = 512;
/** check:model scores the first 12 windows: these are others. */
const [FROM, TO] = [20, 26];
/** Other texts may go further than these. */
const MARGIN = 1.1;

/**
 * Writes `convert/kv-scales.json`: the largest keys and values of the default model, per channel, on English text.
 * To be run by hand when the default model changes.
 */
async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'frontdesk-kv-'));
  try {
    const { name, gguf: source } = DEFAULT_MODEL;
    const ggufPath = await fetchModel({
      source: DEFAULT_MODEL,
      dir: sourcesDir(defaultCacheDir()),
      onProgress: () => {},
    });
    convertGguf({ ggufPath, outputDir: dir, name, source, kvCache: 'float32' });
    const model = await readPreparedModel(dir);
    const tokenizer = loadTokenizer(model);
    const readmes = readmeTexts(join(import.meta.dirname, '..', '..', '..', '..', 'node_modules'));
    const windows = cutWindows(
      readmes.flatMap((text) => tokenizer.encodeText(text)),
      WINDOW,
      TO,
    ).slice(FROM);

    const { layers, kvHeads, headDim } = model.manifest.architecture;
    const zeros = () => new Array<number>(kvHeads * headDim).fill(0);
    const largest = Array.from({ length: layers }, () => ({ key: zeros(), value: zeros() }));
    const decoder = await PlainDecoder.load(model);
    for (const window of windows) {
      for (const [layer, cache] of (await decoder.cache(window)).entries()) {
        for (const part of ['key', 'value'] as const) raise(largest[layer]?.[part] ?? [], cache[part], headDim);
      }
    }
    await decoder.close();
    const rounded = (values: readonly number[]) => values.map((value) => Number((value * MARGIN).toPrecision(3)));
    const measured = {
      sourceSha256: source.sha256,
      layers: largest.map(({ key, value }) => ({ key: rounded(key), value: rounded(value) })),
    };
    writeFileSync(join(import.meta.dirname, '..', 'convert', 'kv-scales.json'), `${JSON.stringify(measured)}\n`);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Raises each channel's largest magnitude to what `values` [heads, tokens, headDim] holds. */
function raise(largest: number[], values: Float32Array, headDim: number): void {
  const perHead = values.length / (largest.length / headDim);
  for (const [index, value] of values.entries()) {
    const channel = Math.floor(index / perHead) * headDim + (index % headDim);
    largest[channel] = Math.max(largest[channel] ?? 0, Math.abs(value));
  }
}

await main();
