import fc from 'fast-check';
import { expect, it } from 'vitest';
import { vectorBytes, vectorsOf } from './stored-vectors.ts';

const vectors = fc.integer({ min: 1, max: 40 }).chain((length) =>
  fc.array(fc.record({ bytes: fc.int8Array({ minLength: length, maxLength: length }), step: fc.float() }), {
    minLength: 1,
  }),
);

it('gives vectors back as they are, wherever their bytes lie', () => {
  fc.assert(
    fc.property(vectors, fc.nat(9), (stored, before) => {
      const bytes = vectorBytes(stored);
      const read = new Uint8Array(before + bytes.length).subarray(before);
      read.set(bytes);
      expect(vectorsOf(read, stored.length)).toEqual(stored);
    }),
  );
});

it('takes a byte for each number, and four for each vector', () => {
  const vector = { bytes: Int8Array.of(-1, 2, -128), step: 0.5 };
  expect([...vectorBytes([vector, vector])]).toEqual([0, 0, 0, 63, 255, 2, 128, 0, 0, 0, 63, 255, 2, 128]);
});
