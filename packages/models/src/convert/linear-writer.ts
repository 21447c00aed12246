import type { LowRank } from '../adapter/low-rank-adapter.ts';
import { ModelError } from '../model-error.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import { augment, augmentation } from './augmented-columns.ts';
import type { RawMatrix } from './llama-weights.ts';
import { roundPaired } from './paired-rounding.ts';
import { BLOCK, packHalves, type QuantizedMatrix, readQ4_1, readQ8_0, roundTo8Bits } from './quantized-matrix.ts';
import { smoothingOf, type WholeRowProduct, widen } from './whole-row-product.ts';

/** Precision in which products of weights and activations are computed, as MatMulNBits numbers it. */
const ACCURACY_LEVELS = { float: 1, int8: 4 };

/** 'int8' is what makes quantised weights fast on a CPU; 'float' is exact, to compare with a reference. */
export type ActivationPrecision = keyof typeof ACCURACY_LEVELS;

/** A layer's weights as the file holds them, and what is to be known of them before they are written. */
export interface LinearLayer {
  weights: RawMatrix;
  adapter?: LowRank | undefined;
  /** What is multiplied where the layer is written in 8 bits: the file's weights and what the adapter adds. */
  values?: Float32Array;
  /** What inputs can be multiplied by for those to round better (`smoothingOf`); undefined where nothing is known of them. */
  smoothing?: Float32Array | undefined;
  /** The largest magnitude of inputs that are multiplied so. */
  largestInput?: number | undefined;
}

export interface LinearOptions {
  /** Whether inputs come multiplied by the layer's smoothing. */
  isSmoothed?: boolean;
  /** Whether tokens have inputs of about the same size, which one scale serves as well as one for each. */
  isEven?: boolean;
  /** What each output is to be multiplied by: smoothing of the next layer. */
  outputFactors?: Float32Array | undefined;
}

/** Larger blocks are hardly faster, and inputs, which are rounded in the same blocks, lose more. */
const LARGEST_BLOCK = 64;

/** Writes layers with quantised weights into a graph; each method returns the name of the layer's output. */
export class LinearWriter {
  /** By output, products in the form for many tokens, of the layers that are written in 8 bits. */
  readonly wholeRows = new Map<string, WholeRowProduct>();
  private readonly graph: GraphBuilder;
  private readonly activations: ActivationPrecision;
  private readonly widens: boolean;
  private readonly writesWholeRows: boolean;

  /**
   * @param widens whether layers in 4 bits are written in 8: more memory, fewer operators
   * @param writesWholeRows whether those are written for many tokens, too, in the form that is fast on a CPU
   */
  constructor(
    graph: GraphBuilder,
    activations: ActivationPrecision,
    { widens = false, writesWholeRows = widens }: { widens?: boolean; writesWholeRows?: boolean } = {},
  ) {
    this.graph = graph;
    this.activations = activations;
    this.widens = widens;
    this.writesWholeRows = writesWholeRows;
  }

  /**
   * Makes a layer ready to be written.
   *
   * @param inputSizes largest magnitude of each input, where it is known
   */
  read(weights: RawMatrix, adapter?: LowRank, inputSizes?: Float32Array): LinearLayer {
    if (!this.widens || weights.type !== 'Q4_1') return { weights, adapter };
    const values = widen(readQ4_1(weights.bytes), weights.rows, adapter);
    // Smoothing is for whole rows alone.
    if (!inputSizes || !this.writesWholeRows) return { weights, adapter, values };
    const smoothing = smoothingOf(values, inputSizes);
    const smoothed = inputSizes.map((size, column) => size * (smoothing[column] as number));
    return { weights, adapter, values, smoothing, largestInput: Math.max(...smoothed) };
  }

  /**
   * The product of `input` and a layer's weights, and what an adapter adds to it: in 8 bits, or in the precision of the file.
   * Throws ModelError `unsupported_model` if an adapted layer has no columns that an adapter fits into.
   */
  linear(name: string, input: string, layer: LinearLayer, options: LinearOptions = {}): string {
    const { weights, adapter } = layer;
    const { type, bytes, rows, columns } = weights;
    if (layer.values) return this.widened(name, input, layer.values, layer, options);
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
    return this.product(name, augmented, augment(readQ4_1(bytes), rows, columns, adapter));
  }

  private widened(
    name: string,
    input: string,
    values: Float32Array,
    { weights: { rows, columns }, smoothing, largestInput }: LinearLayer,
    { isSmoothed, isEven, outputFactors }: LinearOptions,
  ): string {
    const produced = outputFactors ? timesRows(values, outputFactors) : values;
    const smooth = smoothing ? dividedBy(produced, smoothing) : produced;
    if (this.writesWholeRows) {
      const { codes, scales } = roundPaired(smooth, rows);
      const floats = (what: string, own: Float32Array) =>
        this.graph.store(`${name}.${what}`, 'float', [own.length], own);
      this.wholeRows.set(name, {
        input,
        codes: this.graph.store(`${name}.whole_rows`, 'int8', [columns, rows], codes),
        scales: floats('row_scales', scales),
        ...(smoothing && !isSmoothed ? { smoothing: floats('smoothing', smoothing) } : {}),
        ...(isEven && largestInput ? { largest: largestInput } : {}),
      });
    }
    // Blocks have scales of their own, so that smoothing is not worth an operator here.
    return this.product(name, input, roundTo8Bits(isSmoothed ? smooth : produced, rows, columns, blockOf(columns)));
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
    return this.matMulNBits(name, [input, codes, scales], { bits: 8, block: BLOCK, rows, columns });
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
    const { bits, block, rows, columns, codes, scales, zeroPoints } = matrix;
    const blocksPerRow = Math.ceil(columns / block);
    const packedCodes = bits === 4 ? packHalves(codes, blocksPerRow * block) : codes;
    const operands = [
      input,
      this.graph.constant(`${name}.codes`, 'uint8', [rows, blocksPerRow, (block * bits) / 8], packedCodes),
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
    { bits, block, rows, columns }: Pick<QuantizedMatrix, 'bits' | 'block' | 'rows' | 'columns'>,
  ): string {
    return this.graph.node('MatMulNBits', name, operands, {
      domain: 'com.microsoft',
      attributes: {
        bits: { int: bits },
        block_size: { int: block },
        K: { int: columns },
        N: { int: rows },
        accuracy_level: { int: ACCURACY_LEVELS[this.activations] },
      },
    });
  }
}

/** Of the blocks that rows consist of, the largest. */
function blockOf(columns: number): number {
  let block = BLOCK;
  while (block < LARGEST_BLOCK && columns % (2 * block) === 0) block *= 2;
  return block;
}

/** Each column of `weights` by its own factor. */
function dividedBy(weights: Float32Array, factors: Float32Array): Float32Array {
  return weights.map((value, at) => value / (factors[at % factors.length] as number));
}

/** Each row of `weights` times its own factor. */
function timesRows(weights: Float32Array, factors: Float32Array): Float32Array {
  const columns = weights.length / factors.length;
  return weights.map((value, at) => value * (factors[Math.floor(at / columns)] as number));
}
