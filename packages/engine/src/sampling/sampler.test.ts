import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { leftBySorting } from '../../fixtures/left-by-sorting.ts';
import { LogitsRow } from '../logits/logits-row.ts';
import { sampleAccepted } from './sample-accepted.ts';
import { type Sampling, sample } from './sampler.ts';

const rowOf = (logits: Float32Array) => new LogitsRow(logits.length).fill(logits);

/** How often each id is drawn. */
function count(logits: Float32Array, sampling: Sampling, draws: number): Map<number, number> {
  const row = rowOf(logits);
  const counts = new Map<number, number>();
  for (let position = 0; position < draws; position++) {
    const id = sample(row, sampling, position);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

const arbitraryLogits = fc
  .array(fc.integer({ min: -800, max: 800 }), { minLength: 1, maxLength: 300 })
  // Multiples of 1/64 make ties likely, and differences exact.
  .map((numbers) => Float32Array.from(numbers, (number) => number / 64));
const arbitrarySampling = fc.record({
  temperature: fc.constantFrom(0.3, 0.7, 1, 2.5),
  topK: fc.constantFrom(0, 1, 3, 40, 2 ** 31),
  minP: fc.constantFrom(0, 0.05, 0.5, 1),
  topP: fc.constantFrom(0.05, 0.3, 0.9, 0.999, 1),
  seed: fc.maxSafeInteger(),
});

test('draws only what sorting leaves, one limit after the other', () => {
  fc.assert(
    fc.property(arbitraryLogits, arbitrarySampling, (logits, sampling) => {
      const left = leftBySorting(logits, sampling);
      for (const id of count(logits, sampling, 20).keys()) expect(left.has(id)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test.each<Omit<Sampling, 'seed'>>([
  { temperature: 1, topP: 1 },
  { temperature: 2, topP: 0.9 },
  { temperature: 0.7, topP: 0.5 },
  { temperature: 1.5, topP: 0.8, topK: 12 },
  { temperature: 1, topP: 0.95, minP: 0.2 },
])('draws as often as the probabilities of what is left say: %j', (limits) => {
  const draws = 20_000;
  const logits = Float32Array.from({ length: 200 }, (_, id) => 4 * Math.sin(id * id));
  const sampling = { ...limits, seed: 3 };
  const left = [...leftBySorting(logits, sampling)];
  const counts = count(logits, sampling, draws);
  const chiSquare = left.reduce((sum, [id, probability]) => {
    const wanted = draws * probability;
    return sum + ((counts.get(id) ?? 0) - wanted) ** 2 / wanted;
  }, 0);
  // Its mean is the number of degrees of freedom, its variance twice that: four standard deviations.
  const freedom = left.length - 1;
  expect(chiSquare).toBeLessThan(freedom + 4 * Math.sqrt(2 * freedom));
  expect([...counts.keys()].every((id) => left.some(([other]) => other === id))).toBe(true);
});

test('to leave as many of the likeliest as there are is to leave all, and looks for none of them', () => {
  const row = rowOf(Float32Array.from({ length: 300 }, (_, id) => Math.sin(id)));
  const findLikeliest = vi.spyOn(row, 'likeliestIds');
  const sampling = { temperature: 1, topP: 0.9, seed: 3 };
  for (let position = 0; position < 50; position++) {
    const id = sample(row, sampling, position);
    for (const topK of [300, 2 ** 31]) {
      expect(sample(row, { ...sampling, topK }, position)).toBe(id);
      expect(sampleAccepted(row, { ...sampling, topK }, position, () => true)).toBe(id);
    }
  }
  expect(findLikeliest).not.toHaveBeenCalled();
});

test('the same draw is the same whatever was drawn before', () => {
  const sampling = { temperature: 1, topP: 0.9, seed: 2 };
  const row = rowOf(Float32Array.of(0.1, 0.2, 0.3, 0.2));
  const ids = Array.from({ length: 50 }, (_, position) => sample(row, sampling, position));
  expect(ids.map((_, position) => sample(row, sampling, 49 - position))).toEqual(ids.toReversed());
});

test('temperature 0 takes the likeliest id, the lowest of equals', () => {
  expect(sample(rowOf(Float32Array.of(1, 5, 2, 5)), { temperature: 0, topP: 1, seed: 0 }, 0)).toBe(1);
});

test('a very small topP takes the likeliest id whatever the temperature', () => {
  const logits = Float32Array.of(0, 1, 3, 2);
  for (let position = 0; position < 100; position++) {
    expect(sample(rowOf(logits), { temperature: 3, topP: 1e-9, seed: 4 }, position)).toBe(2);
  }
});

test('ids whose logit is not a number are never drawn; none left is an error, but where the rest is forbidden', () => {
  const logits = Float32Array.of(Number.NaN, 1, Number.NaN, -Infinity);
  for (const topP of [0.9, 1]) expect(sample(rowOf(logits), { temperature: 1, topP, seed: 1 }, 0)).toBe(1);
  const forbidden = Float32Array.of(Number.NaN, -Infinity, -Infinity);
  const none = Float32Array.of(Number.NaN, Number.NaN);
  for (const temperature of [0, 1]) {
    expect(sample(rowOf(forbidden), { temperature, topP: 0.9, seed: 1 }, 0)).toBe(1);
    expect(sample(rowOf(forbidden), { temperature, topP: 0.9, seed: 1 }, 0, [1, 2])).toBe(1);
  }
  expect(() => sample(rowOf(none), { temperature: 1, topP: 1, seed: 1 }, 0)).toThrow(
    expect.objectContaining({ code: 'native_failure' }),
  );
});

test('only allowed ids are drawn, whatever the others', () => {
  const logits = Float32Array.of(9, 1, 8, 1.5, Number.NaN);
  expect(sample(rowOf(logits), { temperature: 0, topP: 1, seed: 0 }, 0, [1, 3])).toBe(3);
  const drawn = Array.from({ length: 60 }, (_, position) =>
    sample(rowOf(logits), { temperature: 1, topP: 0.95, seed: 5 }, position, [1, 3]),
  );
  expect(new Set(drawn)).toEqual(new Set([1, 3]));
  for (const temperature of [0, 1e-2]) {
    expect(sample(rowOf(logits), { temperature, topP: 1, seed: 0 }, 0, [4, 1, 3])).toBe(3);
  }
  expect(() => sample(rowOf(logits), { temperature: 1, topP: 1, seed: 1 }, 0, [4])).toThrow(
    /no number as logit of an allowed/,
  );
});

test('where all that is allowed is forbidden, its first id is taken', () => {
  const logits = Float32Array.of(9, -Infinity, -Infinity);
  for (const temperature of [0, 1])
    expect(sample(rowOf(logits), { temperature, topP: 0.9, seed: 1 }, 0, [1, 2])).toBe(1);
});

test('temperatures beyond all measure draw from all ids that are not forbidden', () => {
  const row = rowOf(Float32Array.of(0, -Infinity, 2, 1));
  for (const temperature of [1e37, 1e38, Number.MAX_VALUE]) {
    const drawn = Array.from({ length: 100 }, (_, position) =>
      sample(row, { temperature, topP: 1, seed: 1 }, position),
    );
    expect(new Set(drawn)).toEqual(new Set([0, 2, 3]));
  }
});

test('temperatures near 0 are as good as 0', () => {
  const logits = Float32Array.of(0, 30, 29.999, -30);
  for (const temperature of [1e-300, 1e-6]) expect(sample(rowOf(logits), { temperature, topP: 1, seed: 1 }, 0)).toBe(1);
});
