import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BLOCK_IDS, blockMaxima, likeliest, rangesFrom } from './block-maxima.ts';

const logit = fc.oneof(fc.float({ noNaN: true, min: -30, max: 30 }), fc.constantFrom(Number.NaN, -Infinity, 5));
const logits = fc
  .array(logit, { minLength: 1, maxLength: 3 * BLOCK_IDS + 5 })
  .map((values) => Float32Array.from(values));

test('finds what a look at every id finds', () => {
  fc.assert(
    fc.property(logits, fc.float({ noNaN: true, min: -31, max: 31 }), (values, lowest) => {
      const maxima = blockMaxima(values);
      const ranges = rangesFrom(lowest, maxima, values.length);
      for (const [index, [from, to]] of ranges.entries()) {
        expect(from).toBeGreaterThan(ranges[index - 1]?.[1] ?? -1);
        expect(to).toBeLessThanOrEqual(values.length);
        expect(Math.max(...values.subarray(from, to).filter((value) => !Number.isNaN(value)))).toBeGreaterThanOrEqual(
          lowest,
        );
      }
      const likely = [...values.keys()].filter((id) => (values[id] as number) >= lowest);
      expect(likely.filter((id) => ranges.some(([from, to]) => id >= from && id < to))).toEqual(likely);
      const highest = Math.max(...values.filter((value) => !Number.isNaN(value)));
      if (highest === -Infinity) expect(() => likeliest(values, maxima)).toThrow('no number');
      else expect(likeliest(values, maxima)).toBe(values.indexOf(highest));
    }),
  );
});
