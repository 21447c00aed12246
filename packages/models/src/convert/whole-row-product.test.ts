import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { encodeModel } from '../onnx/encode-model.ts';
import { inlineTensor } from '../onnx/inline-tensor.ts';
import { roundPaired } from './paired-rounding.ts';
import { smoothingOf, widen, withWholeRows } from './whole-row-product.ts';

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

test('each token has its own scale, and a token of nothing but zeros gives zeros', async () => {
  const [rows, columns] = [3, 8];
  const weights = Float32Array.from({ length: rows * columns }, (_, at) => Math.sin(at));
  const { codes, scales } = roundPaired(weights, rows);
  const product = {
    input: 'x',
    codes: inlineTensor('codes', 'int8', [columns, rows], codes),
    scales: inlineTensor('scales', 'float', [rows], scales),
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
  const tokens = [new Float32Array(columns), weights.slice(0, columns), weights.slice(columns, 2 * columns)];
  // Each is a thousand times as large as the one before.
  const x = Float32Array.from(tokens.flatMap((token, at) => [...token].map((value) => value * 1_000 ** at)));
  const { y } = await session.run({ x: new Tensor('float32', x, [1, tokens.length, columns]) });
  await session.release();
  const values = y?.data as Float32Array;
  for (const [at, token] of tokens.entries()) {
    for (let row = 0; row < rows; row++) {
      const wanted = token.reduce((sum, value, column) => sum + value * (weights[row * columns + column] as number), 0);
      const found = (values[at * rows + row] as number) / 1_000 ** at;
      expect(Math.abs(found - wanted)).toBeLessThan(at === 0 ? 1e-30 : 0.05);
    }
  }
});
