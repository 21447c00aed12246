import { readFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createEngine } from '../engine.ts';
import { BLOCK_TOKENS } from '../engine-loop.ts';
import type { SequenceRequest } from '../sequence-request.ts';
import type { StepReport } from '../step-runner.ts';
import { makePrompt } from './prompts.ts';
import type { BesideReply, EngineRequest, FullReply, SamplingOptions, SideRequest, TtftReply } from './side.ts';
import { median, p99 } from './statistics.ts';

// Our side of the benchmark: a child process with an IPC channel (side.ts). Arguments: the model's folder, threads,
// slots, tokens per slot; for a GPU the folder with CUDA's libraries.
const [modelDir = '', threads, slots, capacityTokens, cudaDir] = process.argv.slice(2);
const { architecture } = JSON.parse(readFileSync(path.join(modelDir, 'manifest.json'), 'utf8'));
const STEPS_ALONE = 300;
/** Every decode step, and when it ended. */
let decodeSteps: (StepReport & { at: number })[] = [];
let onDecodeStep = () => {};

const engine = await createEngine({
  modelPath: path.join(modelDir, 'model.onnx'),
  architecture,
  threads: Number(threads),
  slots: Number(slots),
  capacityTokens: Number(capacityTokens),
  cudaDir: cudaDir || undefined,
  prefixCacheBytes: 512 * 1024 * 1024,
  // A step is to be one token of each: prompts are random ids, of which the model soon repeats some for ever.
  maxGuessedTokens: 0,
  onStep: (step) => {
    if (step.kind !== 'decode') return;
    decodeSteps.push({ ...step, at: performance.now() });
    onDecodeStep();
  },
});
await engine.warmUp();

process.on('message', (request: SideRequest | EngineRequest) => {
  answer(request).then(
    (reply) => process.send?.(reply),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => engine.close().then(() => process.exit()));
process.send?.('ready');

function answer(request: SideRequest | EngineRequest): Promise<unknown> {
  switch (request.kind) {
    case 'decode':
      return decode(request.prompts, request.tokens, { temperature: request.temperature });
    case 'sampling':
      return samplingShare(request.prompts, request.tokens, request.options);
    case 'prefill':
      return prefill(request.prompt);
    case 'ttft':
      return ttft(request.seed);
    case 'beside':
      return beside(request.prompts, request.reading);
    case 'full':
      return full(request.promptTokens, request.areDifferent);
    default:
      return request satisfies never;
  }
}

async function generate(request: Partial<SequenceRequest> & Pick<SequenceRequest, 'promptIds' | 'maxTokens'>) {
  const started = performance.now();
  let firstMs = 0;
  const steps = engine.generate({ temperature: 0, topP: 0.9, seed: 1, stopIds: [], ...request });
  for await (const _ of steps) firstMs ||= performance.now() - started;
  return firstMs;
}

/** From one decode step of all sequences to the next: the run, sampling, and all that lies between. */
async function decode(prompts: readonly number[][], tokens: number, options: SamplingOptions): Promise<number> {
  for (const promptIds of prompts) await engine.warm(promptIds);
  decodeSteps = [];
  // Those that begin first have more to say, so that all are there for `tokens` steps.
  const maxTokens = tokens + 4 * prompts.length;
  await Promise.all(prompts.map((promptIds) => generate({ promptIds, maxTokens, ...options })));
  return (1000 * prompts.length) / meanGapMs(prompts.length, tokens);
}

async function samplingShare(prompts: readonly number[][], tokens: number, options: SamplingOptions): Promise<number> {
  await decode(prompts, tokens, options);
  const full = decodeSteps.filter(({ sequences }) => sequences === prompts.length);
  const sum = (of: (step: StepReport) => number) => full.reduce((total, step) => total + of(step), 0);
  return sum(({ samplingMs }) => samplingMs) / sum(({ ms }) => ms);
}

/** Mean time between the first `most` decode steps that all of `sequences` took part in. */
function meanGapMs(sequences: number, most: number): number {
  const full = decodeSteps.filter((step) => step.sequences === sequences).slice(0, most + 1);
  const [first, last] = [full[0], full.at(-1)];
  if (!first || !last || first === last) throw new Error(`no ${sequences} sequences decoded together`);
  return (last.at - first.at) / (full.length - 1);
}

async function prefill(promptIds: readonly number[]): Promise<number> {
  return (1000 * promptIds.length) / (await generate({ promptIds, maxTokens: 1 }));
}

async function ttft(seed: number): Promise<TtftReply> {
  const shared = makePrompt(seed, 480);
  const uncachedMs = await generate({ promptIds: [...shared, ...makePrompt(seed + 1, 32)], maxTokens: 1 });
  const cachedMs = await generate({ promptIds: [...shared, ...makePrompt(seed + 2, 32)], maxTokens: 1 });
  return { uncachedMs, cachedMs };
}

async function beside(prompts: readonly number[][], reading: readonly number[][]): Promise<BesideReply> {
  for (const promptIds of prompts) await engine.warm(promptIds);
  const done = new AbortController();
  const all = prompts.map((promptIds) =>
    generate({ promptIds, maxTokens: engine.capacityTokens, signal: done.signal }),
  );
  while (engine.stats().running < prompts.length) await untilStep();
  const alone = await gapsDuring(async () => {
    for (let step = 0; step < STEPS_ALONE; step++) await untilStep();
  });
  const gaps: number[] = [];
  for (const promptIds of reading) gaps.push(...(await gapsDuring(() => generate({ promptIds, maxTokens: 1 }))));
  done.abort();
  await Promise.all(all);
  return { aloneMedianMs: median(alone), aloneP99Ms: p99(alone), besideP99Ms: p99(gaps), gaps: gaps.length };
}

/** Times between decode steps, from the last one before `work` to the first one after it. */
async function gapsDuring(work: () => Promise<unknown>): Promise<number[]> {
  decodeSteps = [];
  await untilStep();
  await work();
  await untilStep();
  return decodeSteps.slice(1).map(({ at }, index) => at - (decodeSteps[index]?.at ?? at));
}

const untilStep = () =>
  new Promise<void>((resolve) => {
    onDecodeStep = resolve;
  });

async function full(promptTokens: number, areDifferent: boolean): Promise<FullReply> {
  const prompts = Array.from({ length: engine.slots }, (_, index) =>
    makePrompt(areDifferent ? index : 0, promptTokens),
  );
  // Read ahead, or the first ones would have said all they have to say before the last ones are read.
  for (const promptIds of prompts) await engine.warm(promptIds);
  decodeSteps = [];
  const maxTokens = engine.capacityTokens - promptTokens;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const all = prompts.map((promptIds) => generate({ promptIds, maxTokens }));
  let hasEnded = false;
  const ended = Promise.all(all).finally(() => {
    hasEnded = true;
  });
  // Where the first has ended before the last began, they never all run: the figures then say that they could not be taken.
  while (!hasEnded && engine.stats().running < engine.slots) await new Promise((resolve) => setTimeout(resolve, 20));
  delay.enable();
  await ended;
  delay.disable();
  const { bytes, blocks } = engine.stats().prefix;
  return {
    memoryBytes: process.memoryUsage.rss(),
    lateP99Ms: Math.max(0, delay.percentile(99) / 1e6 - 1),
    decodeTokensPerSecond: (1000 * engine.slots) / meanGapMs(engine.slots, maxTokens),
    prefixBytes: bytes,
    kvBytesPerToken: bytes / (blocks * BLOCK_TOKENS),
  };
}
