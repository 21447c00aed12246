import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GgufFile } from '../gguf/gguf-file.ts';
import { PlainDecoder } from '../testing/plain-decoder.ts';
import { referenceLogits } from '../testing/reference-decoder.ts';
import { type TinyModelOptions, tinyKvScales, writeTinyModel } from '../testing/tiny-model.ts';

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
    // What is left of a Q4_1 layer is the rounding of its augmented columns; a Q8_0 layer is taken over as it is.
    { options: { linearType: 'Q4_1', activations: 'float', seed: 1 }, tolerance: 0.02 },
    { options: { linearType: 'Q4_1', activations: 'float', seed: 2, layers: 3 }, tolerance: 0.02 },
    { options: { linearType: 'Q8_0', activations: 'float', seed: 3 }, tolerance: 1e-5 },
    // Here every product rounds its activations to 8 bits.
    { options: { linearType: 'Q4_1', activations: 'int8', seed: 4 }, tolerance: 0.05 },
    { options: { linearType: 'Q8_0', activations: 'int8', seed: 5 }, tolerance: 0.05 },
    { options: { linearType: 'Q8_0', activations: 'float', seed: 6, kvCache: 'float16' }, tolerance: 1e-3 },
  ] satisfies { options: TinyModelOptions; tolerance: number }[])(
    'writes a graph that computes what the file says: %o',
    async ({ options, tolerance }) => {
      const model = await writeTinyModel(join(dir, `logits-${options.seed}`), options);
      const file = GgufFile.open(join(model.dir, 'tiny.gguf'));
      const expected = referenceLogits(file, IDS, options);
      file.close();
      const decoder = await PlainDecoder.load(model, 1);
      const logits = await decoder.logits(IDS);
      await decoder.close();
      const { vocabSize, kvType } = model.manifest.architecture;
      expect(kvType).toBe('kvCache' in options ? options.kvCache : 'float32');
      for (const [position, row] of expected.entries()) {
        const found = [...logits.subarray(position * vocabSize, (position + 1) * vocabSize)];
        expect(relativeError(found, row), `position ${position}`).toBeLessThan(tolerance);
      }
    },
  );

  it('says in the manifest where keys and values are kept in 8 bits', async () => {
    const { manifest } = await writeTinyModel(join(dir, 'kv'), { kvCache: tinyKvScales() });
    expect(manifest.architecture.kvType).toBe('int8');
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
