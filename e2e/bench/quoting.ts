// npm run bench:quoting [-- --check]: what the tuned model and the constraint of mode quote cost, and what they save, beside
// the model alone; with the evaluation's businesses and questions, all ways in turns in one run. Engine and retrieval as
// the worker uses them, without gateway and database.
import { availableParallelism } from 'node:os';
import { loadRetrievalModels } from '@frontdesk/knowledge/retrieval';
import { prepareModel, readPreparedModel } from '@frontdesk/models';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { keep, machine, preparedDir, warnIfBusy } from './command.ts';
import { percentile } from './percentiles.ts';
import { loadQuestions, prepare, type Question, siteIds } from './quoting/questions.ts';
import { type Pace, Side } from './quoting/side.ts';
import { WAYS, type Way } from './quoting/ways.ts';

const targets = { firstWord: 1.1, stepRate: 0.9, tokenRate: { 1: 3, 16: 1.4 } };
const TOGETHER = [1, 16] as const;
type Together = (typeof TOGETHER)[number];
const ROUNDS = 5;
const QUESTIONS_PER_ROUND = Math.max(...TOGETHER);
const FIRST_WORDS_PER_ROUND = 12;
const STEPS = 12;
const THREADS = Math.min(2, availableParallelism());

const [modelDir, embeddingDir] = [preparedDir('MODEL_DIR'), preparedDir('EMBEDDING_DIR')];
warnIfBusy();
const tuned = await readPreparedModel(modelDir);
const plain = tuned.manifest.adapter ? await prepareModel({ adapter: false }) : tuned;
const tokenizer = loadTokenizer(tuned);
const endId = tuned.manifest.eosTokenIds[0] as number;
const retrieval = await loadRetrievalModels(embeddingDir);
const sides: Side[] = [];
try {
  for (const way of WAYS)
    sides.push(await Side.open(way, way === 'free' ? plain : tuned, Math.max(...TOGETHER), THREADS));
  const report = summarise(await measure());
  print(report);
  const kept = { at: new Date().toISOString(), machine, ...report };
  const file = await keep('quoting.json', `${JSON.stringify(kept, null, 2)}\n`);
  console.log(`\n${machine}, ${THREADS} threads, medians of ${ROUNDS} rounds; written to ${file}`);
  if (process.argv.includes('--check')) check(report);
} finally {
  for (const { engine } of sides) await engine.close();
  await retrieval.close();
}

type Samples = Record<Way, number[]>;

interface Measured {
  firstWordMs: Samples;
  byCount: Record<Together, MeasuredTogether>;
  tokensPerAnswer: number[];
}

interface MeasuredTogether {
  stepMs: Samples;
  /** Tokens per second of whole answers: where their prompts have been read, and where only the site's own has. */
  rate: Samples;
  rateWithPrompt: Samples;
}

async function measure(): Promise<Measured> {
  const questions = await loadQuestions(retrieval);
  for (const site of new Set(questions.map(({ site }) => site))) {
    for (const { engine } of sides) await engine.warm(siteIds(tokenizer, site));
  }
  let asked = 0;
  const ask = (count: number) => {
    if (asked + count > questions.length) throw new Error(`${questions.length} questions are too few`);
    asked += count;
    return questions.slice(asked - count, asked);
  };
  const prepared = (question: Question) => prepare(retrieval, tokenizer, endId, question);
  const measured: Measured = { firstWordMs: samples(), byCount: { 1: noneYet(), 16: noneYet() }, tokensPerAnswer: [] };
  for (let round = 0; round < ROUNDS; round++) {
    progress(`round ${round + 1} of ${ROUNDS}`);
    const inTurn = [...sides.slice(round % sides.length), ...sides.slice(0, round % sides.length)];
    for (const question of ask(FIRST_WORDS_PER_ROUND)) {
      for (const side of inTurn) {
        measured.firstWordMs[side.way].push(await side.firstWordMs(() => prepared(question)));
      }
    }
    for (const together of TOGETHER) {
      const { stepMs, rate, rateWithPrompt } = measured.byCount[together];
      const batch = await Promise.all(ask(QUESTIONS_PER_ROUND).map(prepared));
      for (const side of inTurn) {
        // The model alone says other things, at more length: its pace is that of its steps.
        if (side.way !== 'free') {
          rateWithPrompt[side.way].push(rateOf(await side.answerAll(batch, together)));
          const pace = await side.answerAll(batch, together);
          rate[side.way].push(rateOf(pace));
          measured.tokensPerAnswer.push(pace.tokens / batch.length);
        }
        // A quoted answer has few steps, and none that all have part in.
        if (side.way !== 'quoted') stepMs[side.way].push(await side.stepMs(batch.slice(0, together), STEPS));
      }
    }
  }
  progress('');
  return measured;
}

function summarise({ firstWordMs, byCount, tokensPerAnswer }: Measured) {
  const of = (values: Samples) => mapWays((way) => percentile(values[way], 0.5));
  const firstWord = of(firstWordMs);
  const counts = TOGETHER.map((together) => {
    const { stepMs, rate, rateWithPrompt } = byCount[together];
    const [steps, alone, whole] = [of(stepMs), of(rate), of(rateWithPrompt)];
    return {
      together,
      stepMs: steps,
      stepRate: steps.free / steps.stepped,
      tokensPerSecond: alone,
      gain: alone.quoted / alone.stepped,
      withPrompt: whole,
      gainWithPrompt: whole.quoted / whole.stepped,
    };
  });
  return {
    firstWordMs: firstWord,
    firstWord: firstWord.quoted / firstWord.free,
    tokensPerAnswer: percentile(tokensPerAnswer, 0.5),
    counts,
  };
}

type Report = ReturnType<typeof summarise>;

function print({ firstWordMs, firstWord, tokensPerAnswer, counts }: Report): void {
  const cell = (value: number, digits = 1) => (Number.isNaN(value) ? '-' : value.toFixed(digits)).padStart(10);
  const line = (name: string, values: Record<Way, number>, ratio: number) =>
    console.log(`${name.padEnd(44)}${WAYS.map((way) => cell(values[way])).join('')}${cell(ratio, 2)}`);
  console.log(`${' '.repeat(44)}${[...WAYS, 'ratio'].map((name) => name.padStart(10)).join('')}`);
  line('ms to the first word, retrieval included', firstWordMs, firstWord);
  for (const { together, stepMs, stepRate } of counts) line(`ms per step, ${together} at a time`, stepMs, stepRate);
  for (const { together, tokensPerSecond, gain } of counts) {
    line(`tokens per second, ${together} at a time`, tokensPerSecond, gain);
  }
  for (const { together, withPrompt, gainWithPrompt } of counts) {
    line(`  with the reading of the prompts, ${together} at a time`, withPrompt, gainWithPrompt);
  }
  console.log(
    `\nratio: quoted / free, free / stepped, quoted / stepped; ${tokensPerAnswer.toFixed(0)} tokens an answer`,
  );
}

function check({ firstWord, counts }: Report): void {
  const failures = [
    ...(firstWord <= targets.firstWord ? [] : [`the first word takes ${firstWord.toFixed(2)} times as long`]),
    ...counts.flatMap(({ together, stepRate, gain }) => [
      ...(stepRate >= targets.stepRate
        ? []
        : [`${together} at a time: ${stepRate.toFixed(2)} of the steps per second`]),
      ...(gain >= targets.tokenRate[together]
        ? []
        : [`${together} at a time: ${gain.toFixed(2)} times the tokens per second`]),
    ]),
  ];
  for (const failure of failures) console.error(`Missed: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}

function samples(): Samples {
  return mapWays(() => []);
}

function noneYet(): MeasuredTogether {
  return { stepMs: samples(), rate: samples(), rateWithPrompt: samples() };
}

function mapWays<T>(makeOne: (way: Way) => T): Record<Way, T> {
  return { free: makeOne('free'), stepped: makeOne('stepped'), quoted: makeOne('quoted') };
}

function rateOf({ tokens, ms }: Pace): number {
  return (1_000 * tokens) / ms;
}

function progress(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${what.padEnd(40)}\r`);
}
