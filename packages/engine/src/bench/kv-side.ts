import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Decoder } from '../decoder.ts';
import { logProbabilitiesOf } from '../sampling/log-probabilities.ts';
import { makePrompt } from './prompts.ts';
import type { KvReply, KvRequest } from './side.ts';
import { median } from './statistics.ts';

// A process of bench:kv or check:cuda with an IPC channel: one model. Arguments: its folder; for a GPU the folder with
// CUDA's libraries.

const SLOTS = 32;
const CAPACITY_TOKENS = 640;
const STEPS = 8;
/** The first ids of a window have little to go by; they are read and not scored. */
const SKIP = 64;

const [modelDir = '', cudaDir] = process.argv.slice(2);
const { architecture } = JSON.parse(readFileSync(path.join(modelDir, 'manifest.json'), 'utf8'));
const decoder = await Decoder.load({
  modelPath: path.join(modelDir, 'model.onnx'),
  architecture,
  slots: SLOTS,
  capacityTokens: CAPACITY_TOKENS,
  threads: Math.min(2, availableParallelism()),
  cudaDir,
});
const { row } = decoder;
process.on('message', (request: KvRequest) => {
  answer(request).then(
    (reply) => process.send?.(reply),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');

function answer(request: KvRequest): Promise<KvReply> {
  return request.kind === 'times' ? times(request.counts, request.context) : score(request.windows);
}

async function times(counts: readonly number[], context: number): Promise<KvReply> {
  const prefills: number[] = [];
  for (let slot = 0; slot < Math.max(...counts); slot++) {
    const started = performance.now();
    await decoder.prefill(slot, makePrompt(slot, context), 0);
    prefills.push(performance.now() - started);
  }
  const stepMs: Record<number, number> = {};
  for (const count of counts) {
    const steps: number[] = [];
    for (let step = 0; step < STEPS; step++) {
      const started = performance.now();
      await decoder.decode(Array.from({ length: count }, () => ({ id: 100 + step, position: context + step })));
      steps.push(performance.now() - started);
    }
    stepMs[count] = median(steps);
  }
  return { stepMs, prefillMs: median(prefills) };
}

async function score(windows: readonly (readonly number[])[]): Promise<KvReply> {
  const length = windows[0]?.length ?? 0;
  let total = 0;
  for (let position = 0; position + 1 < length; position++) {
    const rows = windows.map((window) => ({ id: window[position] as number, position }));
    const logits = await decoder.decode(rows);
    if (position < SKIP) continue;
    for (const [index, window] of windows.entries()) {
      row.fill(logits[index] as Float32Array);
      total += logProbabilitiesOf(row, window[position + 1] as number, 0).taken;
    }
  }
  const perplexity = Math.exp(-total / (windows.length * (length - 1 - SKIP)));
  return { perplexity, kvBytesPerToken: decoder.cache.bytesPerToken };
}
