import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AdapterFile } from '../adapter/low-rank-adapter.ts';
import { chatPrompts } from '../check/engine/prompts.ts';
import { findAdapter, findSource } from '../check/find-source.ts';
import { type PreparedModel, readPreparedModel } from '../prepared-model.ts';
import { encodeFloatModel } from '../testing/float-model.ts';
import { PlainDecoder } from '../testing/plain-decoder.ts';

const modelDir = process.env.MODEL_DIR;

describe.skipIf(!modelDir)('with the real model (MODEL_DIR)', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'frontdesk-float-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  test('the converted model says what fp32 weights with the adapter added to them say', async () => {
    const model = await readPreparedModel(modelDir as string);
    const prompts = chatPrompts(loadTokenizer(model), 12);
    const found = await nextLogits(model, prompts);
    const ggufPath = await findSource(model.manifest);
    const divergences = async (adapter: AdapterFile | undefined) => {
      const modelPath = join(dir, 'model.onnx');
      writeFileSync(modelPath, encodeFloatModel(ggufPath, join(dir, 'model.onnx.data'), adapter));
      const expected = await nextLogits({ ...model, modelPath }, prompts);
      return found.map((row, index) => divergence(expected[index] as Float32Array, row));
    };
    const tuned = await divergences(findAdapter(model.manifest));
    expect(Math.max(...tuned)).toBeLessThan(0.06);
    expect(mean(tuned)).toBeLessThan(0.02);
    // What would be measured if the adapter were applied nowhere.
    if (model.manifest.adapter) expect(mean(await divergences(undefined))).toBeGreaterThan(1);
    // A minute on two cores.
  }, 600_000);
});

/** What each prompt is followed by. */
async function nextLogits(model: PreparedModel, prompts: readonly number[][]): Promise<Float32Array[]> {
  const decoder = await PlainDecoder.load(model);
  const rows: Float32Array[] = [];
  for (const prompt of prompts) rows.push(await decoder.logits(prompt, [prompt.length - 1]));
  await decoder.close();
  return rows;
}

/** Kullback–Leibler: how much worse `found` foretells what `expected` says. */
function divergence(expected: Float32Array, found: Float32Array): number {
  const [p, q] = [logSoftmax(expected), logSoftmax(found)];
  return p.reduce((sum, log, id) => sum + Math.exp(log) * (log - (q[id] as number)), 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function logSoftmax(logits: Float32Array): Float64Array {
  const highest = logits.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const total = logits.reduce((sum, value) => sum + Math.exp(value - highest), 0);
  return Float64Array.from(logits, (value) => value - highest - Math.log(total));
}
