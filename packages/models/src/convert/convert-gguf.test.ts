import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GgufFile } from '../gguf/gguf-file.ts';
import { PlainDecoder } from '../testing/plain-decoder.ts';
import { referenceLogits } from '../testing/reference-decoder.ts';
import { type TinyModelOptions, writeTinyModel } from '../testing/tiny-model.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-convert-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const IDS = [1, 70, 12, 200, 261, 5, 5, 33, 264, 90, 91, 92, 2, 1, 150, 17, 3];

/** Length of the difference over the length of the expected vector. */
function relativeError(found: readonly number[], expected: readonly number[]): number {
  const length = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return length(found.map((value, i) => value - (expected[i] as number))) / length(expected);
}

describe('convertGguf', () => {
  it.each([
    { linearType: 'Q4_1', seed: 1 },
    { linearType: 'Q4_1', seed: 2, layers: 3 },
    { linearType: 'Q8_0', seed: 3 },
  ] satisfies TinyModelOptions[])('writes a graph that computes what the file says: %o', async (options) => {
    const model = await writeTinyModel(join(dir, `logits-${options.seed}`), options);
    const file = GgufFile.open(join(model.dir, 'tiny.gguf'));
    const expected = referenceLogits(file, IDS, options);
    file.close();
    const decoder = await PlainDecoder.load(model, 1);
    const logits = await decoder.logits(IDS);
    await decoder.close();
    const { vocabSize } = model.manifest.architecture;
    for (const [position, row] of expected.entries()) {
      const found = [...logits.subarray(position * vocabSize, (position + 1) * vocabSize)];
      // What is left is the rounding of activations to 8 bits in each of the products.
      expect(relativeError(found, row), `position ${position}`).toBeLessThan(0.02);
    }
  });

  it('computes logits for the asked positions only', async () => {
    const decoder = await PlainDecoder.load(await writeTinyModel(join(dir, 'positions')), 1);
    const all = await decoder.logits(IDS);
    const some = await decoder.logits(IDS, [16, 3]);
    await decoder.close();
    const vocabSize = all.length / IDS.length;
    expect(some.length).toBe(2 * vocabSize);
    for (const [row, position] of [16, 3].entries()) {
      const [found, expected] = [
        some.subarray(row * vocabSize, (row + 1) * vocabSize),
        all.subarray(position * vocabSize),
      ];
      expect(relativeError([...found], [...expected.subarray(0, vocabSize)])).toBeLessThan(1e-5);
    }
  });

  it('writes the same bytes for the same file', async () => {
    const [first, second] = [await writeTinyModel(join(dir, 'a')), await writeTinyModel(join(dir, 'b'))];
    expect(second.manifest).toEqual(first.manifest);
    expect(readFileSync(second.modelPath).equals(readFileSync(first.modelPath))).toBe(true);
  });
});
