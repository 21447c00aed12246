import type { GgufFile } from '../gguf/gguf-file.ts';
import type { GgufTensor } from '../gguf/gguf-header.ts';
import { ModelError } from '../model-error.ts';

/** A linear layer's weights as the file holds them: rows of blocks. */
export interface RawMatrix {
  type: 'Q4_1' | 'Q8_0';
  rows: number;
  columns: number;
  bytes: Uint8Array;
}

/** Hands out a model's tensors by name, checks their shapes, and knows which ones nobody asked for. */
export class LlamaWeights {
  private readonly file: GgufFile;
  private readonly unread: Set<string>;

  constructor(file: GgufFile) {
    this.file = file;
    this.unread = new Set(file.header.tensors.keys());
  }

  has(name: string): boolean {
    return this.file.header.tensors.has(name);
  }

  /** A norm's gains. */
  vector(name: string, length: number): Float32Array {
    const tensor = this.take(name, 1, length);
    if (tensor.type !== 'F32') throw unexpectedType(tensor, 'F32');
    const bytes = this.file.read(tensor);
    return new Float32Array(bytes.buffer, bytes.byteOffset, length);
  }

  matrix(name: string, rows: number, columns: number): RawMatrix {
    const tensor = this.take(name, rows, columns);
    if (tensor.type === 'F32') throw unexpectedType(tensor, 'Q4_1 or Q8_0');
    return { type: tensor.type, rows, columns, bytes: this.file.read(tensor) };
  }

  /** Throws if the file holds tensors that were not read: a model with, say, biases would silently answer wrongly. */
  assertAllRead(): void {
    const [first] = this.unread;
    if (first === undefined) return;
    throw new ModelError(
      'unsupported_model',
      `The model holds ${this.unread.size} tensor(s) that the converter does not know, such as ${first}.`,
    );
  }

  private take(name: string, rows: number, columns: number): GgufTensor {
    const tensor = this.file.find(name);
    if (!tensor) throw new ModelError('unsupported_model', `The model has no tensor ${name}.`);
    if (tensor.rows !== rows || tensor.columns !== columns) {
      throw new ModelError(
        'malformed',
        `The tensor ${name} is ${tensor.rows} × ${tensor.columns}; the header's sizes ask for ${rows} × ${columns}.`,
      );
    }
    this.unread.delete(name);
    return tensor;
  }
}

/**
 * Puts matrices with the same inputs below each other; `name` is what they are together, for errors. Throws ModelError
 * `unsupported_model` if their types differ.
 */
export function stackRows(name: string, parts: readonly RawMatrix[]): RawMatrix {
  const [first] = parts;
  if (!first) throw new Error('nothing to stack');
  if (parts.some((part) => part.type !== first.type)) {
    const types = parts.map(({ type }) => type).join(', ');
    throw new ModelError('unsupported_model', `The weights of ${name}, which are one product here, are ${types}.`);
  }
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.bytes.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part.bytes, at);
    at += part.bytes.length;
  }
  return { ...first, rows: parts.reduce((total, part) => total + part.rows, 0), bytes };
}

/**
 * Undoes the order in which llama.cpp's converter stores the rows of q and k: there the two halves of a head that
 * rotate together lie next to each other; ONNX Runtime's rotary wants one half after the other.
 */
export function unpermuteHeads(matrix: RawMatrix, heads: number): RawMatrix {
  const rowBytes = matrix.bytes.length / matrix.rows;
  const headDim = matrix.rows / heads;
  const half = headDim / 2;
  const bytes = new Uint8Array(matrix.bytes.length);
  for (let row = 0; row < matrix.rows; row++) {
    const head = Math.floor(row / headDim);
    const place = row % headDim;
    const source = head * headDim + 2 * (place % half) + Math.floor(place / half);
    bytes.set(matrix.bytes.subarray(source * rowBytes, (source + 1) * rowBytes), row * rowBytes);
  }
  return { ...matrix, bytes };
}

function unexpectedType(tensor: GgufTensor, wanted: string): ModelError {
  return new ModelError(
    'unsupported_model',
    `The tensor ${tensor.name} is ${tensor.type}; the converter wants ${wanted}.`,
  );
}
