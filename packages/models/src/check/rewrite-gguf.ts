import { closeSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { readQ4_1 } from '../convert/quantized-matrix.ts';
import { GgufFile } from '../gguf/gguf-file.ts';
import type { GgufTensor } from '../gguf/gguf-header.ts';
import { TENSOR_TYPES } from '../gguf/tensor-type.ts';
import { halfBits, quantizeQ8_0 } from '../testing/quantize.ts';
import { text, u32, u64 } from '../testing/write-gguf.ts';

const BLOCK = 32;
const ALIGNMENT = 32;
const HEADER_START = 24;

/** What Q4_1 can be rewritten as: 8 bits, which lose nothing that matters, or 4 bits without minima, which do. */
const ENCODERS = {
  Q8_0: { id: TENSOR_TYPES.Q8_0.id, encode: quantizeQ8_0 },
  Q4_0: { id: 2, encode: quantizeQ4_0 },
} as const;

/** Writes a copy of a GGUF file (version 3) whose Q4_1 tensors are of another type; all else stays as it is. */
export function rewriteGguf(from: string, to: string, type: keyof typeof ENCODERS): void {
  const file = GgufFile.open(from);
  const partial = `${to}.partial`;
  const fd = openSync(partial, 'w');
  try {
    const tensors = [...file.header.tensors.values()];
    const { id, encode } = ENCODERS[type];
    const infos: Buffer[] = [];
    const data: Buffer[] = [];
    let offset = 0;
    for (const tensor of tensors) {
      const isRewritten = tensor.type === 'Q4_1';
      const raw = file.read(tensor);
      const bytes = isRewritten ? encode(dequantize(raw)) : Buffer.from(raw);
      infos.push(tensorInfo(tensor, isRewritten ? id : TENSOR_TYPES[tensor.type].id, offset));
      data.push(bytes, padding(bytes.length));
      offset += bytes.length + padding(bytes.length).length;
    }
    const original = readFileSync(from);
    const metadataEnd = original.indexOf(text(tensors[0]?.name ?? ''), HEADER_START);
    const header = Buffer.concat([original.subarray(0, metadataEnd), ...infos]);
    for (const part of [header, padding(header.length), ...data]) writeAll(fd, part);
  } finally {
    closeSync(fd);
    file.close();
  }
  renameSync(partial, to);
}

function dequantize(raw: Uint8Array): Float32Array {
  const { codes, scales, minima } = readQ4_1(raw);
  return Float32Array.from(codes, (code, i) => {
    const block = Math.floor(i / BLOCK);
    return code * (scales[block] as number) + (minima[block] as number);
  });
}

/** Blocks of 32: a half-precision scale, then 32 codes of 4 bits: weight = scale × (code − 8). As llama.cpp does it. */
function quantizeQ4_0(values: Float32Array): Buffer {
  const bytes = Buffer.alloc((values.length / BLOCK) * 18);
  for (let block = 0; block < values.length / BLOCK; block++) {
    const weights = values.subarray(block * BLOCK, (block + 1) * BLOCK);
    let furthest = 0;
    for (const weight of weights) if (Math.abs(weight) > Math.abs(furthest)) furthest = weight;
    const scale = furthest / -8;
    const code = (i: number) => (scale ? Math.min(15, Math.floor((weights[i] as number) / scale + 8.5)) : 8);
    bytes.writeUInt16LE(halfBits(scale), block * 18);
    for (let i = 0; i < 16; i++) bytes[block * 18 + 2 + i] = code(i) | (code(i + 16) << 4);
  }
  return bytes;
}

function tensorInfo({ name, rows, columns }: GgufTensor, typeId: number, offset: number): Buffer {
  const dimensions = rows === 1 ? [columns] : [columns, rows];
  return Buffer.concat([text(name), u32(dimensions.length), ...dimensions.map(u64), u32(typeId), u64(offset)]);
}

function padding(length: number): Buffer {
  return Buffer.alloc(-length & (ALIGNMENT - 1));
}

function writeAll(fd: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}
