import type { DataFile } from './data-file.ts';
import type { ElementType, OnnxAttribute, OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from './onnx-types.ts';

/** Constants of at most this size stay in the model file: ONNX Runtime reads shapes and axes from there while it loads. */
const INLINE_BYTES = 128;

const OPSETS = { '': 21, 'com.microsoft': 1 };

export interface NodeOptions {
  /** Names of the outputs; the default is one, named `name`. */
  outputs?: readonly string[];
  attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Operators that ONNX Runtime adds to ONNX's own. */
  domain?: 'com.microsoft';
}

/** Collects a graph's nodes and constants; large constants go to the data file at once. */
export class GraphBuilder {
  private readonly nodes = new Map<string, OnnxNode>();
  private readonly constants = new Map<string, OnnxTensor>();
  private readonly inputs: OnnxValue[] = [];
  private readonly outputs: OnnxValue[] = [];
  private readonly data: DataFile;

  constructor(data: DataFile) {
    this.data = data;
  }

  input(value: OnnxValue): string {
    this.inputs.push(value);
    return value.name;
  }

  output(value: OnnxValue): void {
    this.outputs.push(value);
  }

  /** Adds an operator whose first output is called `name`, and returns that name. */
  node(operator: string, name: string, inputs: readonly string[], options: NodeOptions = {}): string {
    const { outputs = [name], attributes = {}, domain = '' } = options;
    if (this.nodes.has(name)) throw new Error(`node ${name} exists`);
    this.nodes.set(name, { operator, domain, inputs, outputs, attributes });
    return name;
  }

  /** Adds a constant and returns its name. */
  constant(name: string, type: ElementType, shape: readonly number[], values: ArrayBufferView): string {
    return this.add(this.store(name, type, shape, values));
  }

  /** Stores a constant for another graph that shares the data file. */
  store(name: string, type: ElementType, shape: readonly number[], values: ArrayBufferView): OnnxTensor {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const data = bytes.byteLength <= INLINE_BYTES ? bytes : this.data.append(bytes);
    return { name, type, shape, data };
  }

  /** Gives the bytes of a constant that is already there a second name and shape: they are stored once. */
  sameBytes(name: string, of: string, shape: readonly number[]): string {
    const original = this.constants.get(of);
    if (!original) throw new Error(`no constant ${of}`);
    return this.add({ ...original, name, shape });
  }

  hasConstant(name: string): boolean {
    return this.constants.has(name);
  }

  hasNode(output: string): boolean {
    return this.nodes.has(output);
  }

  build(graphName: string, producer: string, producerVersion: string): OnnxModel {
    const { inputs, outputs } = this;
    return {
      producer,
      producerVersion,
      opsets: OPSETS,
      graphName,
      nodes: [...this.nodes.values()],
      constants: [...this.constants.values()],
      inputs,
      outputs,
    };
  }

  private add(tensor: OnnxTensor): string {
    if (this.constants.has(tensor.name)) throw new Error(`constant ${tensor.name} exists`);
    this.constants.set(tensor.name, tensor);
    return tensor.name;
  }
}
