import { type AffineBlocks, BLOCK, joinRows, type QuantizedMatrix, roundTo4Bits } from './quantized-matrix.ts';

/**
 * Rewrites a Q4_1 matrix (scale × code + minimum) for MatMulNBits (scale × (code − integer zero point)) keeping the
 * file's own codes and scales. The nearest zero point leaves, for each weight of a block, the same remainder
 * r = minimum + scale × zero point; so W·x = W'·x + R·s, where s are the sums of x over its blocks. R becomes extra
 * columns of W', one per block, in 4 bits as well (it is small), and the graph appends s to x. Rounding the minima
 * instead costs a quarter of the model's perplexity.
 */
export function augment(blocks: AffineBlocks, rows: number, columns: number): QuantizedMatrix {
  const { codes, scales, minima } = blocks;
  const blocksPerRow = columns / BLOCK;
  // In memory a row ends with a whole block.
  const extra = Math.ceil(blocksPerRow / BLOCK) * BLOCK;
  const zeroPoints = new Uint8Array(scales.length);
  const remainders = new Float32Array(rows * extra);
  for (let block = 0; block < scales.length; block++) {
    const scale = scales[block] as number;
    const minimum = minima[block] as number;
    const zeroPoint = scale > 0 ? Math.min(15, Math.max(0, Math.round(-minimum / scale))) : 0;
    zeroPoints[block] = zeroPoint;
    const row = Math.floor(block / blocksPerRow);
    remainders[row * extra + (block % blocksPerRow)] = minimum + scale * zeroPoint;
  }
  const rounded = roundTo4Bits(remainders, rows, extra);
  return {
    bits: 4,
    rows,
    columns: columns + blocksPerRow,
    codes: joinRows(codes, rounded.codes, rows),
    scales: joinRows(scales, rounded.scales, rows),
    zeroPoints: joinRows(zeroPoints, rounded.zeroPoints, rows),
  };
}
