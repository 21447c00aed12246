import type { LowRank } from '../adapter/low-rank-adapter.ts';
import { ModelError } from '../model-error.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import { augment, augmentation } from './augmented-columns.ts';
import type { RawMatrix } from './llama-weights.ts';
import { roundPaired } from './paired-rounding.ts';
import { BLOCK, packHalves, type QuantizedMatrix, readQ4_1, readQ8_0 } from './quantized-matrix.ts';
import { smoothingOf, type WholeRowProduct, widen } from './whole-row-product.ts';

/** Precision in which products of weights and activations are computed, as MatMulNBits numbers it. */
const ACCURACY_LEVELS = { float: 1, int8: 4 };

/** 'int8' is what makes quantised weights fast on a CPU; 'float' is exact, to compare with a reference. */
export type ActivationPrecision = keyof typeof ACCURACY_LEVELS;

export interface LinearOptions {
  adapter?: LowRank | undefined;
  /** Largest magnitude of each input, where it is known. */
  inputSizes?: Float32Array | undefined;
  /** What the input was multiplied by last, of a normalisation that nobody else reads: smoothing is multiplied into it. */
  inputGains?: Float32Array | undefined;
  /** What the product for many tokens finds its inputs smoothed by already. */
  smoothedBy?: Float32Array | undefined;
  /** What each output of the product for many tokens is multiplied by: smoothing of the next one. */
  outputFactors?: Float32Array | undefined;
}

/** Writes layers with quantised weights into a graph; each method returns the name of the layer's output. */
export class LinearWriter {
  /** By output, the products of 4-bit layers in the form for many tokens; none where products are to be exact. */
  readonly wholeRows = new Map<string, WholeRowProduct>();
  private readonly graph: GraphBuilder;
  private readonly activations: ActivationPrecision;

  constructor(graph: GraphBuilder, activations: ActivationPrecision) {
    this.graph = graph;
    this.activations = activations;
  }

  /**
   * The product of `input` and a layer's weights, in the precision of the file, and what an adapter adds to it. Throws
   * ModelError `unsupported_model` if an adapted layer has no columns that an adapter fits into.
   */
  linear(name: string, input: string, weights: RawMatrix, options: LinearOptions = {}): string {
    const { type, bytes, rows, columns } = weights;
    const { adapter } = options;
    if (type === 'Q8_0') {
      if (adapter) throw new ModelError('unsupported_model', `The layer ${name} is Q8_0; an adapter wants Q4_1.`);
      return this.product(name, input, readQ8_0(bytes, rows, columns));
    }
    const appended = adapter
      ? this.product(`${name}.low_rank`, input, augmentation(columns, adapter))
      : this.blockSums(input, columns);
    const augmented = this.graph.node('Concat', `${name}.augmented`, [input, appended], {
      attributes: { axis: { int: -1 } },
    });
    const blocks = readQ4_1(bytes);
    if (this.activations === 'int8') this.addWholeRows(name, input, widen(blocks, rows, adapter), rows, options);
    return this.product(name, augmented, augment(blocks, rows, columns, adapter));
  }

  /** What the inputs of a layer's product for many tokens are to be multiplied by; undefined where nothing is known of them. */
  smoothingFor({ type, bytes, rows }: RawMatrix, { adapter, inputSizes }: LinearOptions): Float32Array | undefined {
    if (this.activations !== 'int8' || type !== 'Q4_1' || !inputSizes) return undefined;
    return smoothingOf(widen(readQ4_1(bytes), rows, adapter), inputSizes);
  }

  private addWholeRows(
    name: string,
    input: string,
    weights: Float32Array,
    rows: number,
    { inputSizes, inputGains, smoothedBy, outputFactors }: LinearOptions,
  ): void {
    const columns = weights.length / rows;
    const smoothing = smoothedBy ?? (inputSizes && smoothingOf(weights, inputSizes));
    const { codes, scales } = roundPaired(smoothing ? dividedBy(weights, smoothing) : weights, rows);
    const floats = (what: string, values: Float32Array) =>
      this.graph.store(`${name}.${what}`, 'float', [values.length], values);
    this.wholeRows.set(name, {
      input,
      codes: this.graph.store(`${name}.whole_rows`, 'int8', [columns, rows], codes),
      scales: floats('row_scales', outputFactors ? multiplied(scales, outputFactors) : scales),
      ...(smoothing && inputGains ? { gains: floats('smoothing_gains', multiplied(inputGains, smoothing)) } : {}),
      ...(smoothing && !inputGains && !smoothedBy ? { smoothing: floats('smoothing', smoothing) } : {}),
    });
  }

  /** The rows of an 8-bit embedding for `ids`, widened as they are read. */
  embedding(name: string, ids: string, weights: RawMatrix): string {
    const { rows, columns } = weights;
    const { codes, scales } = readQ8_0(weights.bytes, rows, columns);
    const operands = [
      this.graph.constant(`${name}.codes`, 'uint8', [rows, columns], codes),
      ids,
      this.graph.constant(`${name}.scales`, 'float', [rows, columns / BLOCK], scales),
    ];
    return this.graph.node('GatherBlockQuantized', name, operands, {
      domain: 'com.microsoft',
      attributes: { bits: { int: 8 }, block_size: { int: BLOCK }, gather_axis: { int: 0 }, quantize_axis: { int: 1 } },
    });
  }

  /** The product of `input` and the weights of an embedding already written: stored once, used at both ends. */
  tiedHead(name: string, input: string, embedding: string, rows: number, columns: number): string {
    const blocksPerRow = columns / BLOCK;
    const codes = this.graph.sameBytes(`${name}.codes`, `${embedding}.codes`, [rows, blocksPerRow, BLOCK]);
    const scales = this.graph.sameBytes(`${name}.scales`, `${embedding}.scales`, [rows * blocksPerRow]);
    return this.matMulNBits(name, [input, codes, scales], { bits: 8, rows, columns });
  }

  /** What `input` adds up to in each of its blocks. */
  private blockSums(input: string, columns: number): string {
    const shape = `blocks.${columns}`;
    if (!this.graph.hasConstant(shape)) {
      // A zero keeps the axis as it is.
      this.graph.constant(shape, 'int64', [4], BigInt64Array.of(0n, 0n, BigInt(columns / BLOCK), BigInt(BLOCK)));
    }
    if (!this.graph.hasConstant('inside_block')) {
      this.graph.constant('inside_block', 'int64', [1], BigInt64Array.of(3n));
    }
    const blocks = this.graph.node('Reshape', `${input}.blocks`, [input, shape]);
    return this.graph.node('ReduceSum', `${input}.block_sums`, [blocks, 'inside_block'], {
      attributes: { keepdims: { int: 0 } },
    });
  }

  private product(name: string, input: string, matrix: QuantizedMatrix): string {
    const { bits, rows, columns, codes, scales, zeroPoints } = matrix;
    const blocksPerRow = Math.ceil(columns / BLOCK);
    const packedCodes = bits === 4 ? packHalves(codes, blocksPerRow * BLOCK) : codes;
    const operands = [
      input,
      this.graph.constant(`${name}.codes`, 'uint8', [rows, blocksPerRow, (BLOCK * bits) / 8], packedCodes),
      this.graph.constant(`${name}.scales`, 'float', [rows * blocksPerRow], scales),
    ];
    if (zeroPoints) {
      const packed = bits === 4 ? packHalves(zeroPoints, blocksPerRow) : zeroPoints;
      operands.push(this.graph.constant(`${name}.zero_points`, 'uint8', [packed.length], packed));
    }
    return this.matMulNBits(name, operands, matrix);
  }

  private matMulNBits(
    name: string,
    operands: readonly string[],
    { bits, rows, columns }: { bits: number; rows: number; columns: number },
  ): string {
    return this.graph.node('MatMulNBits', name, operands, {
      domain: 'com.microsoft',
      attributes: {
        bits: { int: bits },
        block_size: { int: BLOCK },
        K: { int: columns },
        N: { int: rows },
        accuracy_level: { int: ACCURACY_LEVELS[this.activations] },
      },
    });
  }
}

/** Each column of `weights` by its own factor. */
function dividedBy(weights: Float32Array, factors: Float32Array): Float32Array {
  return weights.map((value, at) => value / (factors[at % factors.length] as number));
}

function multiplied(values: Float32Array, factors: Float32Array): Float32Array {
  return values.map((value, at) => value * (factors[at] as number));
}
