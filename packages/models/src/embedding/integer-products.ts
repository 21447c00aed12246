import { roundPaired } from '../convert/paired-rounding.ts';
import { addLowRank, smoothingOf } from '../convert/whole-row-product.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { LinearWeights } from './encoder-weights.ts';
import type { WeightUpdates } from './weight-updates.ts';

/** Tokens' numbers as bytes: (byte − zero) × the token's step. */
interface Quantized {
  /** uint8 [tokens, width] */
  bytes: string;
  /** float [tokens, 1] */
  step: string;
  /** uint8: the byte that stands for nothing. */
  zero: string;
}

interface NamedLayer {
  name: string;
  layer: LinearWeights;
  weights: Float32Array;
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

  /**
   * The products of `input` and some layers' weights, with what was trained; without the layers' biases.
   *
   * @param layers by the names of their products
   */
  multiply(input: string, layers: Readonly<Record<string, LinearWeights>>): string[] {
    const rounded = this.roundBothSides(input);
    return Object.entries(layers).map(([name, layer]) =>
      this.product({ name, layer, weights: this.weightsOf(layer) }, rounded),
    );
  }

  /**
   * The same for one layer, more precisely: its inputs are made as large as its weights are, column by column (SmoothQuant).
   *
   * @param sizes of the input's columns, about
   */
  multiplySmooth(name: string, input: string, layer: LinearWeights, sizes: Float32Array): string {
    const weights = this.weightsOf(layer);
    const smoothing = smoothingOf(weights, sizes);
    const factors = this.graph.constant(`${name}.smoothing`, 'float', [sizes.length], smoothing);
    const smooth = this.roundBothSides(this.graph.node('Mul', `${name}.smooth`, [input, factors]));
    const divided = weights.map((weight, at) => weight / (smoothing[at % sizes.length] as number));
    return this.product({ name, layer, weights: divided }, smooth);
  }

  /** The same for what comes out of GELU. */
  multiplyActive(name: string, input: string, layer: LinearWeights): string {
    return this.product({ name, layer, weights: this.weightsOf(layer) }, this.round(input, input, ACTIVE));
  }

  /** [outputs, inputs] */
  private weightsOf(layer: LinearWeights): Float32Array {
    const { name, inputs, outputs, weights } = layer;
    const update = this.updates.take(name, outputs, inputs);
    if (update) addLowRank(weights, outputs, update);
    return weights;
  }

  private product({ name, layer, weights }: NamedLayer, { bytes, step, zero }: Quantized): string {
    const { graph } = this;
    const { inputs, outputs } = layer;
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

  private roundBothSides(input: string): Quantized {
    return this.round(input, this.graph.node('Abs', `${input}.sizes`, [input]), BOTH_SIDES);
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
