import { roundPaired } from '../convert/paired-rounding.ts';
import { addLowRank } from '../convert/whole-row-product.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { PublishedLinear } from './published-encoder.ts';
import type { WeightUpdates } from './weight-updates.ts';

/** Tokens' numbers as bytes: (byte − zero) × the token's step. */
export interface Quantized {
  /** uint8 [tokens, width] */
  bytes: string;
  /** float [tokens, 1] */
  step: string;
  /** uint8: the byte that stands for nothing. */
  zero: string;
}

/** How numbers become bytes. */
interface Range {
  name: string;
  zero: number;
  /** Steps from there to the largest number of a token. */
  steps: number;
  /** What a step is worth at least. */
  leastStep: number;
}

/** As far to one side as to the other. A token of nothing but zeros has no size to divide by. */
const BOTH_SIDES: Range = { name: 'both_sides', zero: 128, steps: 127, leastStep: 1e-20 };
/** What comes out of GELU is -0.17 at least, so that nearly all bytes can be for what is above zero. */
const ACTIVE: Range = { name: 'active', zero: 24, steps: 231, leastStep: 0.17 / 24 };

/** Writes linear layers as products of bytes, one scale a token, with 8-bit codes, one scale an output. */
export class IntegerProducts {
  private readonly graph: GraphBuilder;
  private readonly updates: WeightUpdates;

  constructor(graph: GraphBuilder, updates: WeightUpdates) {
    this.graph = graph;
    this.updates = updates;
  }

  /** @param states float [tokens, width]: however many tokens there are in a run */
  begin(states: string): void {
    const { graph } = this;
    const tokens = graph.node('Shape', 'products.tokens', [states], { attributes: { end: { int: 1 } } });
    graph.constant('products.last_axis', 'int64', [1], BigInt64Array.of(-1n));
    graph.constant('products.one', 'float', [], Float32Array.of(1));
    graph.constant('products.zero', 'int8', [], Int8Array.of(0));
    for (const { name, zero, steps, leastStep } of [BOTH_SIDES, ACTIVE]) {
      graph.constant(`${name}.zero`, 'uint8', [], Uint8Array.of(zero));
      graph.constant(`${name}.per_step`, 'float', [], Float32Array.of(1 / steps));
      graph.constant(`${name}.least_step`, 'float', [], Float32Array.of(leastStep));
      graph.node('Expand', `${name}.zeros`, [`${name}.zero`, tokens]);
    }
  }

  /** Once for all layers that read `input`. */
  quantize(input: string): Quantized {
    return this.round(input, this.graph.node('Abs', `${input}.sizes`, [input]), BOTH_SIDES);
  }

  /** The same for what comes out of GELU. */
  quantizeActive(input: string): Quantized {
    return this.round(input, input, ACTIVE);
  }

  /** The product of `input` and a layer's weights, with what was trained; without the layer's bias. */
  multiply(name: string, { bytes, step, zero }: Quantized, linear: PublishedLinear): string {
    const { graph } = this;
    const { rows: inputs, columns: outputs } = linear;
    const weights = widenTurned(linear);
    const update = this.updates.take(linear.name, outputs, inputs);
    if (update) addLowRank(weights, outputs, update);
    const { codes, scales } = roundPaired(weights, outputs);
    const operands = [
      bytes,
      graph.constant(`${name}.codes`, 'int8', [inputs, outputs], codes),
      'products.one',
      graph.constant(`${name}.scales`, 'float', [outputs], scales),
      zero,
      'products.zero',
    ];
    const inSteps = graph.node('MatMulIntegerToFloat', `${name}.in_steps`, operands, { domain: 'com.microsoft' });
    return graph.node('Mul', name, [inSteps, step]);
  }

  private round(input: string, sizes: string, range: Range): Quantized {
    const { graph } = this;
    const largest = graph.node('ReduceMax', `${input}.largest`, [sizes, 'products.last_axis']);
    const wanted = graph.node('Mul', `${input}.wanted_step`, [largest, `${range.name}.per_step`]);
    const step = graph.node('Max', `${input}.step`, [wanted, `${range.name}.least_step`]);
    const steps = graph.node('Reshape', `${input}.steps`, [step, 'products.last_axis']);
    const bytes = graph.node('QuantizeLinear', `${input}.bytes`, [input, steps, `${range.name}.zeros`], {
      attributes: { axis: { int: 0 } },
    });
    return { bytes, step, zero: `${range.name}.zero` };
  }
}

/** The file's weights as numbers, output after output. */
function widenTurned({ rows, columns, codes, scales }: PublishedLinear): Float32Array {
  const values = new Float32Array(codes.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      values[column * rows + row] = (codes[row * columns + column] as number) * (scales[column] as number);
    }
  }
  return values;
}
