import fc from 'fast-check';
import { expect, it } from 'vitest';
import { vectorBytes, vectorsOf } from './stored-vectors.ts';

const number = fc.double({ min: -1, max: 1, noNaN: true });
const vectors = fc
  .integer({ min: 1, max: 40 })
  .chain((length) => fc.array(fc.array(number, { minLength: length, maxLength: length }), { minLength: 1 }))
  .map((rows) => rows.map((row) => Float32Array.from(row)));

it('gives vectors back to half a step of their largest number', () => {
  fc.assert(
    fc.property(vectors, (stored) => {
      const found = vectorsOf(vectorBytes(stored), stored.length);
      for (const [row, vector] of stored.entries()) {
        const most = Math.max(...vector.map(Math.abs)) / 254 + 1e-6;
        expect(found[row]).toHaveLength(vector.length);
        for (const [place, value] of vector.entries())
          expect(Math.abs((found[row]?.[place] ?? 9) - value)).toBeLessThan(most);
      }
    }),
  );
});

it('takes a byte for each number, and four for each vector', () => {
  expect(vectorBytes([new Float32Array(384), new Float32Array(384)])).toHaveLength(2 * 388);
});
