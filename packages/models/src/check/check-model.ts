import { join } from 'node:path';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { env } from '../env.ts';
import { ModelError } from '../model-error.ts';
import { prepareModel } from '../prepare-model.ts';
import { type PreparedModel, readPreparedModel, verifyPreparedModel } from '../prepared-model.ts';
import { PlainDecoder } from '../testing/plain-decoder.ts';
import { findSource } from './find-source.ts';
import { askOracle } from './oracle.ts';
import { cutWindows, perplexity, readmeTexts, scoreWindow } from './perplexity.ts';
import { tokenStrings } from './token-strings.ts';

const STRINGS = 3_000;
const WINDOW = 512;
const WINDOWS = 12;
/** The first tokens of a window have little to go by; they are read and not scored. */
const SKIP = 64;
const LEAST_TOKENS = 5_000;
const TOLERANCE = 0.01;
/** Of each side: both compute at the same time. */
const THREADS = 1;

/**
 * Compares a prepared model (`MODEL_DIR`, or the one in the cache) with llama.cpp on the same GGUF file: token ids on
 * varied strings, perplexity on text. Exit code 1 if they differ.
 */
async function main(): Promise<void> {
  const model = env.MODEL_DIR
    ? await readPreparedModel(env.MODEL_DIR)
    : await prepareModel({ modelFile: env.MODEL_FILE });
  await verifyPreparedModel(model);
  const ggufPath = await findSource(model.manifest);
  // llama.cpp is not given the adapter: it is the weights below it that are compared.
  const untuned = model.manifest.adapter ? await prepareModel({ modelFile: env.MODEL_FILE, adapter: false }) : model;
  console.log(`${model.manifest.name}, prepared in ${model.dir}\ncompared with llama.cpp on ${ggufPath}\n`);
  if (untuned !== model) console.log(`Perplexity without the adapter: ${untuned.dir}\n`);

  const tokenizer = loadTokenizer(model);
  const encode = (text: string) => tokenizer.encodeText(text);
  const texts = tokenStrings(STRINGS);
  const readmes = readmeTexts(join(import.meta.dirname, '..', '..', '..', '..', 'node_modules'));
  const windows = cutWindows(readmes.flatMap(encode), WINDOW, WINDOWS);
  const [oracle, scores] = await Promise.all([
    askOracle(ggufPath, { texts, windows, skip: SKIP, threads: THREADS }),
    scoreWindows(untuned, windows),
  ]);
  const idsAgree = compareIds(texts, texts.map(encode), oracle.ids);
  const perplexityAgrees = comparePerplexity(scores, oracle.logProbabilities);
  if (!idsAgree || !perplexityAgrees) process.exitCode = 1;
}

async function scoreWindows(model: PreparedModel, windows: readonly number[][]): Promise<number[][]> {
  const decoder = await PlainDecoder.load(model, THREADS);
  const scores: number[][] = [];
  for (const window of windows) scores.push(await scoreWindow(decoder, window, SKIP));
  await decoder.close();
  return scores;
}

function compareIds(texts: readonly string[], ours: readonly number[][], theirs: readonly number[][]): boolean {
  const different = texts.flatMap((text, i) => (String(ours[i]) === String(theirs[i]) ? [] : [{ text, i }]));
  const tokens = theirs.reduce((sum, ids) => sum + ids.length, 0);
  console.log(`token ids: ${texts.length - different.length} of ${texts.length} strings identical (${tokens} tokens)`);
  for (const { text, i } of different.slice(0, 10)) {
    console.log(
      `  ${JSON.stringify(text.slice(0, 80))}\n    ours   ${ours[i]?.join(' ')}\n    oracle ${theirs[i]?.join(' ')}`,
    );
  }
  return different.length === 0;
}

function comparePerplexity(ours: readonly number[][], theirs: readonly number[][]): boolean {
  const tokens = ours.flat().length;
  const [found, expected] = [perplexity(ours), perplexity(theirs)];
  const difference = found / expected - 1;
  const percent = (100 * difference).toFixed(2);
  console.log(
    `perplexity on ${tokens} tokens: ours ${found.toFixed(3)}, llama.cpp ${expected.toFixed(3)} (${percent} %)`,
  );
  return tokens >= LEAST_TOKENS && Math.abs(difference) <= TOLERANCE;
}

await main().catch((error: unknown) => {
  if (!(error instanceof ModelError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
