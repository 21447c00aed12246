import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodeModel } from '../onnx/encode-model.ts';
import { encodeSafetensors } from '../testing/encode-safetensors.ts';
import { normalArray, seededRandom } from '../testing/random.ts';
import { adaptGraph } from './adapt-graph.ts';

const [rows, columns, rank] = [96, 64, 3];
const random = seededRandom(7);
const weights = Int8Array.from({ length: rows * columns }, () => Math.round(random() * 200 - 100));
const scales = Float32Array.from({ length: columns }, () => 0.001 + random() / 100);
const a = normalArray(random, rank * rows, 0.05);
const b = normalArray(random, columns * rank, 0.05);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-adapt-'));
  writeFileSync(join(dir, 'model.onnx'), encodeGraph());
});
afterEach(() => rmSync(dir, { recursive: true }));

it('adds the product to the weights, to half a step, and changes nothing else', async () => {
  await adapt({ 'w.a': { shape: [rank, rows], values: a }, 'w.b': { shape: [columns, rank], values: b } });
  const before = readFileSync(join(dir, 'model.onnx'));
  const after = readFileSync(join(dir, 'adapted.onnx'));
  const begin = before.indexOf(Buffer.from(weights.buffer));
  const adapted = new Int8Array(after.subarray(begin, begin + weights.length));
  let changed = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const scale = scales[column] as number;
      let wanted = (weights[at] as number) * scale;
      for (let i = 0; i < rank; i++) wanted += (a[i * rows + row] as number) * (b[column * rank + i] as number);
      const cut = Math.max(-127 * scale, Math.min(127 * scale, wanted));
      // The file's numbers have 16 bits.
      expect(Math.abs((adapted[at] as number) * scale - cut)).toBeLessThan(0.51 * scale + 1e-4);
      if (adapted[at] !== weights[at]) changed++;
    }
  }
  expect(changed).toBeGreaterThan(100);
  expect(after.subarray(0, begin)).toEqual(before.subarray(0, begin));
  expect(after.subarray(begin + weights.length)).toEqual(before.subarray(begin + weights.length));
});

it.each([
  [{ 'v.a': { shape: [1, 1], values: [1] }, 'v.b': { shape: [1, 1], values: [1] } }, /no v_q/],
  [{ 'w.a': { shape: [1, 1], values: [1] } }, /no tensor w\.b/],
  [{ 'w.b': { shape: [1, 1], values: [1] } }, /without its pair/],
  [{ 'w.a': { shape: [1, 2], values: [1, 1] }, 'w.b': { shape: [1, 1], values: [1] } }, /1 × 2, not 1 × 96/],
])('refuses what does not fit the graph: %#', async (tensors, message) => {
  await expect(adapt(tensors)).rejects.toMatchObject({ code: 'malformed', message: expect.stringMatching(message) });
});

it('refuses another file than the one it was told of', async () => {
  writeFileSync(join(dir, 'adapter'), 'something else');
  const adapter = { path: join(dir, 'adapter'), sha256: '00' };
  await expect(adaptGraph(join(dir, 'model.onnx'), adapter, join(dir, 'adapted.onnx'))).rejects.toMatchObject({
    code: 'checksum_mismatch',
  });
});

function adapt(tensors: Parameters<typeof encodeSafetensors>[0]): Promise<void> {
  const bytes = encodeSafetensors(tensors);
  const path = join(dir, 'adapter');
  writeFileSync(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return adaptGraph(join(dir, 'model.onnx'), { path, sha256 }, join(dir, 'adapted.onnx'));
}

/** y = x · (w_q × w_scale), as the published graph has it. */
function encodeGraph(): Uint8Array {
  const node = (operator: string, inputs: string[], output: string, attributes = {}) => ({
    ...{ operator, domain: '', inputs, outputs: [output], attributes },
  });
  return encodeModel({
    producer: 'test',
    producerVersion: '1',
    opsets: { '': 17 },
    graphName: 'tiny',
    nodes: [
      node('Cast', ['w_q'], 'w_f', { to: { int: 1 } }),
      node('Mul', ['w_f', 'w_scale'], 'w'),
      node('MatMul', ['x', 'w'], 'y'),
    ],
    constants: [
      { name: 'w_q', type: 'int8', shape: [rows, columns], data: new Uint8Array(weights.buffer) },
      { name: 'w_scale', type: 'float', shape: [1, columns], data: new Uint8Array(scales.buffer) },
    ],
    inputs: [{ name: 'x', type: 'float', shape: ['batch', rows] }],
    outputs: [{ name: 'y', type: 'float', shape: ['batch', columns] }],
  });
}
