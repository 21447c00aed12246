import { halfToFloat } from '../gguf/half-float.ts';

/** Weights per scale, in the file's types as in the operator that we write. */
export const BLOCK = 32;

/** A linear layer's weights as MatMulNBits wants them: weight = scale × (code − zero point), in blocks along a row. */
export interface QuantizedMatrix {
  bits: 4 | 8;
  /** Weights per scale. */
  block: number;
  /** Outputs of the layer. */
  rows: number;
  /** Inputs of the layer, augmentation included. */
  columns: number;
  /** One byte per code, row after row; a row is filled up to whole blocks. */
  codes: Uint8Array;
  /** One per block. */
  scales: Float32Array;
  /** One byte per block; if absent, all are the middle: 8 or 128. */
  zeroPoints?: Uint8Array;
}

/** The raw parts of a matrix of type Q4_1: weight = scale × code + minimum. */
export interface AffineBlocks {
  codes: Uint8Array;
  scales: Float32Array;
  minima: Float32Array;
}

/** Takes the bytes of Q4_1 blocks apart. */
export function readQ4_1(bytes: Uint8Array): AffineBlocks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks = bytes.byteLength / 20;
  const codes = new Uint8Array(blocks * BLOCK);
  const scales = new Float32Array(blocks);
  const minima = new Float32Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const from = block * 20;
    scales[block] = halfToFloat(view.getUint16(from, true));
    minima[block] = halfToFloat(view.getUint16(from + 2, true));
    for (let i = 0; i < 16; i++) {
      // The low halves of the 16 bytes are the block's first 16 codes, the high halves the others.
      const pair = bytes[from + 4 + i] as number;
      codes[block * BLOCK + i] = pair & 15;
      codes[block * BLOCK + 16 + i] = pair >> 4;
    }
  }
  return { codes, scales, minima };
}

/** Takes Q8_0 blocks over without loss: the signed codes become unsigned ones around 128. */
export function readQ8_0(bytes: Uint8Array, rows: number, columns: number): QuantizedMatrix {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks = (rows * columns) / BLOCK;
  const codes = new Uint8Array(rows * columns);
  const scales = new Float32Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const from = block * 34;
    scales[block] = halfToFloat(view.getUint16(from, true));
    for (let i = 0; i < BLOCK; i++) codes[block * BLOCK + i] = (bytes[from + 2 + i] as number) ^ 0x80;
  }
  return { bits: 8, block: BLOCK, rows, columns, codes, scales };
}

/** Rounds rows of whole blocks to 4 bits: per block the scale that spans its values and zero, and the nearest integer zero point. */
export function roundTo4Bits(values: Float32Array, rows: number): QuantizedMatrix & { zeroPoints: Uint8Array } {
  const blocks = values.length / BLOCK;
  const codes = new Uint8Array(values.length);
  const scales = new Float32Array(blocks);
  const zeroPoints = new Uint8Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const from = block * BLOCK;
    let low = 0;
    let high = 0;
    for (let i = from; i < from + BLOCK; i++) {
      low = Math.min(low, values[i] as number);
      high = Math.max(high, values[i] as number);
    }
    const scale = (high - low) / 15 || 1;
    const zeroPoint = Math.round(-low / scale);
    for (let i = from; i < from + BLOCK; i++) {
      codes[i] = Math.min(15, Math.max(0, Math.round((values[i] as number) / scale) + zeroPoint));
    }
    scales[block] = scale;
    zeroPoints[block] = zeroPoint;
  }
  return { bits: 4, block: BLOCK, rows, columns: values.length / rows, codes, scales, zeroPoints };
}

/** Rounds rows of whole blocks to 8 bits around zero. */
export function roundTo8Bits(values: Float32Array, rows: number, columns: number, block = BLOCK): QuantizedMatrix {
  const codes = new Uint8Array(values.length);
  const scales = new Float32Array(values.length / block);
  for (const index of scales.keys()) {
    const [from, to] = [index * block, (index + 1) * block];
    let largest = 0;
    for (let at = from; at < to; at++) largest = Math.max(largest, Math.abs(values[at] as number));
    const scale = largest / 127 || 1;
    for (let at = from; at < to; at++) codes[at] = 128 + Math.round((values[at] as number) / scale);
    scales[index] = scale;
  }
  return { bits: 8, block, rows, columns, codes, scales };
}

/** Fills every row up to whole blocks with zeros. */
export function fillRows(values: Float32Array, rows: number): Float32Array {
  const columns = values.length / rows;
  const filled = Math.ceil(columns / BLOCK) * BLOCK;
  return joinRows([values, new Float32Array(rows * (filled - columns))], rows);
}

/** Lays arrays that hold the same number of rows side by side, row by row. */
export function joinRows<T extends Uint8Array | Float32Array>(parts: readonly T[], rows: number): T {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const joined = new ((parts[0] as T).constructor as new (length: number) => T)(total);
  let column = 0;
  for (const part of parts) {
    const width = part.length / rows;
    for (let row = 0; row < rows; row++) {
      joined.set(part.subarray(row * width, (row + 1) * width), (row * total) / rows + column);
    }
    column += width;
  }
  return joined;
}

/** Two codes per byte, the first in the low half; a row with an odd number ends with an empty half. */
export function packHalves(values: Uint8Array, rowLength: number): Uint8Array {
  const rows = values.length / rowLength;
  const packedLength = Math.ceil(rowLength / 2);
  const packed = new Uint8Array(rows * packedLength);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < rowLength; i++) {
      const at = row * packedLength + (i >> 1);
      packed[at] = (packed[at] as number) | ((values[row * rowLength + i] as number) << (i & 1 ? 4 : 0));
    }
  }
  return packed;
}
