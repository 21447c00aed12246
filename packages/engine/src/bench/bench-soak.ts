// npm run bench:soak [-- --check] [--steps=100000]: the engine's memory while sequences come and go for very many steps.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createEngine } from '../engine.ts';
import type { SequenceRequest } from '../sequence-request.ts';
import { findGrowth, type Growth, limits, type MemorySample } from './memory-growth.ts';
import { ownMemory } from './own-memory.ts';
import { makePrompt } from './prompts.ts';

const SEQUENCES = 8;
/** Small, so that blocks are evicted nearly from the beginning on: a cache that fills up is growth, but no leak. */
const PREFIX_CACHE_BYTES = 32 * 1024 * 1024;
const CAPACITY_TOKENS = 256;
const SAMPLES = 200;
const TABLE_ROWS = 20;
const PROGRESS_SAMPLES = 10;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const steps = Number(process.argv.find((arg) => arg.startsWith('--steps='))?.split('=')[1] ?? 100_000);
const sampleEvery = Math.max(1, Math.floor(steps / SAMPLES));
const modelDir = process.env.MODEL_DIR ?? '';
const { architecture } = JSON.parse(readFileSync(path.join(modelDir, 'manifest.json'), 'utf8'));

let decodeSteps = 0;
let rows = 0;
const samples: MemorySample[] = [];
const engine = await createEngine({
  modelPath: path.join(modelDir, 'model.onnx'),
  architecture,
  slots: SEQUENCES,
  capacityTokens: CAPACITY_TOKENS,
  prefixCacheBytes: PREFIX_CACHE_BYTES,
  onStep: ({ kind, sequences }) => {
    if (kind !== 'decode') return;
    rows += sequences;
    decodeSteps++;
    if (decodeSteps % sampleEvery === 0) sample();
  },
});
const started = performance.now();
let asked = 0;
await Promise.all(Array.from({ length: SEQUENCES }, keepAsking));
const seconds = (performance.now() - started) / 1000;
const evicted = engine.stats().prefix.evictedBlocks;
await engine.close();
const growth = findGrowth(samples);
print(growth);
mkdirSync('.bench', { recursive: true });
const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}`;
const report = { at: new Date().toISOString(), machine, steps: decodeSteps, sequences: asked, seconds, evicted };
writeFileSync('.bench/soak.json', `${JSON.stringify({ ...report, growth, limits, samples }, null, 2)}\n`);
console.log(`\nOn ${machine}; written to .bench/soak.json`);
if (process.argv.includes('--check')) check(growth);

/** One customer after the other, until there have been enough steps. */
async function keepAsking(): Promise<void> {
  while (decodeSteps < steps) await follow(requestOf(asked++));
}

async function follow({ leaveAfter, ...request }: SequenceRequest & { leaveAfter: number }): Promise<void> {
  let given = 0;
  for await (const { ids } of engine.generate(request)) {
    given += ids.length;
    if (given >= leaveAfter || decodeSteps >= steps) break;
  }
}

/** Short prompts, a third with a beginning that others have too; answers of all lengths, and all that sampling offers. */
function requestOf(index: number): SequenceRequest & { leaveAfter: number } {
  const own = makePrompt(index, 8 + ((index * 13) % 48));
  const kinds: Partial<SequenceRequest>[] = [
    { temperature: 0 },
    { temperature: 0.7, topP: 0.9, repetitionPenalty: 1.1 },
    { temperature: 0.9, topK: 40, logProbabilities: 2 },
    { temperature: 0.2, minP: 0.05, allowedNext: ({ length }) => (length % 24 < 8 ? [length + 100] : undefined) },
    { temperature: 0.7, frequencyPenalty: 0.2, logitBias: new Map([[5, -1]]) },
  ];
  return {
    promptIds: index % 3 === 0 ? [...makePrompt(index % 7, 32), ...own] : own,
    maxTokens: 20 + ((index * 29) % 100),
    ...{ temperature: 0, topP: 1, seed: index, stopIds: [] },
    ...kinds[index % kinds.length],
    // Every eleventh leaves in the middle.
    leaveAfter: index % 11 === 0 ? 10 : Number.POSITIVE_INFINITY,
  };
}

function sample(): void {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  const own = ownMemory();
  samples.push({ step: decodeSteps, own, heap: heapUsed, external });
  // Hours may pass where somebody else wants the cores, or where it is a log that is read.
  if (process.stderr.isTTY) process.stderr.write(`\r${decodeSteps} of ${steps} steps`);
  else if (samples.length % PROGRESS_SAMPLES === 0) {
    console.error(`${decodeSteps} of ${steps} steps, ${Math.round(own / 2 ** 20)} MiB`);
  }
}

function print({ from, own, heap, external }: Growth): void {
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1).padStart(9);
  const lowest = Math.min(...samples.map((one) => one.own));
  const highest = Math.max(...samples.map((one) => one.own));
  const meanRows = (rows / decodeSteps).toFixed(1);
  console.log(
    `${decodeSteps} steps, ${meanRows} sequences in each on average; ${asked} came and went in ${seconds.toFixed(0)} s`,
  );
  console.log('\n    steps  own, MiB     heap  external');
  const every = Math.max(1, Math.ceil(samples.length / TABLE_ROWS));
  for (const [index, one] of samples.entries()) {
    if ((index + 1) % every !== 0) continue;
    const bar = '█'.repeat(1 + Math.round((39 * (one.own - lowest)) / Math.max(1, highest - lowest)));
    console.log(
      `${String(one.step).padStart(9)} ${megabytes(one.own)}${megabytes(one.heap)} ${megabytes(one.external)}  ${bar}`,
    );
  }
  console.log(`\nFrom step ${from} on          trend   highest above the beginning (MiB)`);
  for (const [name, { trend, peak }] of Object.entries({ own, heap, external })) {
    console.log(`${name.padEnd(22)} ${megabytes(trend)} ${megabytes(peak)}`);
  }
}

function check({ own, heap, external }: Growth): void {
  const found = Object.entries({ own, heap, external });
  const misses = found.flatMap(([name, { trend, peak }]) => {
    const { trendBytes, peakBytes } = limits;
    return [
      ...(trend <= trendBytes ? [] : [`${name} rises by ${Math.round(trend / 2 ** 20)} MiB`]),
      ...(peak <= peakBytes ? [] : [`${name} gets ${Math.round(peak / 2 ** 20)} MiB above its beginning`]),
    ];
  });
  for (const miss of misses) console.error(`Not flat: ${miss}`);
  if (misses.length > 0) process.exitCode = 1;
  else console.log('Memory is flat.');
}
