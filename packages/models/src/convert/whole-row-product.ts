import type { LowRank } from '../adapter/low-rank-adapter.ts';
import { inlineTensor } from '../onnx/inline-tensor.ts';
import type { OnnxModel, OnnxNode, OnnxTensor } from '../onnx/onnx-types.ts';
import { type AffineBlocks, BLOCK } from './quantized-matrix.ts';

/**
 * A linear layer for many tokens at once: weights and inputs as 8-bit integers with one scale per output, and one per token or
 * for all of them, so that a product is integers alone, which processors have instructions for. MatMulNBits, with a scale for every few numbers of both,
 * is the faster one for few tokens.
 */
export interface WholeRowProduct {
  /** What is multiplied, as the graph names it. */
  input: string;
  /** int8 [columns, rows], as `roundPaired` makes them */
  codes: OnnxTensor;
  /** float [rows] */
  scales: OnnxTensor;
  /** float [columns]: what inputs are multiplied by first, the weights having been divided by it. */
  smoothing?: OnnxTensor;
  /** The largest magnitude that inputs, smoothed, have: their scale is the same for all tokens then. */
  largest?: number;
}

/** An input's steps to either side; QuantizeLinear's own range is that of bytes, around the middle one. */
const LARGEST_STEP = 127;

/**
 * Factors for a layer's inputs which make large ones smaller and their weights larger, so that neither side's largest number is
 * all that its scale has room for (SmoothQuant, Xiao et al. 2022): inputs and weights of a column end equally large.
 *
 * @param sizes of the inputs, as they come
 */
export function smoothingOf(weights: Float32Array, sizes: Float32Array): Float32Array {
  const columns = sizes.length;
  const largest = new Float32Array(columns);
  for (const [at, weight] of weights.entries()) {
    const column = at % columns;
    largest[column] = Math.max(largest[column] as number, Math.abs(weight));
  }
  return sizes.map((size, column) => (size > 0 && largest[column] ? Math.sqrt((largest[column] as number) / size) : 1));
}

/** What a layer's weights are as numbers: the file's, and what an adapter adds to them. */
export function widen({ codes, scales, minima }: AffineBlocks, rows: number, adapter?: LowRank): Float32Array {
  const values = new Float32Array(codes.length);
  for (let at = 0; at < codes.length; at++) {
    const block = Math.floor(at / BLOCK);
    values[at] = (scales[block] as number) * (codes[at] as number) + (minima[block] as number);
  }
  if (adapter) addLowRank(values, rows, adapter);
  return values;
}

export function addLowRank(values: Float32Array, rows: number, { rank, a, b }: LowRank): void {
  const columns = values.length / rows;
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * columns, (row + 1) * columns);
    for (let dimension = 0; dimension < rank; dimension++) {
      const factor = b[row * rank + dimension] as number;
      // Layers that are stacked have zeros where the others' ranks are.
      if (factor === 0) continue;
      const from = dimension * columns;
      for (let column = 0; column < columns; column++) {
        own[column] = (own[column] as number) + factor * (a[from + column] as number);
      }
    }
  }
}

/** The graph with these products in place of its own, without what no output needs any more. */
export function withWholeRows(model: OnnxModel, wholeRows: ReadonlyMap<string, WholeRowProduct>): OnnxModel {
  const tensors = [...wholeRows].flatMap(([output, { codes, scales, smoothing, largest = 0 }]) => [
    ...[codes, scales, inlineTensor(`${output}.step`, 'float', [], Float32Array.of(largest / LARGEST_STEP))],
    ...(smoothing ? [smoothing] : []),
  ]);
  return keepWhatIsUsed({
    ...model,
    nodes: model.nodes.flatMap((node) => {
      const [output = ''] = node.outputs;
      const product = wholeRows.get(output);
      return product ? wholeRowNodes(output, product) : [node];
    }),
    constants: [...model.constants, ...WHOLE_ROW_CONSTANTS, ...tensors],
  });
}

function keepWhatIsUsed(model: OnnxModel): OnnxModel {
  const used = new Set(model.outputs.map(({ name }) => name));
  // Nodes stand after those that they need.
  const nodes = model.nodes.toReversed().filter((node) => {
    const isUsed = node.outputs.some((output) => used.has(output));
    if (isUsed) for (const input of node.inputs) used.add(input);
    return isUsed;
  });
  return { ...model, nodes: nodes.toReversed(), constants: model.constants.filter(({ name }) => used.has(name)) };
}

/**
 * The nodes that give `output`. A token's own scale is what its largest number needs: it is divided by that, which leaves
 * nothing above 1, and what comes of it is multiplied by it. Of a token of nothing but zeros 0 / 0 becomes some byte, and 0
 * times whatever comes of that is 0 again. One scale for all takes four operators less; what it has no room for becomes the
 * largest that it has.
 */
function wholeRowNodes(output: string, product: WholeRowProduct): OnnxNode[] {
  const { input: given, codes, scales, smoothing, largest } = product;
  const name = (what: string) => `${output}.${what}`;
  const node = (operator: string, inputs: readonly string[], to: string, attributes = {}, domain = ''): OnnxNode => {
    return { operator, domain, inputs, outputs: [to], attributes };
  };
  const input = smoothing ? name('smooth') : given;
  const multiplied = (floats: string, step: string, to: string) => [
    node('QuantizeLinear', [floats, step, NAMES.middle], name('bytes')),
    node(
      'MatMulIntegerToFloat',
      [name('bytes'), codes.name, step, scales.name, NAMES.middle, NAMES.zero],
      to,
      {},
      'com.microsoft',
    ),
  ];
  return [
    ...(smoothing ? [node('Mul', [given, smoothing.name], input)] : []),
    ...(largest === undefined
      ? [
          node('Abs', [input], name('sizes')),
          node('ReduceMax', [name('sizes'), NAMES.lastAxis], name('largest'), { keepdims: { int: 1 } }),
          node('Div', [input, name('largest')], name('shares')),
          ...multiplied(name('shares'), NAMES.step, name('of_shares')),
          node('Mul', [name('of_shares'), name('largest')], output),
        ]
      : multiplied(input, name('step'), output)),
  ];
}

const NAMES = {
  lastAxis: 'whole_rows.last_axis',
  step: 'whole_rows.step',
  middle: 'whole_rows.middle',
  zero: 'whole_rows.zero',
};

/** What all of these nodes share. */
const WHOLE_ROW_CONSTANTS: readonly OnnxTensor[] = [
  inlineTensor(NAMES.lastAxis, 'int64', [1], BigInt64Array.of(-1n)),
  inlineTensor(NAMES.step, 'float', [], Float32Array.of(1 / LARGEST_STEP)),
  inlineTensor(NAMES.middle, 'uint8', [], Uint8Array.of(128)),
  inlineTensor(NAMES.zero, 'int8', [], Int8Array.of(0)),
];
