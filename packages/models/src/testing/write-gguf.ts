import { TENSOR_TYPES, type TensorType } from '../gguf/tensor-type.ts';
import { quantizeQ4_1, quantizeQ8_0 } from './quantize.ts';

/** A metadata value with the type that it gets in the file. */
export type GgufEntry =
  | { u32: number }
  | { f32: number }
  | { bool: boolean }
  | { string: string }
  | { strings: readonly string[] }
  | { i32s: readonly number[] };

export interface GgufWeights {
  type: TensorType;
  rows: number;
  columns: number;
  values: Float32Array;
}

const ALIGNMENT = 32;

/** Makes a GGUF file (version 3) in memory; weights are rounded to their tensor's type. */
export function encodeGguf(metadata: Record<string, GgufEntry>, tensors: Record<string, GgufWeights>): Buffer {
  const data: Buffer[] = [];
  const infos: Buffer[] = [];
  let offset = 0;
  for (const [name, { type, rows, columns, values }] of Object.entries(tensors)) {
    const bytes = encodeValues(type, values);
    const dimensions = rows === 1 ? [columns] : [columns, rows];
    infos.push(text(name), u32(dimensions.length), ...dimensions.map(u64), u32(TENSOR_TYPES[type].id), u64(offset));
    data.push(bytes, Buffer.alloc(-bytes.length & (ALIGNMENT - 1)));
    offset += bytes.length + (-bytes.length & (ALIGNMENT - 1));
  }
  const entries = Object.entries(metadata);
  const header = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(Object.keys(tensors).length),
    u64(entries.length),
    ...entries.flatMap(([key, entry]) => [text(key), encodeEntry(entry)]),
    ...infos,
  ]);
  return Buffer.concat([header, Buffer.alloc(-header.length & (ALIGNMENT - 1)), ...data]);
}

function encodeEntry(entry: GgufEntry): Buffer {
  if ('u32' in entry) return Buffer.concat([u32(4), u32(entry.u32)]);
  if ('f32' in entry) return Buffer.concat([u32(6), f32(entry.f32)]);
  if ('bool' in entry) return Buffer.concat([u32(7), Buffer.of(entry.bool ? 1 : 0)]);
  if ('string' in entry) return Buffer.concat([u32(8), text(entry.string)]);
  if ('i32s' in entry) return Buffer.concat([u32(9), u32(5), u64(entry.i32s.length), ...entry.i32s.map(u32)]);
  return Buffer.concat([u32(9), u32(8), u64(entry.strings.length), ...entry.strings.map(text)]);
}

function encodeValues(type: TensorType, values: Float32Array): Buffer {
  if (type === 'Q4_1') return quantizeQ4_1(values);
  if (type === 'Q8_0') return quantizeQ8_0(values);
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

export function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

export function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}
