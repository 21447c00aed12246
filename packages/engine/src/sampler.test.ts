import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomAt } from './random.ts';
import { type Sampling, sample } from './sampler.ts';

/** The obvious way: probabilities of all ids, sorted, summed up. */
function sampleBySorting(logits: Float32Array, { temperature, topP, seed }: Sampling, position: number): number {
  const highest = Math.max(...logits);
  const weights = Array.from(logits, (logit, id) => ({ id, weight: Math.exp((logit - highest) / temperature) }));
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  weights.sort((a, b) => b.weight - a.weight || a.id - b.id);
  let mass = 0;
  const nucleus = topP === 1 ? weights.sort((a, b) => a.id - b.id) : [];
  for (const entry of topP === 1 ? [] : weights) {
    if (mass >= topP * total) break;
    nucleus.push(entry);
    mass += entry.weight;
  }
  let point = randomAt(seed, position) * nucleus.reduce((sum, { weight }) => sum + weight, 0);
  for (const { id, weight } of nucleus) {
    point -= weight;
    if (point < 0) return id;
  }
  throw new Error('unreachable but for rounding');
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
        // At a temperature of 2.5 no gap of 25 is negligible; below, ids beyond e^-20 change nothing that is drawn here.
        expect(sample(logits, sampling, position)).toBe(sampleBySorting(logits, sampling, position));
      },
    ),
    { numRuns: 500 },
  );
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
  for (let position = 0; position < 10_000; position++) {
    const id = sample(logits, { temperature: 1, topP: 1, seed: 11 }, position);
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
