// A part of npm run check:cuda: the default model's steps timed on GPU and CPU, each in the precision that it is used in there.
import path from 'node:path';
import { type KvReply, Side } from './side.ts';

const COUNTS = [1, 8, 16, 32];
const CONTEXT = 300;

const cudaDir = process.env.CUDA_DIR ?? '';
const models: Record<'float16' | 'int8', string> = JSON.parse(process.env.KV_MODELS ?? '').models;
const program = path.join(import.meta.dirname, 'kv-side.ts');
const figures: Record<string, Record<string, number>> = {};
for (const [device, args] of Object.entries({ cuda: [models.float16, cudaDir], cpu: [models.int8] })) {
  const side = await Side.start(program, args);
  await side.ask({ kind: 'times', counts: COUNTS, context: CONTEXT });
  const { stepMs = {}, prefillMs = Number.NaN } = await side.ask<KvReply>({
    ...{ kind: 'times', counts: COUNTS, context: CONTEXT },
  });
  await side.stop();
  figures[device] = Object.fromEntries(
    COUNTS.map((count) => [`decode ${count}, tok/s`, Math.round((1000 * count) / (stepMs[count] ?? Number.NaN))]),
  );
  figures[device][`prefill ${CONTEXT}, tok/s`] = Math.round((1000 * CONTEXT) / prefillMs);
}
console.table(figures);
