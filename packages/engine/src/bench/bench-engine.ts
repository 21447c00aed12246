// npm run bench:engine [-- --check] [--quick] [--temperature=0.7]: the engine beside node-llama-cpp with the same
// weights. All sides are measured in turns in one run; medians over the rounds, and their ratios.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import path from 'node:path';
import {
  askTtft,
  CONTEXT,
  measureAlone,
  measureFull,
  medianTtft,
  type OwnOptions,
  ownTargets,
  printOwnParts,
  progress,
  startEngine,
} from './own-parts.ts';
import { makePrompt } from './prompts.ts';
import { measureReadBandwidth } from './read-bandwidth.ts';
import { Side, type TtftReply } from './side.ts';
import { median } from './statistics.ts';
import { atLeast, checkTargets } from './targets.ts';

/** Our name beside the weights' types that name the peers. */
const OURS = 'frontdesk';
/** As good as the weights that were fetched; the best of them is the one to beat. The others are printed. */
const FAIR = ['Q4_1', 'Q8_0'];
const SLOT_TOKENS = 640;
const PREFILL_TOKENS = 512;
const THREADS = Math.min(2, availableParallelism());

const isQuick = process.argv.includes('--quick');
/** Sequences at a time. The peer needs a minute of prefill for the larger ones. */
const COUNTS = isQuick ? [1, 8] : [1, 4, 8, 16, 32];
const temperature = Number(process.argv.find((arg) => arg.startsWith('--temperature='))?.split('=')[1] ?? 0);
const rounds = isQuick ? 2 : 5;
const modelDir = process.env.MODEL_DIR ?? '';
const peers: { program: string; files: Record<string, string>; stepBytes: number } = JSON.parse(
  process.env.PEERS ?? '',
);
const own: OwnOptions = { modelDir, threads: THREADS, temperature, isQuick };
const tokensFor = (count: number) => (isQuick ? 8 : count < 16 ? 32 : 16);

/** Above, somebody else wants the cores, and the peer, whose threads wait busily, loses most. */
const QUIET_LOAD = 0.5;
const [loadBefore = 0] = loadavg();
if (loadBefore > QUIET_LOAD) {
  console.error(`The machine is busy (load ${loadBefore.toFixed(1)}): figures and ratios will say little.`);
}
const { decode, prefill, ttft, bandwidth } = await compare();
const { growth, sampling, beside } = await measureAlone(own);
const full = await measureFull(own);
const report = evaluate();
print();
mkdirSync('.bench', { recursive: true });
writeFileSync('.bench/engine.json', `${JSON.stringify(report, null, 2)}\n`);
console.log(`\nOn ${report.machine}, ${THREADS} threads, temperature ${temperature}; written to .bench/engine.json`);
if (process.argv.includes('--check')) checkTargets(report.targets);

type Samples = Record<string, number[]>;

/** Both sides in turns. */
async function compare() {
  const most = Math.max(...COUNTS);
  const sides: [string, Side][] = [[OURS, await startEngine(own, most, SLOT_TOKENS)]];
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
    ttft.push(...(await askTtft(ours, round)));
  }
  for (const [, side] of sides) await side.stop();
  return { decode, prefill, ttft, bandwidth };
}

function evaluate() {
  const decodeTable = COUNTS.map((sequences) => row(String(sequences), decode[sequences] ?? {}));
  const prefillRow = row('prefill', prefill);
  const readBytesPerSecond = median(bandwidth);
  const stepBytes = bytesOfStep();
  const boundTokensPerSecond = readBytesPerSecond / stepBytes;
  const parts = { ttft: medianTtft(ttft), growth, sampling, beside, full };
  const ratioAt = (sequences: number) =>
    decodeTable.find((line) => line.what === String(sequences))?.ratio ?? Number.NaN;
  const oneSequence = decodeTable[0]?.tokensPerSecond[OURS] ?? Number.NaN;
  const targets = [
    atLeast('decode, 1 sequence', ratioAt(1), 2.2, 'times the peer'),
    ...[8, 16, 32]
      .filter((count) => COUNTS.includes(count))
      .map((count) => atLeast(`decode, ${count} sequences`, ratioAt(count), 2.5, 'times the peer')),
    atLeast('prefill', prefillRow.ratio, 1.2, 'times the peer'),
    atLeast('1 sequence', (100 * oneSequence) / boundTokensPerSecond, 50, '% of the memory bound'),
    ...ownTargets(parts),
  ];
  return {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
    threads: THREADS,
    loadBefore,
    temperature,
    decode: decodeTable,
    prefill: prefillRow,
    memoryBound: { readBytesPerSecond, stepBytes, boundTokensPerSecond },
    ...parts,
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
  printOwnParts(report);
}

function add(samples: Samples, name: string, value: number): void {
  samples[name] ??= [];
  samples[name].push(value);
}
