import { join, resolve } from 'node:path';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { defaultCacheDir, sourcesDir } from '../cache-folder.ts';
import { convertGguf } from '../convert/convert-gguf.ts';
import { fetchModel } from '../fetch/fetch-model.ts';
import { DEFAULT_MODEL } from '../fetch/model-source.ts';
import { readPreparedModel } from '../prepared-model.ts';
import { cutWindows, readmeTexts } from './perplexity.ts';

const WINDOW = 512;
/** The windows that check:model scores; kv-scales.json was measured on others. */
const WINDOWS = 12;

/**
 * Prepares what bench:kv measures: the default model with its keys and values in each precision, and English text as
 * token ids. For check:cuda also one in float16 whose activations are not rounded: however it is run, its logits are
 * the same but for the order of additions. Prints `{ models, exact, windows }`: folders by precision, ids by window.
 */
const { name, gguf: source } = DEFAULT_MODEL;
const ggufPath = await fetchModel({ source: DEFAULT_MODEL, dir: sourcesDir(defaultCacheDir()), onProgress: () => {} });
const root = resolve(import.meta.dirname, '..', '..', '..', '..');
const models = Object.fromEntries(
  (['float32', 'float16', 'int8'] as const).map((kvType) => {
    const outputDir = join(root, '.bench', 'kv', kvType);
    // The default is int8: this model's scales are known.
    convertGguf({ ggufPath, outputDir, name, source, kvCache: kvType === 'int8' ? undefined : kvType });
    return [kvType, outputDir];
  }),
);
const exact = join(root, '.bench', 'kv', 'exact');
convertGguf({ ggufPath, outputDir: exact, name, source, kvCache: 'float16', activations: 'float' });
const tokenizer = loadTokenizer(await readPreparedModel(models.float32 as string));
const ids = readmeTexts(join(root, 'node_modules')).flatMap((text) => tokenizer.encodeText(text));
console.log(JSON.stringify({ models, exact, windows: cutWindows(ids, WINDOW, WINDOWS) }));
