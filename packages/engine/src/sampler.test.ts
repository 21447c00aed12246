import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LogitsRow } from './logits/logits-row.ts';
import { randomAt } from './random.ts';
import { Sampler, type Sampling } from './sampler.ts';

const rowOf = (logits: Float32Array) => new LogitsRow(logits.length).fill(logits);
const sample = (logits: Float32Array, sampling: Sampling, position: number, allowed?: readonly number[]) =>
  new Sampler(logits.length).sample(rowOf(logits), sampling, position, allowed);

/** The obvious way: the probabilities of all ids, sorted, summed up until there are enough. */
function sampleBySorting(logits: Float32Array, { temperature, topP, seed }: Sampling, position: number): number {
  const highest = Math.max(...logits);
  const weighted = Array.from(logits, (logit, id) => ({ id, weight: Math.exp((logit - highest) / temperature) }));
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  let mass = 0;
  const nucleus = weighted
    .toSorted((a, b) => b.weight - a.weight || a.id - b.id)
    .filter(({ weight }) => {
      const wanted = topP === 1 || mass < topP * total;
      mass += weight;
      return wanted;
    });
  const point = randomAt(seed, position) * nucleus.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  const drawn = nucleus.find(({ weight }) => {
    sum += weight;
    return sum > point;
  });
  return (drawn ?? nucleus.at(-1))?.id as number;
}

const arbitraryLogits = fc
  .array(fc.integer({ min: -800, max: 800 }), { minLength: 1, maxLength: 300 })
  // Multiples of 1/64 make ties likely, and differences exact.
  .map((numbers) => Float32Array.from(numbers, (number) => number / 64));

test('draws what a full sort would draw', () => {
  fc.assert(
    fc.property(
      arbitraryLogits,
      fc.record({
        temperature: fc.constantFrom(0.3, 0.7, 1, 2.5),
        topP: fc.constantFrom(0.05, 0.5, 0.9, 0.999, 1),
        seed: fc.maxSafeInteger(),
      }),
      fc.nat(5000),
      (logits, sampling, position) => {
        expect(sample(logits, sampling, position)).toBe(sampleBySorting(logits, sampling, position));
      },
    ),
    { numRuns: 500 },
  );
});

test('a sampler keeps nothing from one call to the next', () => {
  const sampler = new Sampler(4);
  const sampling = { temperature: 1, topP: 0.9, seed: 2 };
  const logits = Float32Array.of(0.1, 0.2, 0.3, 0.2);
  const ids = Array.from({ length: 50 }, (_, position) => sampler.sample(rowOf(logits), sampling, position));
  sampler.sample(rowOf(Float32Array.of(50, 0, 0, 0)), sampling, 0);
  expect(ids.map((_, position) => sampler.sample(rowOf(logits), sampling, position))).toEqual(ids);
});

test('temperature 0 takes the likeliest id, the lowest of equals', () => {
  expect(sample(Float32Array.of(1, 5, 2, 5), { temperature: 0, topP: 1, seed: 0 }, 0)).toBe(1);
});

test('a very small topP takes the likeliest id whatever the temperature', () => {
  const logits = Float32Array.of(0, 1, 3, 2);
  for (let position = 0; position < 100; position++) {
    expect(sample(logits, { temperature: 3, topP: 1e-9, seed: 4 }, position)).toBe(2);
  }
});

test('draws as often as the probabilities say', () => {
  const probabilities = [0.5, 0.25, 0.15, 0.1];
  const logits = Float32Array.from(probabilities, Math.log);
  const counts = [0, 0, 0, 0];
  const sampler = new Sampler(logits.length);
  const row = rowOf(logits);
  for (let position = 0; position < 10_000; position++) {
    const id = sampler.sample(row, { temperature: 1, topP: 1, seed: 11 }, position);
    counts[id] = (counts[id] ?? 0) + 1;
  }
  for (const [id, probability] of probabilities.entries()) {
    expect(Math.abs((counts[id] ?? 0) / 10_000 - probability)).toBeLessThan(0.015);
  }
});

test('ids whose logit is not a number are never drawn; none left is an error', () => {
  const logits = Float32Array.of(Number.NaN, 1, Number.NaN, -Infinity);
  for (const topP of [0.9, 1]) expect(sample(logits, { temperature: 1, topP, seed: 1 }, 0)).toBe(1);
  const none = Float32Array.of(Number.NaN, -Infinity);
  expect(() => sample(none, { temperature: 1, topP: 1, seed: 1 }, 0)).toThrow(
    expect.objectContaining({ code: 'native_failure' }),
  );
});

test('topK, minP and topP leave what sorting leaves, one after the other', () => {
  fc.assert(
    fc.property(
      arbitraryLogits,
      fc.record({
        temperature: fc.constantFrom(0.5, 1, 2),
        topK: fc.constantFrom(0, 1, 3, 40),
        minP: fc.constantFrom(0, 0.05, 0.5, 1),
        topP: fc.constantFrom(0.3, 0.9, 1),
        seed: fc.maxSafeInteger(),
      }),
      (logits, sampling) => {
        const { temperature, topK, minP } = sampling;
        const highest = Math.max(...logits);
        const sorted = Array.from(logits, (logit, id) => ({ id, gap: (highest - logit) / temperature }))
          .filter(({ gap }) => gap <= 20 && Math.exp(-gap) >= minP * (1 - 1e-12))
          .toSorted((a, b) => a.gap - b.gap || a.id - b.id);
        const left = new Set(sorted.slice(0, topK || undefined).map(({ id }) => id));
        const masked = logits.map((logit, id) => (left.has(id) ? logit : -Infinity));
        const expected = sampleBySorting(masked, sampling, 3);
        expect(sample(logits, sampling, 3)).toBe(expected);
      },
    ),
    { numRuns: 500 },
  );
});

test('only allowed ids are drawn, whatever the others', () => {
  const logits = Float32Array.of(9, 1, 8, 1.5, Number.NaN);
  expect(sample(logits, { temperature: 0, topP: 1, seed: 0 }, 0, [1, 3])).toBe(3);
  const drawn = Array.from({ length: 60 }, (_, position) =>
    sample(logits, { temperature: 1, topP: 0.95, seed: 5 }, position, [1, 3]),
  );
  expect(new Set(drawn)).toEqual(new Set([1, 3]));
  expect(() => sample(logits, { temperature: 1, topP: 1, seed: 1 }, 0, [4])).toThrow(
    /no number as logit of an allowed/,
  );
});

test('where all that is allowed is forbidden, its first id is taken', () => {
  const logits = Float32Array.of(9, -Infinity, -Infinity);
  for (const temperature of [0, 1]) expect(sample(logits, { temperature, topP: 0.9, seed: 1 }, 0, [1, 2])).toBe(1);
});

test('temperatures near 0 are as good as 0', () => {
  const logits = Float32Array.of(0, 30, 29.999, -30);
  for (const temperature of [1e-300, 1e-6]) expect(sample(logits, { temperature, topP: 1, seed: 1 }, 0)).toBe(1);
});
