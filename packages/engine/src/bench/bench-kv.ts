// npm run bench:kv [-- --quick]: the default model with keys and values in float32, float16 and int8: what each costs in
// memory, time and perplexity. The three are measured in turns; each is its own process, as a process loads one model.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type KvReply, type KvRequest, Side } from './side.ts';
import { median } from './statistics.ts';

const COUNTS = [1, 8, 16, 32];
const CONTEXT = 300;

const { values: flags } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const rounds = flags.quick ? 1 : 5;
const { models, windows }: { models: Record<string, string>; windows: number[][] } = JSON.parse(
  process.env.KV_MODELS ?? '',
);

const sides: [string, Side][] = [];
for (const [kvType, dir] of Object.entries(models)) {
  sides.push([kvType, await Side.start(path.join(import.meta.dirname, 'kv-side.ts'), [dir])]);
}
const ask = (side: Side, request: KvRequest) => side.ask<KvReply>(request);
const stepMs: Record<string, Record<number, number[]>> = {};
const prefillMs: Record<string, number[]> = {};
for (let round = 0; round < rounds; round++) {
  for (const [kvType, side] of sides) {
    const times = await ask(side, { kind: 'times', counts: COUNTS, context: CONTEXT });
    for (const count of COUNTS) {
      stepMs[kvType] ??= {};
      stepMs[kvType][count] ??= [];
      stepMs[kvType][count].push(times.stepMs?.[count] ?? Number.NaN);
    }
    prefillMs[kvType] ??= [];
    prefillMs[kvType].push(times.prefillMs ?? Number.NaN);
  }
}
const report = [];
for (const [kvType, side] of sides) {
  const text = flags.quick ? windows.slice(0, 4) : windows;
  const { perplexity, kvBytesPerToken } = await ask(side, { kind: 'perplexity', windows: text });
  await side.stop();
  const medians = COUNTS.map((count) => [count, median(stepMs[kvType]?.[count] ?? [])] as const);
  report.push({
    kvType,
    kvBytesPerToken,
    perplexity,
    prefillMs: median(prefillMs[kvType] ?? []),
    stepMs: Object.fromEntries(medians),
  });
}

console.table(
  Object.fromEntries(
    report.map(({ kvType, kvBytesPerToken = 0, perplexity = 0, prefillMs, stepMs: steps }) => [
      kvType,
      {
        'KiB per token': Number((kvBytesPerToken / 1024).toFixed(1)),
        perplexity: Number(perplexity.toFixed(3)),
        ...Object.fromEntries(
          Object.entries(steps).map(([count, ms]) => [`step of ${count}, ms`, Number(ms.toFixed(1))]),
        ),
        [`prefill ${CONTEXT}, ms`]: Number(prefillMs.toFixed(0)),
      },
    ]),
  ),
);
mkdirSync('.bench', { recursive: true });
writeFileSync('.bench/kv.json', `${JSON.stringify({ machine: cpus()[0]?.model, report }, null, 2)}\n`);
console.log(`Context ${CONTEXT}, ${rounds} rounds, medians; on ${cpus()[0]?.model}; written to .bench/kv.json`);
