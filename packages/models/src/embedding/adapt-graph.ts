import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { type AdapterFile, readAdapterFile } from '../adapter/low-rank-adapter.ts';
import { type FloatTensor, readSafetensors } from '../adapter/safetensors.ts';
import { ModelError } from '../model-error.ts';
import { type GraphFile, type Initializer, readGraphFile } from '../onnx/graph-file.ts';
import { bytesOf } from '../onnx/wire-fields.ts';

/** A matrix of the graph: a byte per weight and a scale per column. */
interface Matrix {
  name: string;
  rows: number;
  columns: number;
  /** Where the file has its bytes. */
  offset: number;
  scales: Float32Array;
}

/** onnx.proto3: the field of a tensor's bytes. */
const RAW = 9;

/**
 * Copies a graph with 8-bit weights and adds the adapter's product B·A to them. Scales stay as they are, so a weight is off
 * by half a step at most, as before; what would leave the 8 bits is cut. Weights are [inputs, outputs], as MatMul wants them.
 *
 * @param beside names of the adapter's tensors that do not belong to the graph
 *
 * Throws ModelError `file_unreadable`, `checksum_mismatch`, `malformed`.
 */
export async function adaptGraph(
  from: string,
  adapter: AdapterFile,
  to: string,
  beside: readonly string[] = [],
): Promise<void> {
  const updates = readUpdates(adapter, beside);
  await copyFile(from, to);
  const fd = openSync(to, 'r+');
  try {
    const graph = readGraphFile(fd, fstatSync(fd).size);
    for (const [name, { a, b }] of updates) {
      const matrix = findMatrix(graph, fd, name);
      assertShape(name, a, [a.shape[0] as number, matrix.rows]);
      assertShape(name, b, [matrix.columns, a.shape[0] as number]);
      const bytes = new Int8Array(matrix.rows * matrix.columns);
      readSync(fd, bytes, 0, bytes.length, matrix.offset);
      addProduct(bytes, matrix, a, b);
      writeSync(fd, bytes, 0, bytes.length, matrix.offset);
    }
  } finally {
    closeSync(fd);
  }
}

interface Update {
  /** [rank, inputs] */
  a: FloatTensor;
  /** [outputs, rank] */
  b: FloatTensor;
}

/** By the names of the graph's matrices. */
function readUpdates(adapter: AdapterFile, beside: readonly string[]): Map<string, Update> {
  const { tensors } = readSafetensors(readAdapterFile(adapter));
  const updates = new Map<string, Update>();
  for (const [key, a] of tensors) {
    if (!key.endsWith('.a')) continue;
    const name = key.slice(0, -'.a'.length);
    const b = tensors.get(`${name}.b`);
    if (!b) throw new ModelError('malformed', `The adapter has no tensor ${name}.b.`);
    updates.set(name, { a, b });
  }
  const others = [...tensors.keys()].filter((key) => !beside.includes(key));
  if (others.length !== 2 * updates.size)
    throw new ModelError('malformed', 'The adapter has a tensor without its pair.');
  return updates;
}

function findMatrix(graph: GraphFile, fd: number, name: string): Matrix {
  const weights = findInitializer(graph, `${name}_q`);
  const [rows = 0, columns = 0] = weights.shape;
  const { large } = weights;
  const scales = readFloats(findInitializer(graph, `${name}_scale`), fd);
  if (!large || large.length !== rows * columns || scales.length !== columns)
    throw new ModelError('malformed', `The graph's ${name} has not one byte per weight and one scale per column.`);
  return { name, rows, columns, offset: large.offset, scales };
}

function findInitializer(graph: GraphFile, name: string): Initializer {
  const found = graph.initializers.find((initializer) => initializer.name === name);
  if (!found) throw new ModelError('malformed', `The graph has no ${name}, which the adapter wants to change.`);
  return found;
}

function readFloats({ name, large, fields }: Initializer, fd: number): Float32Array {
  let raw = new Uint8Array(large?.length ?? 0);
  if (large) readSync(fd, raw, 0, large.length, large.offset);
  else {
    const field = fields.find(({ number }) => number === RAW);
    if (!field) throw new ModelError('malformed', `The graph's ${name} has no numbers.`);
    raw = new Uint8Array(bytesOf(field));
  }
  // A copy of its own begins where floats may begin.
  return new Float32Array(raw.buffer, 0, raw.length / Float32Array.BYTES_PER_ELEMENT);
}

function addProduct(bytes: Int8Array, { rows, columns, scales }: Matrix, a: FloatTensor, b: FloatTensor): void {
  const rank = a.shape[0] as number;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let index = 0; index < rank; index++) {
        sum += (a.values[index * rows + row] as number) * (b.values[column * rank + index] as number);
      }
      const at = row * columns + column;
      const value = Math.round((bytes[at] as number) + sum / (scales[column] as number));
      bytes[at] = Math.max(-127, Math.min(127, value));
    }
  }
}

function assertShape(name: string, { shape }: FloatTensor, expected: readonly number[]): void {
  if (String(shape) === String(expected)) return;
  throw new ModelError(
    'malformed',
    `The adapter's part for ${name} is ${shape.join(' × ')}, not ${expected.join(' × ')}.`,
  );
}
