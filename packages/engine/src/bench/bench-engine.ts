// npm run bench:engine [-- --check] [--quick] [--temperature=0.7]: the engine beside node-llama-cpp with the same
// weights. All sides are measured in turns in one run; medians over the rounds, and their ratios.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import path from 'node:path';
import { makePrompt } from './prompts.ts';
import { measureReadBandwidth } from './read-bandwidth.ts';
import { type BesideReply, type FullReply, type SamplingOptions, Side, type TtftReply } from './side.ts';
import { median } from './statistics.ts';
import { stretchOf } from './stretch.ts';
import { describeTarget, isMissed, type Target } from './targets.ts';

/** Our name beside the weights' types that name the peers. */
const OURS = 'frontdesk';
/** As good as the weights that were fetched; the best of them is the one to beat. The others are printed. */
const FAIR = ['Q4_1', 'Q8_0'];
const CONTEXT = 300;
const SLOT_TOKENS = 640;
const PREFILL_TOKENS = 512;
/** 48 different prompts of so many fit into the prefix budget, and nearly fill it. */
const FULL_PROMPT_TOKENS = 900;
const THREADS = Math.min(2, availableParallelism());

const LONG_PROMPT_TOKENS = 1000;
const SAMPLING_SEQUENCES = 32;
const penalties = { repetitionPenalty: 1.1, frequencyPenalty: 0.1 };
const SAMPLINGS: Record<string, SamplingOptions> = {
  greedy: { temperature: 0 },
  'temperature 0.2': { temperature: 0.2 },
  'temperature 0.7': { temperature: 0.7 },
  'and penalties': { temperature: 0.7, ...penalties },
  'and log-probabilities': { temperature: 0.7, ...penalties, logProbabilities: 5 },
};

const isQuick = process.argv.includes('--quick');
/** Sequences at a time. The peer needs a minute of prefill for the larger ones. */
const COUNTS = isQuick ? [1, 8] : [1, 4, 8, 16, 32];
const temperature = Number(process.argv.find((arg) => arg.startsWith('--temperature='))?.split('=')[1] ?? 0);
const rounds = isQuick ? 2 : 5;
const modelDir = process.env.MODEL_DIR ?? '';
const peers: { program: string; files: Record<string, string>; stepBytes: number } = JSON.parse(
  process.env.PEERS ?? '',
);
const engineProgram = path.join(import.meta.dirname, 'engine-side.ts');
const tokensFor = (count: number) => (isQuick ? 8 : count < 16 ? 32 : 16);

/** Above, somebody else wants the cores, and the peer, whose threads wait busily, loses most. */
const QUIET_LOAD = 0.5;
const [loadBefore = 0] = loadavg();
if (loadBefore > QUIET_LOAD) {
  console.error(`The machine is busy (load ${loadBefore.toFixed(1)}): figures and ratios will say little.`);
}
const { decode, prefill, ttft, bandwidth } = await compare();
const { growth, sampling, beside } = await measureAlone();
const full = await measureFull();
const report = evaluate();
print();
mkdirSync('.bench', { recursive: true });
writeFileSync('.bench/engine.json', `${JSON.stringify(report, null, 2)}\n`);
console.log(`\nOn ${report.machine}, ${THREADS} threads, temperature ${temperature}; written to .bench/engine.json`);
if (process.argv.includes('--check')) check(report.targets);

type Samples = Record<string, number[]>;

/** Both sides in turns. */
async function compare() {
  const most = Math.max(...COUNTS);
  const sides: [string, Side][] = [
    [OURS, await Side.start(engineProgram, [modelDir, String(THREADS), String(most), String(SLOT_TOKENS)])],
  ];
  for (const [type, file] of Object.entries(peers.files)) {
    const args = [file, String(THREADS), String(most), String(SLOT_TOKENS)];
    sides.push([type, await Side.start(peers.program, args)]);
  }
  const decode: Record<number, Samples> = {};
  const prefill: Samples = {};
  const ttft: TtftReply[] = [];
  const bandwidth: number[] = [];
  const [, ours] = sides[0] as [string, Side];
  for (let round = 0; round < rounds; round++) {
    progress(`round ${round + 1} of ${rounds}`);
    bandwidth.push(await measureReadBandwidth(THREADS));
    for (const [name, side] of sides) {
      add(prefill, name, await side.ask({ kind: 'prefill', prompt: makePrompt(9000 + round, PREFILL_TOKENS) }));
    }
    for (const count of COUNTS) {
      const prompts = Array.from({ length: count }, (_, index) => makePrompt(index, CONTEXT));
      for (const [name, side] of sides) {
        decode[count] ??= {};
        const rate = await side.ask({ kind: 'decode', prompts, tokens: tokensFor(count), temperature });
        add(decode[count], name, rate);
      }
    }
    for (let i = 0; i < 3; i++) ttft.push(await ours.ask({ kind: 'ttft', seed: 100_000 + 10 * (3 * round + i) }));
  }
  for (const [, side] of sides) await side.stop();
  return { decode, prefill, ttft, bandwidth };
}

/**
 * How the cost of a step grows, with the batch at 300 tokens of context and with the context at 8 sequences, and how much
 * of a step sampling is. Prompts are random ids: the model has no idea what follows, which is the worst case.
 */
async function measureAlone() {
  const side = await Side.start(engineProgram, [modelDir, String(THREADS), '64', '1600']);
  const measure = async (count: number, context: number) => {
    const prompts = Array.from({ length: count }, () => makePrompt(1, context));
    const rate = await side.ask({ kind: 'decode', prompts, tokens: isQuick ? 6 : 16, temperature });
    return { count, context, stepMs: (1000 * count) / rate, tokensPerSecond: rate };
  };
  const steps = [];
  progress('growth');
  for (const count of [1, 2, 4, 8, 16, 32, 48, 64]) steps.push(await measure(count, CONTEXT));
  for (const context of [100, 500, 1000, 1500]) steps.push(await measure(8, context));
  progress('sampling');
  const sampling: Record<string, number> = {};
  const prompts = Array.from({ length: SAMPLING_SEQUENCES }, (_, index) => makePrompt(index, CONTEXT));
  for (const [name, options] of Object.entries(SAMPLINGS)) {
    sampling[name] = await side.ask({ kind: 'sampling', prompts, tokens: isQuick ? 6 : 16, options });
  }
  progress('8 sequences beside a long prompt');
  const long = Array.from({ length: isQuick ? 2 : 8 }, (_, index) => makePrompt(200 + index, LONG_PROMPT_TOKENS));
  const beside = await side.ask<BesideReply>({ kind: 'beside', prompts: prompts.slice(0, 8), reading: long });
  await side.stop();
  return { growth: steps, sampling, beside };
}

/** 48 slots of 1,536 tokens. All have one prompt in a quick run. */
async function measureFull(): Promise<FullReply> {
  progress('48 slots of 1,536 tokens');
  const side = await Side.start(engineProgram, [modelDir, String(THREADS), '48', '1536']);
  const reply = await side.ask<FullReply>({ kind: 'full', promptTokens: FULL_PROMPT_TOKENS, areDifferent: !isQuick });
  await side.stop();
  return reply;
}

function evaluate() {
  const decodeTable = COUNTS.map((sequences) => row(String(sequences), decode[sequences] ?? {}));
  const prefillRow = row('prefill', prefill);
  const readBytesPerSecond = median(bandwidth);
  const stepBytes = bytesOfStep();
  const boundTokensPerSecond = readBytesPerSecond / stepBytes;
  const uncachedMs = median(ttft.map((reply) => reply.uncachedMs));
  const cachedMs = median(ttft.map((reply) => reply.cachedMs));
  const ratioAt = (sequences: number) =>
    decodeTable.find((line) => line.what === String(sequences))?.ratio ?? Number.NaN;
  const oneSequence = decodeTable[0]?.tokensPerSecond[OURS] ?? Number.NaN;
  const atLeast = (name: string, value: number, limit: number, unit: string): Target => ({
    name,
    value,
    limit,
    unit,
    direction: 'at least',
  });
  const atMost = (name: string, value: number, limit: number, unit: string): Target => ({
    name,
    value,
    limit,
    unit,
    direction: 'at most',
  });
  const targets = [
    atLeast('decode, 1 sequence', ratioAt(1), 2.2, 'times the peer'),
    ...[8, 16, 32]
      .filter((count) => COUNTS.includes(count))
      .map((count) => atLeast(`decode, ${count} sequences`, ratioAt(count), 2.5, 'times the peer')),
    atLeast('prefill', prefillRow.ratio, 1.2, 'times the peer'),
    atMost('TTFT of 512 tokens with 480 cached', (100 * cachedMs) / uncachedMs, 10, '% of uncached'),
    atLeast('1 sequence', (100 * oneSequence) / boundTokensPerSecond, 50, '% of the memory bound'),
    atMost('all of sampling, 32 sequences', 100 * Math.max(...Object.values(sampling)), 5, '% of a step'),
    atMost(
      `time between tokens of 8 sequences beside a prompt of ${LONG_PROMPT_TOKENS}, p99`,
      stretchOf(beside).toP99,
      ...([3, 'times their p99 without'] as const),
    ),
    atMost('memory of 48 full slots', full.memoryBytes / 1e9, 3, 'GB'),
    atMost('event loop late at p99 while they run', full.lateP99Ms, 10, 'ms'),
  ];
  return {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
    threads: THREADS,
    loadBefore,
    temperature,
    decode: decodeTable,
    prefill: prefillRow,
    ttft: { uncachedMs, cachedMs },
    memoryBound: { readBytesPerSecond, stepBytes, boundTokensPerSecond },
    growth,
    sampling,
    beside: { ...beside, stretch: stretchOf(beside) },
    full,
    targets,
  };
}

function row(what: string, samples: Samples) {
  const tokensPerSecond: Record<string, number> = Object.fromEntries(
    Object.entries(samples).map(([name, values]) => [name, median(values)]),
  );
  const peer = Math.max(...FAIR.map((type) => tokensPerSecond[type] ?? 0));
  return { what, tokensPerSecond, ratio: (tokensPerSecond[OURS] ?? Number.NaN) / peer };
}

/** Weights, but for the rotary tables, of which a step reads one row, and the keys and values of one sequence. */
function bytesOfStep(): number {
  const { architecture } = JSON.parse(readFileSync(path.join(modelDir, 'manifest.json'), 'utf8'));
  const rotary = architecture.contextTokens * architecture.headDim * 4;
  return peers.stepBytes - rotary + CONTEXT * full.kvBytesPerToken;
}

function print(): void {
  const names = [OURS, ...Object.keys(peers.files)];
  console.log(`\nTokens per second, ${CONTEXT} tokens of context; ratio to the faster of ${FAIR.join(' and ')}`);
  console.log(['sequences'.padEnd(10), ...names.map((name) => name.padStart(10)), '     ratio'].join(''));
  for (const { what, tokensPerSecond, ratio } of [...report.decode, report.prefill]) {
    const cells = names.map((name) => (tokensPerSecond[name] ?? Number.NaN).toFixed(0).padStart(10));
    console.log([what.padEnd(10), ...cells, ratio.toFixed(2).padStart(10)].join(''));
  }
  const { readBytesPerSecond, stepBytes, boundTokensPerSecond } = report.memoryBound;
  const megabytes = (stepBytes / 1e6).toFixed(0);
  console.log(
    `\nMemory bound: ${(readBytesPerSecond / 1e9).toFixed(1)} GB/s, ${megabytes} MB a step: ${boundTokensPerSecond.toFixed(0)} tokens/s`,
  );
  console.log(
    `TTFT of 512 tokens: ${report.ttft.uncachedMs.toFixed(0)} ms, 480 cached: ${report.ttft.cachedMs.toFixed(1)} ms`,
  );
  console.log('\nsequences   context   step ms   tokens/s');
  for (const { count, context, stepMs, tokensPerSecond } of growth) {
    const cells = [count, context, stepMs.toFixed(1), tokensPerSecond.toFixed(0)];
    console.log(cells.map((cell, i) => String(cell).padStart([9, 10, 10, 11][i] ?? 0)).join(''));
  }
  console.log(`\nSampling, of a step of ${SAMPLING_SEQUENCES} sequences, top-p 0.9:`);
  for (const [name, share] of Object.entries(sampling)) console.log(`${name.padEnd(24)}${(100 * share).toFixed(1)} %`);
  const { toP99, toMedian } = report.beside.stretch;
  console.log(
    `\n8 sequences, a token each: every ${beside.aloneMedianMs.toFixed(1)} ms, p99 ${beside.aloneP99Ms.toFixed(1)}; while prompts of ${LONG_PROMPT_TOKENS} tokens are read ` +
      `${beside.besideP99Ms.toFixed(1)} ms at p99 of ${beside.gaps}: ${toP99.toFixed(2)} times the p99, ${toMedian.toFixed(2)} times the median`,
  );
  console.log(
    `\n48 slots of 1,536 tokens: ${(full.memoryBytes / 1e9).toFixed(2)} GB, ${(full.prefixBytes / 2 ** 20).toFixed(0)} MiB of it prefixes; ` +
      `event loop late by ${full.lateP99Ms.toFixed(1)} ms at p99; ${full.decodeTokensPerSecond.toFixed(0)} tokens/s`,
  );
}

function check(targets: readonly Target[]): void {
  const missed = targets.filter(isMissed);
  for (const target of missed) console.error(`Missed: ${describeTarget(target)}`);
  if (missed.length > 0) process.exitCode = 1;
  else console.log('All figures are within their targets.');
}

function add(samples: Samples, name: string, value: number): void {
  samples[name] ??= [];
  samples[name].push(value);
}

function progress(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${what.padEnd(40)}`);
}
