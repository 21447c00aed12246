import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { encodeModel } from '../onnx/encode-model.ts';
import { inlineTensor } from '../onnx/inline-tensor.ts';
import { roundPaired } from './paired-rounding.ts';
import { smoothingOf, type WholeRowProduct, widen, withWholeRows } from './whole-row-product.ts';

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

const [rows, columns] = [3, 8];
const weights = Float32Array.from({ length: rows * columns }, (_, at) => Math.sin(at));

/** What the nodes make of tokens. */
async function multiply(tokens: readonly Float32Array[], options: Partial<WholeRowProduct> = {}) {
  const { codes, scales } = roundPaired(weights, rows);
  const product = {
    input: 'x',
    codes: inlineTensor('codes', 'int8', [columns, rows], codes),
    scales: inlineTensor('scales', 'float', [rows], scales),
    ...options,
  };
  const graph = withWholeRows(
    {
      ...{ producer: 'test', producerVersion: '1', graphName: 'product', constants: [] },
      opsets: { '': 21, 'com.microsoft': 1 },
      nodes: [{ operator: 'Identity', domain: '', inputs: ['x'], outputs: ['y'], attributes: {} }],
      inputs: [{ name: 'x', type: 'float', shape: ['batch', 'tokens', columns] }],
      outputs: [{ name: 'y', type: 'float', shape: ['batch', 'tokens', rows] }],
    },
    new Map([['y', product]]),
  );
  const session = await InferenceSession.create(encodeModel(graph));
  const x = Float32Array.from(tokens.flatMap((token) => [...token]));
  const { y } = await session.run({ x: new Tensor('float32', x, [1, tokens.length, columns]) });
  await session.release();
  const values = y?.data as Float32Array;
  return tokens.map((_, at) => values.slice(at * rows, (at + 1) * rows));
}

/** The largest error of a token's outputs. */
const errorOf = (found: Float32Array, token: Float32Array) =>
  Math.max(
    ...found.map((value, row) =>
      Math.abs(value - token.reduce((sum, own, column) => sum + own * (weights[row * columns + column] as number), 0)),
    ),
  );

test('each token has its own scale, and a token of nothing but zeros gives zeros', async () => {
  const small = weights.slice(0, columns);
  const large = weights.slice(columns, 2 * columns).map((value) => value * 1_000);
  const [none, ofSmall, ofLarge] = await multiply([new Float32Array(columns), small, large]);
  expect(errorOf(none as Float32Array, new Float32Array(columns))).toBe(0);
  expect(errorOf(ofSmall as Float32Array, small)).toBeLessThan(0.05);
  expect(errorOf(ofLarge as Float32Array, large)).toBeLessThan(50);
});

test('one scale for all tokens serves those it has room for, and of others what it has room for', async () => {
  const token = weights.slice(0, columns);
  const half = token.map((value) => value / 2);
  const twice = token.map((value) => value * 2);
  const [ofToken, ofHalf, ofTwice] = await multiply([token, half, twice], { largest: 1 });
  expect(errorOf(ofToken as Float32Array, token)).toBeLessThan(0.05);
  expect(errorOf(ofHalf as Float32Array, half)).toBeLessThan(0.05);
  const cut = twice.map((value) => Math.min(1, Math.max(-1, value)));
  expect(errorOf(ofTwice as Float32Array, cut)).toBeLessThan(0.05);
});
