import type { LowRank } from '../adapter/low-rank-adapter.ts';
import {
  type AffineBlocks,
  BLOCK,
  fillRows,
  joinRows,
  type QuantizedMatrix,
  roundTo4Bits,
  roundTo8Bits,
} from './quantized-matrix.ts';

/**
 * Rewrites a Q4_1 matrix (scale × code + minimum) for MatMulNBits (scale × (code − integer zero point)) keeping the
 * file's own codes and scales. The nearest zero point leaves, for each weight of a block, the same remainder
 * r = minimum + scale × zero point; so W·x = W'·x + R·s, where s are the sums of x over its blocks. R becomes extra
 * columns of W', one per block, in 4 bits as well (it is small), and the graph appends s to x. Rounding the minima
 * instead costs a quarter of the model's perplexity.
 *
 * What an adapter adds goes the same way: B becomes further columns of W', from a whole block on, so that neither
 * spoils the other's scales, and the graph appends A·x (`augmentation` is the matrix that makes all that it appends).
 */
export function augment(blocks: AffineBlocks, rows: number, columns: number, adapter?: LowRank): QuantizedMatrix {
  const { codes, scales, minima } = blocks;
  const blocksPerRow = columns / BLOCK;
  const zeroPoints = new Uint8Array(scales.length);
  const remainders = new Float32Array(scales.length);
  for (let block = 0; block < scales.length; block++) {
    const scale = scales[block] as number;
    const minimum = minima[block] as number;
    const zeroPoint = scale > 0 ? Math.min(15, Math.max(0, Math.round(-minimum / scale))) : 0;
    zeroPoints[block] = zeroPoint;
    remainders[block] = minimum + scale * zeroPoint;
  }
  const kept = { codes, scales, zeroPoints };
  const rounded = roundTo4Bits(fillRows(remainders, rows), rows);
  const appended = adapter ? [rounded, roundTo4Bits(fillRows(adapter.b, rows), rows)] : [rounded];
  return {
    bits: 4,
    block: BLOCK,
    rows,
    columns: adapter ? columns + wholeBlocks(blocksPerRow) + adapter.rank : columns + blocksPerRow,
    codes: joinRows([kept.codes, ...appended.map((part) => part.codes)], rows),
    scales: joinRows([kept.scales, ...appended.map((part) => part.scales)], rows),
    zeroPoints: joinRows([kept.zeroPoints, ...appended.map((part) => part.zeroPoints)], rows),
  };
}

/**
 * The matrix whose product with x is what an adapted layer's input is augmented by: the block sums, filled up to a whole
 * block with zeros, and A·x. In 8 bits the sums are exact, and those of the very x that the layer rounds to.
 */
export function augmentation(columns: number, { rank, a }: LowRank): QuantizedMatrix {
  const blocksPerRow = columns / BLOCK;
  const sums = wholeBlocks(blocksPerRow);
  const values = new Float32Array((sums + rank) * columns);
  for (let block = 0; block < blocksPerRow; block++) {
    const from = block * (columns + BLOCK);
    values.fill(1, from, from + BLOCK);
  }
  values.set(a, sums * columns);
  return roundTo8Bits(values, sums + rank, columns);
}

function wholeBlocks(columns: number): number {
  return Math.ceil(columns / BLOCK) * BLOCK;
}
