import path from 'node:path';
import { compileWat } from '@frontdesk/engine/compile-wat';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundVector } from './rounded-vector.ts';
import { scalarProducts } from './scalar-products.ts';
import { VectorIndex } from './vector-index.ts';

test('the compiled products are those of the source', async () => {
  expect(scalarProducts.equals(await compileWat(path.join(import.meta.dirname, 'scalar-products.wat')))).toBe(true);
});

function indexOf(vectors: readonly Float32Array[], dimensions: number): VectorIndex {
  const index = new VectorIndex(vectors.length, dimensions);
  for (const vector of vectors) index.add(roundVector(vector));
  return index;
}

const product = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, place) => sum + value * (b[place] as number), 0);

/** Of the vectors as they are kept. */
const productsOf = (vectors: readonly Float32Array[], vector: Float32Array) =>
  vectors.map((other) => product(rounded(other), rounded(vector)));

function rounded(vector: Float32Array): Float32Array {
  const { bytes, step } = roundVector(vector);
  return Float32Array.from(bytes, (byte) => byte * step);
}

function expectClose(found: Float32Array, expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  const differences = expected.map((product, place) => Math.abs(product - (found[place] as number)));
  expect(Math.max(0, ...differences)).toBeLessThan(1e-5);
}

/** As long as those of a model: 1. */
function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values) || 1;
  return Float32Array.from(values, (value) => value / length);
}

const number = fc.double({ min: -1, max: 1, noNaN: true });
const vectors = (dimensions: number, minLength: number) =>
  fc.array(fc.array(number, { minLength: dimensions, maxLength: dimensions }).map(unit), { minLength, maxLength: 12 });

test('products are those of plain JavaScript, whatever was searched for before', async () => {
  const some = fc.integer({ min: 1, max: 70 }).chain((dimensions) => vectors(dimensions, 1));
  await fc.assert(
    fc.asyncProperty(some, some, async (vectors, others) => {
      for (const [question = unit([]), ...rows] of [vectors, others, vectors])
        expectClose(await indexOf(rows, question.length).search(question), productsOf(rows, question));
    }),
  );
});

test('bytes are searched as they are given, and not rounded once more', async () => {
  const index = new VectorIndex(1, 2);
  index.add({ bytes: Int8Array.of(3, 1), step: 0.25 });
  expect([...(await index.search(Float32Array.of(0, 1)))]).toEqual([expect.closeTo(0.25, 6)]);
});

test('two questions at once do not disturb each other, in an index of several turns', async () => {
  const rows = Array.from({ length: 40_000 }, (_, place) => unit([Math.sin(place), Math.cos(place), 1, place % 7]));
  const index = indexOf(rows, 4);
  const questions = [unit([1, 2, 3, 4]), unit([4, -3, 2, -1])];
  const found = await Promise.all(questions.map((question) => index.search(question)));
  for (const [place, question] of questions.entries())
    expectClose(found[place] as Float32Array, productsOf(rows, question));
});

test('bytes change a cosine of vectors as long as those of a model by less than 0.005', () => {
  const vector = fc.array(number, { minLength: 384, maxLength: 384 }).map(unit);
  fc.assert(
    fc.property(vector, vector, (a, b) => {
      expect(Math.abs(product(rounded(a), rounded(b)) - product(a, b))).toBeLessThan(0.005);
    }),
  );
});
