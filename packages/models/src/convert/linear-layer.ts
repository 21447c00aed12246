import type { GraphBuilder } from '../onnx/graph-builder.ts';
import { augment, augmentationColumns, blockSumMatrix } from './augmented-columns.ts';
import type { RawMatrix } from './llama-weights.ts';
import { BLOCK, packHalves, type QuantizedMatrix, readQ4_1, readQ8_0 } from './quantized-matrix.ts';

/** Matrix products round activations to 8 bits, which is what makes quantised weights fast on a CPU. */
const INT8_ACTIVATIONS = 4;

/** Writes the product of `input` and a layer's weights, in the precision of the file; returns the output's name. */
export function writeLinear(graph: GraphBuilder, name: string, input: string, weights: RawMatrix): string {
  const { type, bytes, rows, columns } = weights;
  if (type === 'Q8_0') return writeProduct(graph, name, input, readQ8_0(bytes, rows, columns));
  return writeProduct(graph, name, augmentInput(graph, input, columns), augment(readQ4_1(bytes), rows, columns));
}

/** Looks tokens up in an 8-bit embedding, which is widened row by row as it is read; returns the output's name. */
export function writeEmbedding(graph: GraphBuilder, name: string, ids: string, weights: RawMatrix): string {
  const { rows, columns } = weights;
  const { codes, scales } = readQ8_0(weights.bytes, rows, columns);
  const operands = [
    graph.constant(`${name}.codes`, 'uint8', [rows, columns], codes),
    ids,
    graph.constant(`${name}.scales`, 'float', [rows, columns / BLOCK], scales),
  ];
  return graph.node('GatherBlockQuantized', name, operands, {
    domain: 'com.microsoft',
    attributes: { bits: { int: 8 }, block_size: { int: BLOCK }, gather_axis: { int: 0 }, quantize_axis: { int: 1 } },
  });
}

/** Writes the product of `input` and the weights of an embedding already written: stored once, used at both ends. */
export function writeTiedHead(
  graph: GraphBuilder,
  name: string,
  input: string,
  embedding: string,
  size: { rows: number; columns: number },
): string {
  const blocksPerRow = size.columns / BLOCK;
  const codes = graph.sameBytes(`${name}.codes`, `${embedding}.codes`, [size.rows, blocksPerRow, BLOCK]);
  const scales = graph.sameBytes(`${name}.scales`, `${embedding}.scales`, [size.rows * blocksPerRow]);
  return writeMatMulNBits(graph, name, [input, codes, scales], { bits: 8, ...size });
}

/** Appends to `input` its block sums, once however many layers read it. */
function augmentInput(graph: GraphBuilder, input: string, columns: number): string {
  const augmented = `${input}.augmented`;
  if (graph.hasNode(augmented)) return augmented;
  const matrix = `block_sums.${columns}`;
  if (!graph.hasConstant(matrix)) {
    graph.constant(matrix, 'float', [columns, augmentationColumns(columns)], blockSumMatrix(columns));
  }
  const sums = graph.node('MatMul', `${input}.block_sums`, [input, matrix]);
  return graph.node('Concat', augmented, [input, sums], { attributes: { axis: { int: -1 } } });
}

function writeProduct(graph: GraphBuilder, name: string, input: string, matrix: QuantizedMatrix): string {
  const { bits, rows, columns, codes, scales, zeroPoints } = matrix;
  const blocksPerRow = columns / BLOCK;
  const packedCodes = bits === 4 ? packHalves(codes, columns) : codes;
  const operands = [
    input,
    graph.constant(`${name}.codes`, 'uint8', [rows, blocksPerRow, (BLOCK * bits) / 8], packedCodes),
    graph.constant(`${name}.scales`, 'float', [rows * blocksPerRow], scales),
  ];
  if (zeroPoints) {
    const packed = bits === 4 ? packHalves(zeroPoints, blocksPerRow) : zeroPoints;
    operands.push(graph.constant(`${name}.zero_points`, 'uint8', [packed.length], packed));
  }
  return writeMatMulNBits(graph, name, operands, matrix);
}

function writeMatMulNBits(
  graph: GraphBuilder,
  name: string,
  operands: readonly string[],
  { bits, rows, columns }: { bits: number; rows: number; columns: number },
): string {
  return graph.node('MatMulNBits', name, operands, {
    domain: 'com.microsoft',
    attributes: {
      bits: { int: bits },
      block_size: { int: BLOCK },
      K: { int: columns },
      N: { int: rows },
      accuracy_level: { int: INT8_ACTIVATIONS },
    },
  });
}
