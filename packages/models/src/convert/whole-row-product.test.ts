import { expect, test } from 'vitest';
import { smoothingOf, widen } from './whole-row-product.ts';

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
