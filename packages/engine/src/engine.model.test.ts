import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DecoderArchitecture } from './architecture.ts';
import { Decoder } from './decoder.ts';
import { createEngine, type Engine } from './engine.ts';
import type { SequenceRequest } from './sequence-request.ts';
import { Reference } from './testing/reference.ts';

const modelDir = process.env.MODEL_DIR;

describe.skipIf(!modelDir)('with the real model (MODEL_DIR)', () => {
  let modelPath: string;
  let architecture: DecoderArchitecture;
  let engine: Engine;
  let reference: Reference;

  beforeAll(async () => {
    modelPath = path.join(modelDir as string, 'model.onnx');
    architecture = JSON.parse(readFileSync(path.join(modelDir as string, 'manifest.json'), 'utf8')).architecture;
    engine = await createEngine({ modelPath, architecture });
    reference = await Reference.load(modelPath, architecture);
  }, 120_000);
  afterAll(() => engine?.close());

  /** "The capital of France is" and the like, as the default model's tokenizer has them; any ids would do. */
  const prompts = [
    [504, 3575, 282, 4649, 314],
    [1, 9690, 198, 2683, 359, 253, 5356, 5646, 11173, 2, 198, 1, 4093, 198, 1780, 314, 253, 4938, 47, 2, 198, 1, 520],
    Array.from({ length: 200 }, (_, index) => 1000 + ((index * 7) % 4000)),
  ];

  async function generate(request: Partial<SequenceRequest> & Pick<SequenceRequest, 'promptIds'>): Promise<number[]> {
    const ids: number[] = [];
    const base = { maxTokens: 40, temperature: 0, topP: 1, seed: 3, stopIds: [] };
    for await (const step of engine.generate({ ...base, ...request })) ids.push(...step.ids);
    return ids;
  }

  // From 4 tokens on they are read by other graphs, which round in another way: `rounded-ways.test.ts` of `packages/models` compares those.
  test.each(prompts.slice(0, 2).map((promptIds, index) => ({ index, promptIds: promptIds.slice(0, 3) })))(
    'greedy ids are those of the JavaScript API, prompt $index',
    async ({ promptIds }) => {
      expect(await generate({ promptIds })).toEqual(await reference.greedy(promptIds, 40));
    },
    120_000,
  );

  test('a prompt read in chunks gives the logits of one read at once, but for rounding', async () => {
    const decoder = await Decoder.load({ modelPath, architecture, slots: 1, capacityTokens: 256, threads: 2 });
    const promptIds = prompts[2] as number[];
    const atOnce = (await decoder.prefill(0, promptIds, 0)).slice();
    for (let position = 0; position < promptIds.length; position += 64) {
      await decoder.prefill(0, promptIds.slice(position, position + 64), position);
    }
    const chunked = await decoder.prefill(0, promptIds.slice(192), 192);
    // Keys and values are exact within a chunk and rounded to 8 bits between chunks; logits spread over 30.
    const squares = atOnce.reduce((sum, logit, id) => sum + (logit - (chunked[id] as number)) ** 2, 0);
    expect(Math.sqrt(squares / atOnce.length)).toBeLessThan(0.6);
    decoder.release();
  }, 120_000);
});
