// npm run check:cuda: the engine on an NVIDIA GPU. Its greedy answers, batched, in chunks and from the prefix cache, are
// checked against ONNX Runtime's plain JavaScript API on the CPU; then steps are timed on both. `--cpu` puts the CPU in
// the GPU's place: that checks this program.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createEngine, type Engine } from '../engine.ts';
import { likeliest, Reference } from '../reference.ts';
import { type KvReply, Side } from './side.ts';

const ANSWER_TOKENS = 32;
/** Prompts are the beginnings of texts: some shorter than a chunk, some longer. */
const PROMPT_TOKENS = [12, 40, 100, 200, 300, 400];
/** Where two ids are so close, 16 bits and another order of additions may choose the other one. */
const NEAR_TIE_GAP = 0.1;
/** Answers that may hold a near-tie. */
const NEAR_TIE_SHARE = 0.25;
const COUNTS = [1, 8, 16, 32];
const CONTEXT = 300;

const isRehearsal = process.argv.includes('--cpu');
const cudaDir = isRehearsal ? undefined : process.env.CUDA_DIR;
const { models, exact, windows }: { models: Record<'float16' | 'int8', string>; exact: string; windows: number[][] } =
  JSON.parse(process.env.KV_MODELS ?? '');

const modelPath = path.join(exact, 'model.onnx');
const { architecture } = JSON.parse(readFileSync(path.join(exact, 'manifest.json'), 'utf8'));
const prompts = windows.map((window, index) => window.slice(0, PROMPT_TOKENS[index % PROMPT_TOKENS.length]));

const engine = await createEngine({ modelPath, architecture, slots: 8, capacityTokens: 512, cudaDir });
const uncached = await Promise.all(prompts.map((promptIds) => answer(engine, promptIds)));
const cached = await Promise.all(prompts.map((promptIds) => answer(engine, promptIds)));
const { hitTokens } = engine.stats().prefix;
await engine.close();

const reference = await Reference.load(modelPath, architecture);
const problems: string[] = [];
if (hitTokens === 0) problems.push('nothing came from the prefix cache');
for (const [name, answers] of Object.entries({ uncached, cached })) await check(name, answers);
if (!isRehearsal) await time();
for (const problem of problems) console.error(`Wrong: ${problem}`);
if (problems.length > 0) process.exitCode = 1;

async function answer(by: Engine, promptIds: readonly number[]): Promise<number[]> {
  const ids: number[] = [];
  const request = { promptIds, maxTokens: ANSWER_TOKENS, temperature: 0, topP: 1, seed: 0, stopIds: [] };
  for await (const step of by.generate(request)) ids.push(...step.ids);
  return ids;
}

/** Teacher-forced: one run of the reference over prompt and answer gives what it would have chosen at each place. */
async function check(name: string, answers: readonly number[][]): Promise<void> {
  let nearTies = 0;
  let equal = 0;
  for (const [index, ids] of answers.entries()) {
    const promptIds = prompts[index] as number[];
    const rows = await reference.logits([...promptIds, ...ids]);
    let isTied = false;
    for (const [place, id] of ids.entries()) {
      const logits = rows[promptIds.length - 1 + place] as Float32Array;
      const best = likeliest(logits);
      const gap = (logits[best] as number) - (logits[id] as number);
      if (gap === 0) equal++;
      else if (gap <= NEAR_TIE_GAP) isTied = true;
      else problems.push(`${name}, prompt ${index}, id ${place}: ${id} instead of ${best}, gap ${gap.toFixed(3)}`);
    }
    if (isTied) nearTies++;
  }
  const total = answers.flat().length;
  console.log(
    `${name}: ${equal} of ${total} ids are the reference's; near-ties in ${nearTies} of ${answers.length} answers`,
  );
  if (nearTies > NEAR_TIE_SHARE * answers.length) problems.push(`${name}: too many near-ties`);
}

/** The default model on each device in the precision that it is used in there. */
async function time(): Promise<void> {
  const program = path.join(import.meta.dirname, 'kv-side.ts');
  const figures: Record<string, Record<string, number>> = {};
  for (const [device, dir] of Object.entries({ cuda: models.float16, cpu: models.int8 })) {
    const side = await Side.start(program, device === 'cuda' ? [dir, cudaDir ?? ''] : [dir]);
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
}
