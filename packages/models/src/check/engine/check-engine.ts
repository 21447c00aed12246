import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTokenizer, type Tokenizer } from '@frontdesk/tokenizer';
import { env } from '../../env.ts';
import { ModelError } from '../../model-error.ts';
import { prepareModel } from '../../prepare-model.ts';
import { type PreparedModel, readPreparedModel } from '../../prepared-model.ts';
import { cutWindows, perplexity, readmeTexts } from '../perplexity.ts';
import { prepareExactModel } from './exact-model.ts';
import {
  Examiner,
  type Findings,
  type Loss,
  NEAR_TIE_GAP,
  NEAR_TIE_SHARE,
  percent,
  problemsOfLoss,
  problemsOfWays,
  TOLERANCE,
} from './examine.ts';
import { printNearTies, printTable } from './print-findings.ts';
import { chatPrompts } from './prompts.ts';
import { scoreText } from './score-text.ts';
import { answerAll, answerInAllWays, withEngine } from './ways.ts';

// npm run check:engine [-- --prompts=200]: the engine's greedy answers, whichever way it comes to them, against ONNX
// Runtime's plain JavaScript API. Exit code 1 where they differ by more than the order of additions explains, or where
// rounding costs the model in use more than it may.

/** Text that perplexity is measured on: so many windows, of which the first half is the prompt. */
const WINDOWS = 24;
const WINDOW = 192;
const SKIP = WINDOW / 2;

async function main(): Promise<void> {
  const count = Number(process.argv.find((arg) => arg.startsWith('--prompts='))?.split('=')[1] ?? 200);
  const started = performance.now();
  const shipped = env.MODEL_DIR
    ? await readPreparedModel(env.MODEL_DIR)
    : await prepareModel({ modelFile: env.MODEL_FILE });
  progress('The model once more, without rounding');
  const exact = await prepareExactModel(shipped);
  const tokenizer = loadTokenizer(shipped);
  const prompts = chatPrompts(tokenizer, count);
  progress(`${count} prompts, in six ways`);
  const ways = await answerInAllWays(exact, prompts);
  progress('the plain path');
  const examiner = await Examiner.load(exact);
  const findings = await examiner.examineWays(prompts, ways);
  progress('the model in use');
  const inUse = await measureLoss(shipped, examiner, prompts, tokenizer);

  console.log(`${shipped.manifest.name} without rounding: ${count} prompts, against the plain path\n`);
  printTable(findings);
  printNearTies(findings, tokenizer);
  console.log(
    `\nThe model in use, against the one without rounding: ${percent(inUse.equalShare)} of ${inUse.ids} greedy ids are the ` +
      `likeliest there too; log-probabilities of ${inUse.scoredTokens} tokens of text differ by ` +
      `${inUse.textError.toFixed(3)} (root mean square), perplexity ${inUse.perplexity.toFixed(3)} against ` +
      `${inUse.exactPerplexity.toFixed(3)}`,
  );
  const problems = problemsOfWays(findings);
  problems.push(...problemsOfLoss(inUse).map((what) => `the model in use: ${what}`));
  mkdirSync('.bench', { recursive: true });
  const report = { at: new Date().toISOString(), model: shipped.manifest, findings, inUse, problems };
  writeFileSync('.bench/check-engine.json', `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s; written to .bench/check-engine.json`);
  for (const problem of problems) console.error(`Wrong: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else {
    const share = `${100 * NEAR_TIE_SHARE} % of the prompts`;
    console.log(
      `Equal but for near-ties (gap ≤ ${NEAR_TIE_GAP}, on ≤ ${share}); log-probabilities within ${TOLERANCE}.`,
    );
  }
}

/** What rounding costs: how often the model in use takes the id that the exact one would, and how well it knows text. */
async function measureLoss(
  shipped: PreparedModel,
  examiner: Examiner,
  prompts: readonly number[][],
  tokenizer: Tokenizer,
): Promise<
  Loss & { rmsError: number; largestError: number; scoredTokens: number; perplexity: number; exactPerplexity: number }
> {
  const readmes = readmeTexts(join(import.meta.dirname, '..', '..', '..', '..', '..', 'node_modules'));
  const ids = readmes.flatMap((text) => tokenizer.encodeText(text));
  const windows = cutWindows(ids, WINDOW, WINDOWS);
  const { answers, scores } = await withEngine(shipped, {}, async (engine) => ({
    answers: await answerAll(engine, shipped, prompts),
    scores: await Promise.all(windows.map((window) => scoreText(engine, window, SKIP))),
  }));
  const [found] = (await examiner.examine(prompts, [answers])) as [Findings];
  const exactScores: number[][] = [];
  for (const window of windows) exactScores.push(await examiner.logProbabilities(window, SKIP));
  return {
    ids: found.ids,
    equalShare: found.equalIds / found.ids,
    rmsError: found.rmsError,
    largestError: found.largestError,
    scoredTokens: scores.flat().length,
    textError: rootMeanSquare(scores.flat(), exactScores.flat()),
    perplexity: perplexity(scores),
    exactPerplexity: perplexity(exactScores),
  };
}

function rootMeanSquare(values: readonly number[], others: readonly number[]): number {
  const squares = values.map((value, at) => (value - (others[at] as number)) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

function progress(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${what.padEnd(60)}\r`);
}

await main().catch((error: unknown) => {
  if (!(error instanceof ModelError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
