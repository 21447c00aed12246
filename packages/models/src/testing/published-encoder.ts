import { encodeModel } from '../onnx/encode-model.ts';
import type { ElementType, OnnxNode, OnnxTensor } from '../onnx/onnx-types.ts';
import { normalArray, seededRandom } from './random.ts';

/** Sizes of the tiny published encoder. */
export const PUBLISHED_ENCODER = { layers: 2, heads: 4, width: 64, inner: 128, vocabSize: 40, places: 24 };

/** Matrices of a layer, by what they are named after, with the numbers of their inputs and outputs. */
const { width, inner } = PUBLISHED_ENCODER;
const LINEARS = [
  ['attention.self.query', width, width],
  ['attention.self.key', width, width],
  ['attention.self.value', width, width],
  ['attention.output.dense', width, width],
  ['intermediate.dense', width, inner],
  ['output.dense', inner, width],
] as const;

/** A table or matrix that was rounded, and what its numbers are. */
interface Rounded {
  codes: Int8Array;
  scales: Float32Array;
  values: Float32Array;
}

/**
 * The weights of a tiny 8-bit encoder, as the default embedding model is published, by their names without `inner.`; matrices
 * [inputs, outputs] by the name of their layer, and what the graph calls them.
 */
export class TinyPublishedEncoder {
  readonly floats = new Map<string, Float32Array>();
  readonly matrixNames = new Map<string, string>();
  private readonly nodes: OnnxNode[] = [];
  private readonly constants: OnnxTensor[] = [];
  private readonly random = seededRandom(11);

  constructor() {
    const { layers, vocabSize, places } = PUBLISHED_ENCODER;
    this.table('embeddings.word_embeddings.weight', vocabSize);
    this.table('embeddings.position_embeddings.weight', places);
    this.vector('embeddings.token_type_embeddings.weight', [2, width], 0.3);
    this.norm('embeddings.LayerNorm');
    for (let layer = 0; layer < layers; layer++) {
      const name = `encoder.layer.${layer}`;
      for (const [part, inputs, outputs] of LINEARS) this.linear(`${name}.${part}`, inputs, outputs);
      this.norm(`${name}.attention.output.LayerNorm`);
      this.norm(`${name}.output.LayerNorm`);
    }
  }

  /** The file, with no more of the network than what stands for a layer: a product, and what is added to it. */
  encode(): Uint8Array {
    const { nodes, constants } = this;
    return encodeModel({
      ...{ producer: 'test', producerVersion: '1', opsets: { '': 17 }, graphName: 'tiny', nodes, constants },
      inputs: [{ name: 'x', type: 'float', shape: ['batch', 'tokens', width] }],
      outputs: [{ name: 'y', type: 'float', shape: ['batch', 'tokens', width] }],
    });
  }

  private table(name: string, rows: number): void {
    const { codes, scales, values } = roundRows(normalArray(this.random, rows * width, 1), rows, width);
    this.constant(`inner.${name}_q`, 'int8', [rows, width], codes);
    this.constant(`inner.${name}_scale`, 'float', [rows, 1], scales);
    this.floats.set(name, values);
  }

  private linear(name: string, inputs: number, outputs: number): void {
    const matrix = `val_${this.matrixNames.size}`;
    this.matrixNames.set(name, matrix);
    const { codes, scales, values } = roundRows(normalArray(this.random, inputs * outputs, 0.2), outputs, inputs);
    this.constant(`${matrix}_q`, 'int8', [inputs, outputs], turn(codes, outputs, inputs));
    this.constant(`${matrix}_scale`, 'float', [1, outputs], scales);
    this.floats.set(name, turn(values, outputs, inputs));
    this.vector(`${name}.bias`, [outputs], 0.3);
    this.node('Cast', [`${matrix}_q`], `${matrix}_f`, { to: { int: 1 } });
    this.node('Mul', [`${matrix}_f`, `${matrix}_scale`], matrix);
    this.node('MatMul', ['x', matrix], `${matrix}.product`);
    this.node('Add', [`${matrix}.product`, `inner.${name}.bias`], `${matrix}.sum`);
  }

  private norm(name: string): void {
    this.vector(`${name}.weight`, [width], 1);
    this.vector(`${name}.bias`, [width], 0.3);
  }

  private vector(name: string, shape: readonly number[], spread: number): void {
    const values = normalArray(
      this.random,
      shape.reduce((product, size) => product * size, 1),
      spread,
    );
    this.constant(`inner.${name}`, 'float', shape, values);
    this.floats.set(name, values);
  }

  private constant(name: string, type: ElementType, shape: readonly number[], values: ArrayBufferView): void {
    const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.constants.push({ name, type, shape, data });
  }

  private node(operator: string, inputs: string[], output: string, attributes: OnnxNode['attributes'] = {}): void {
    this.nodes.push({ operator, domain: '', inputs, outputs: [output], attributes });
  }
}

function roundRows(values: Float32Array, rows: number, columns: number): Rounded {
  const scales = Float32Array.from({ length: rows }, (_, row) => {
    return Math.max(...values.subarray(row * columns, (row + 1) * columns).map(Math.abs)) / 127;
  });
  const scaleOf = (at: number) => scales[Math.floor(at / columns)] as number;
  const codes = Int8Array.from(values, (value, at) => Math.round(value / scaleOf(at)));
  return { codes, scales, values: Float32Array.from(codes, (code, at) => code * scaleOf(at)) };
}

function turn<Values extends Int8Array | Float32Array>(values: Values, rows: number, columns: number): Values {
  return values.map((_, at) => values[(at % rows) * columns + Math.floor(at / rows)] as number) as Values;
}
