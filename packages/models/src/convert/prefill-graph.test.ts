import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GgufFile } from '../gguf/gguf-file.ts';
import { MODEL_FILES } from '../prepared-model.ts';
import { referenceLogits } from '../testing/reference-decoder.ts';
import { TINY, tinyKvScales, writeTinyModel } from '../testing/tiny-model.ts';

const OPTIONS = { kvCache: tinyKvScales(), seed: 7 } as const;
const LAYERS = 2;
const CAPACITY = 40;
const IDS = [1, 70, 12, 200, 261, 5, 5, 33, 264, 90, 91, 92, 2, 1, 150, 17, 3];

/** Inputs of several sizes, so that smoothing has something to do; none is larger. */
const inputSizes = Array.from({ length: LAYERS }, () => {
  const sizes = (columns: number) => Float32Array.from({ length: columns }, (_, column) => 3 + (column % 7));
  const { hiddenSize, feedForwardSize } = TINY;
  return {
    attn_qkv: sizes(hiddenSize),
    attn_output: sizes(hiddenSize),
    ffn_gate_up: sizes(hiddenSize),
    ffn_down: sizes(feedForwardSize),
  };
});
const VARIANTS = [
  { products: 'exact', options: { ...OPTIONS, activations: 'float' }, error: 0.05, steps: [1, 1] },
  { products: 'of integers', options: { ...OPTIONS, activations: 'int8' }, error: 0.05, steps: [4, 5] },
  {
    products: 'of integers, smoothed',
    options: { ...OPTIONS, activations: 'int8', inputSizes },
    error: 0.12,
    steps: [6, 10],
  },
] as const;

describe.each(VARIANTS)('the prefill graph, products $products,', ({ options, error: most, steps }) => {
  let dir: string;
  let expected: number[][];
  let sessions: { decode: InferenceSession; prefill: InferenceSession };

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'frontdesk-prefill-'));
    await writeTinyModel(dir, options);
    const file = GgufFile.open(join(dir, 'tiny.gguf'));
    expected = referenceLogits(file, IDS, OPTIONS);
    file.close();
    const load = (name: string) => InferenceSession.create(join(dir, name));
    sessions = { decode: await load(MODEL_FILES.graph), prefill: await load(MODEL_FILES.prefillGraph) };
  });
  afterAll(async () => {
    await sessions.decode.release();
    await sessions.prefill.release();
    rmSync(dir, { recursive: true });
  });

  /** How far `found` is from `wanted`, in lengths of it. */
  function relativeError(found: Float32Array, wanted: readonly number[]): number {
    const error = wanted.reduce((sum, value, at) => sum + ((found[at] as number) - value) ** 2, 0);
    return Math.sqrt(error / wanted.reduce((sum, value) => sum + value ** 2, 0));
  }

  /** One slot's keys and values: layer 0's keys, layer 0's values, … */
  const emptySlot = () =>
    Array.from({ length: 2 * LAYERS }, () => new Int8Array(TINY.kvHeads * CAPACITY * TINY.headDim));

  function feeds(ids: readonly number[], position: number, slot: readonly Int8Array[]): Record<string, Tensor> {
    const shape = [1, TINY.kvHeads, CAPACITY, TINY.headDim];
    const total = position + ids.length;
    return {
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      seqlens_k: new Tensor('int32', Int32Array.of(total - 1), [1]),
      total_sequence_length: new Tensor('int32', Int32Array.of(total), []),
      logits_positions: new Tensor(
        'int64',
        BigInt64Array.from(ids, (_, index) => BigInt(index)),
        [1, ids.length],
      ),
      ...Object.fromEntries(
        slot.map((data, index) => [
          `past_key_values.${index >> 1}.${index % 2 ? 'value' : 'key'}`,
          new Tensor('int8', data, shape),
        ]),
      ),
    };
  }

  /** Reads `ids` after `position` tokens, and appends their keys and values to the slot. */
  async function prefill(ids: readonly number[], position: number, slot: readonly Int8Array[]): Promise<Float32Array> {
    const pastTokens = new Tensor('int64', BigInt64Array.of(BigInt(position)), [1]);
    const found = await sessions.prefill.run({ ...feeds(ids, position, slot), past_tokens: pastTokens });
    const added = found.new_key_values?.data as Int8Array;
    const numbers = ids.length * TINY.headDim;
    for (const [index, buffer] of slot.entries()) {
      for (let head = 0; head < TINY.kvHeads; head++) {
        const from = (index * TINY.kvHeads + head) * numbers;
        buffer.set(added.subarray(from, from + numbers), (head * CAPACITY + position) * TINY.headDim);
      }
    }
    return found.logits?.data as Float32Array;
  }

  it.each([
    ['at once', [IDS.length]],
    ['in chunks', [1, 7, 9]],
  ])('computes what the file says, %s', async (_, chunks) => {
    const slot = emptySlot();
    let position = 0;
    for (const length of chunks) {
      const logits = await prefill(IDS.slice(position, position + length), position, slot);
      const vocabSize = logits.length / length;
      for (let row = 0; row < length; row++) {
        const found = logits.subarray(row * vocabSize, (row + 1) * vocabSize);
        const wanted = expected[position + row] as number[];
        expect(relativeError(found, wanted), `position ${position + row}`).toBeLessThan(most);
      }
      position += length;
    }
  });

  const hasBatchGraph = options.activations !== 'float';
  it(`${hasBatchGraph ? 'has' : 'lacks'} a sibling for batches with the same products`, async () => {
    expect(existsSync(join(dir, MODEL_FILES.batchGraph))).toBe(hasBatchGraph);
    if (!hasBatchGraph) return;
    const batch = await InferenceSession.create(join(dir, MODEL_FILES.batchGraph));
    const logits = (await batch.run(feeds(IDS, 0, emptySlot()))).logits?.data as Float32Array;
    await batch.release();
    expect(relativeError(logits, expected.flat())).toBeLessThan(most);
  });

  it('leaves keys and values as the decode graph does, but for the last step of rounding', async () => {
    const slot = emptySlot();
    await prefill(IDS, 0, slot);
    const decoded = await sessions.decode.run(feeds(IDS, 0, emptySlot()));
    for (const [index, buffer] of slot.entries()) {
      const present = decoded[`present.${index >> 1}.${index % 2 ? 'value' : 'key'}`]?.data as Int8Array;
      // Layer 0 reads the same embedding; later ones read what attention made of the same keys in another order.
      const tolerance = index < 2 ? steps[0] : steps[1];
      for (const [place, value] of buffer.entries()) {
        expect(Math.abs(value - (present[place] as number)), `${index} at ${place}`).toBeLessThanOrEqual(tolerance);
      }
    }
  });
});
