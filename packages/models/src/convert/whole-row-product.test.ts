import { expect, test } from 'vitest';
import { normalArray, seededRandom } from '../testing/random.ts';
import { roundWholeRows, smoothingOf, widen } from './whole-row-product.ts';

test('a row keeps its numbers to half a step of its largest', () => {
  const values = normalArray(seededRandom(3), 6 * 64, 1);
  const { codes, scales } = roundWholeRows(values, 6);
  for (const [at, value] of values.entries()) {
    const [row, column] = [Math.floor(at / 64), at % 64];
    const scale = scales[row] as number;
    expect(Math.abs((codes[column * 6 + row] as number) * scale - value)).toBeLessThanOrEqual(scale * 0.5001);
  }
});

test('no two products of a byte and a code overflow 16 bits, as they are added where there is no VNNI', () => {
  const { codes } = roundWholeRows(normalArray(seededRandom(4), 4 * 64, 9), 4);
  const largest = codes.reduce((most, code) => Math.max(most, Math.abs(code)), 0);
  expect(2 * 255 * largest).toBeLessThan(2 ** 15);
});

test('a row of zeros stays one', () => {
  const { codes, scales } = roundWholeRows(new Float32Array(64), 2);
  expect([...codes].every((code) => code === 0)).toBe(true);
  expect([...scales].every((scale) => scale > 0)).toBe(true);
});

test('smoothed inputs and weights are equally large, column by column', () => {
  const weights = Float32Array.of(0.1, 4, 0, -0.4, 2, 0);
  const sizes = Float32Array.of(10, 1, 3);
  const factors = smoothingOf(weights, sizes);
  for (const column of [0, 1]) {
    const largest = Math.max(Math.abs(weights[column] as number), Math.abs(weights[column + 3] as number));
    const factor = factors[column] as number;
    expect((sizes[column] as number) * factor).toBeCloseTo(largest / factor, 5);
  }
  // Nothing is known of what a column of zeros may meet.
  expect(factors[2]).toBe(1);
});

test('weights are the file’s, and what the adapter adds', () => {
  const blocks = { codes: new Uint8Array(64).fill(3), scales: Float32Array.of(2, 1), minima: Float32Array.of(-1, 0.5) };
  const a = new Float32Array(32).fill(0.5);
  const values = widen(blocks, 2, { rank: 1, a, b: Float32Array.of(4, 0) });
  expect(values[0]).toBe(2 * 3 - 1 + 4 * 0.5);
  expect(values[63]).toBe(3 + 0.5);
});
