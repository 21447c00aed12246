import path from 'node:path';
import { makePrompt } from './prompts.ts';
import { type BesideReply, type FullReply, type SamplingOptions, Side, type TtftReply } from './side.ts';
import { median } from './statistics.ts';
import { type Stretch, stretchOf } from './stretch.ts';
import { atMost, type Target } from './targets.ts';

// What bench:engine measures of our side alone, and check:cuda on a GPU: there is nothing to compare with.

export interface OwnOptions {
  modelDir: string;
  threads: number;
  temperature: number;
  /** Fewer steps of everything. */
  isQuick: boolean;
  /** Where CUDA's libraries are; without it the CPU computes. */
  cudaDir?: string | undefined;
}

export interface OwnParts {
  ttft: { uncachedMs: number; cachedMs: number };
  /** How a step grows. */
  growth: { count: number; context: number; stepMs: number; tokensPerSecond: number }[];
  /** What of a step comes after the model's run, by way to sample: 0 to 1. */
  sampling: Record<string, number>;
  beside: BesideReply & { stretch: Stretch };
  full: FullReply;
}

export const CONTEXT = 300;
/** 48 different prompts of so many fit into the prefix budget, and nearly fill it. */
const FULL_PROMPT_TOKENS = 900;
/** In a quick run, where all have one prompt, less is left to say: enough for the first to run until the last does. */
const QUICK_FULL_PROMPT_TOKENS = 1_300;
const LONG_PROMPT_TOKENS = 1_000;
const SAMPLING_SEQUENCES = 32;
const penalties = { repetitionPenalty: 1.1, frequencyPenalty: 0.1 };
const SAMPLINGS: Record<string, SamplingOptions> = {
  greedy: { temperature: 0 },
  'temperature 0.2': { temperature: 0.2 },
  'temperature 0.7': { temperature: 0.7 },
  'and penalties': { temperature: 0.7, ...penalties },
  'and log-probabilities': { temperature: 0.7, ...penalties, logProbabilities: 5 },
};
const engineProgram = path.join(import.meta.dirname, 'engine-side.ts');

export function startEngine({ modelDir, threads, cudaDir = '' }: OwnOptions, slots: number, slotTokens: number) {
  return Side.start(engineProgram, [modelDir, String(threads), String(slots), String(slotTokens), cudaDir]);
}

/** Three prompts, others in every round. */
export async function askTtft(side: Side, round: number): Promise<TtftReply[]> {
  const replies: TtftReply[] = [];
  for (let i = 0; i < 3; i++) replies.push(await side.ask({ kind: 'ttft', seed: 100_000 + 10 * (3 * round + i) }));
  return replies;
}

export function medianTtft(replies: readonly TtftReply[]): OwnParts['ttft'] {
  return {
    uncachedMs: median(replies.map((reply) => reply.uncachedMs)),
    cachedMs: median(replies.map((reply) => reply.cachedMs)),
  };
}

/**
 * How the cost of a step grows, with the batch at 300 tokens of context and with the context at 8 sequences, and how much
 * of a step sampling is. Prompts are random ids: the model has no idea what follows, which is the worst case.
 */
export async function measureAlone(options: OwnOptions): Promise<Pick<OwnParts, 'growth' | 'sampling' | 'beside'>> {
  const { isQuick, temperature } = options;
  const side = await startEngine(options, 64, 1600);
  const measure = async (count: number, context: number) => {
    const prompts = Array.from({ length: count }, () => makePrompt(1, context));
    const rate = await side.ask({ kind: 'decode', prompts, tokens: isQuick ? 6 : 16, temperature });
    return { count, context, stepMs: (1000 * count) / rate, tokensPerSecond: rate };
  };
  const growth = [];
  progress('growth');
  for (const count of [1, 2, 4, 8, 16, 32, 48, 64]) growth.push(await measure(count, CONTEXT));
  for (const context of [100, 500, 1000, 1500]) growth.push(await measure(8, context));
  progress('sampling');
  const sampling: Record<string, number> = {};
  const prompts = Array.from({ length: SAMPLING_SEQUENCES }, (_, index) => makePrompt(index, CONTEXT));
  for (const [name, how] of Object.entries(SAMPLINGS)) {
    sampling[name] = await side.ask({ kind: 'sampling', prompts, tokens: isQuick ? 6 : 16, options: how });
  }
  progress('8 sequences beside a long prompt');
  const long = Array.from({ length: isQuick ? 2 : 8 }, (_, index) => makePrompt(200 + index, LONG_PROMPT_TOKENS));
  const beside = await side.ask<BesideReply>({ kind: 'beside', prompts: prompts.slice(0, 8), reading: long });
  await side.stop();
  return { growth, sampling, beside: { ...beside, stretch: stretchOf(beside) } };
}

/** 48 slots of 1,536 tokens. All have one prompt in a quick run. */
export async function measureFull(options: OwnOptions): Promise<FullReply> {
  progress('48 slots of 1,536 tokens');
  const side = await startEngine(options, 48, 1536);
  const promptTokens = options.isQuick ? QUICK_FULL_PROMPT_TOKENS : FULL_PROMPT_TOKENS;
  const reply = await side.ask<FullReply>({ kind: 'full', promptTokens, areDifferent: !options.isQuick });
  await side.stop();
  return reply;
}

/** What is asked of all that. */
export function ownTargets({ ttft, sampling, beside, full }: Omit<OwnParts, 'growth'>): Target[] {
  return [
    atMost('TTFT of 512 tokens with 480 cached', (100 * ttft.cachedMs) / ttft.uncachedMs, 10, '% of uncached'),
    atMost('all of sampling, 32 sequences', 100 * Math.max(...Object.values(sampling)), 5, '% of a step'),
    atMost(
      `time between tokens of 8 sequences beside a prompt of ${LONG_PROMPT_TOKENS}, p99`,
      beside.stretch.toP99,
      ...([3, 'times their p99 without'] as const),
    ),
    atMost('memory of an engine alone, 48 full slots', full.memoryBytes / 1e9, 3, 'GB'),
    atMost('event loop late at p99 while they run', full.lateP99Ms, 10, 'ms'),
  ];
}

export function printOwnParts({ ttft, growth, sampling, beside, full }: OwnParts): void {
  console.log(`\nTTFT of 512 tokens: ${ttft.uncachedMs.toFixed(0)} ms, 480 cached: ${ttft.cachedMs.toFixed(1)} ms`);
  console.log('\nsequences   context   step ms   tokens/s');
  for (const { count, context, stepMs, tokensPerSecond } of growth) {
    const cells = [count, context, stepMs.toFixed(1), tokensPerSecond.toFixed(0)];
    console.log(cells.map((cell, i) => String(cell).padStart([9, 10, 10, 11][i] ?? 0)).join(''));
  }
  console.log(`\nSampling, of a step of ${SAMPLING_SEQUENCES} sequences, top-p 0.9:`);
  for (const [name, share] of Object.entries(sampling)) console.log(`${name.padEnd(24)}${(100 * share).toFixed(1)} %`);
  const { toP99, toMedian } = beside.stretch;
  console.log(
    `\n8 sequences, a token each: every ${beside.aloneMedianMs.toFixed(1)} ms, p99 ${beside.aloneP99Ms.toFixed(1)}; while prompts of ${LONG_PROMPT_TOKENS} tokens are read ` +
      `${beside.besideP99Ms.toFixed(1)} ms at p99 of ${beside.gaps}: ${toP99.toFixed(2)} times the p99, ${toMedian.toFixed(2)} times the median`,
  );
  console.log(
    `\nAn engine alone, 48 slots of 1,536 tokens: ${(full.memoryBytes / 1e9).toFixed(2)} GB, ${(full.prefixBytes / 2 ** 20).toFixed(0)} MiB of it prefixes; ` +
      `event loop late by ${full.lateP99Ms.toFixed(1)} ms at p99; ${full.decodeTokensPerSecond.toFixed(0)} tokens/s`,
  );
}

export function progress(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${what.padEnd(40)}`);
}
