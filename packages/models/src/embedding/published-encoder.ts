import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { ModelError } from '../model-error.ts';
import { type GraphFile, type Initializer, readGraphFile } from '../onnx/graph-file.ts';
import { bytesOf } from '../onnx/wire-fields.ts';

/** A table or matrix as the file has it: a byte per number. */
export interface ByteMatrix {
  rows: number;
  columns: number;
  /** [rows, columns] */
  codes: Int8Array;
  /** One per row of a table, one per column of a layer's matrix. */
  scales: Float32Array;
}

/** A linear layer: its weights by the name that the graph gives them, and what it adds. */
export interface PublishedLinear extends ByteMatrix {
  /** Such as `val_49`, which stands for nothing. */
  name: string;
  bias: Float32Array;
}

/** What stands before the names of all of the network's tensors that have one. */
const PREFIX = 'inner.';
/** onnx.proto3: the field of a tensor's bytes. */
const RAW = 9;

/**
 * The weights in a published 8-bit graph of the BERT family. Matrices are [inputs, outputs], as MatMul wants them, and have
 * no names of their own there: a layer is found by what is added to its product.
 */
export class PublishedEncoder {
  readonly layers: number;
  private readonly fd: number;
  private readonly graph: GraphFile;
  private readonly initializers: ReadonlyMap<string, Initializer>;

  /** Throws ModelError `malformed` or `truncated`. */
  constructor(path: string) {
    this.fd = openSync(path, 'r');
    try {
      this.graph = readGraphFile(this.fd, fstatSync(this.fd).size);
    } catch (error) {
      this.close();
      throw error;
    }
    this.initializers = new Map(this.graph.initializers.map((initializer) => [initializer.name, initializer]));
    let layers = 0;
    while (this.initializers.has(`${PREFIX}encoder.layer.${layers}.output.dense.bias`)) layers++;
    this.layers = layers;
  }

  close(): void {
    closeSync(this.fd);
  }

  /** Numbers of a tensor of floats. Throws ModelError `malformed` if there is none, as the other methods do. */
  floats(name: string): Float32Array {
    return this.readFloats(PREFIX + name);
  }

  table(name: string): ByteMatrix {
    const table = this.readBytes(PREFIX + name);
    if (table.scales.length !== table.rows) throw this.malformed(`${name} has not one scale per row`);
    return table;
  }

  linear(name: string): PublishedLinear {
    const added = `${PREFIX}${name}.bias`;
    const sum = this.graph.nodes.find(({ operator, inputs }) => operator === 'Add' && inputs.includes(added));
    const product = this.graph.nodes.find(({ outputs: [output] }) => output && sum?.inputs.includes(output));
    const matrix = product?.operator === 'MatMul' ? product.inputs[1] : undefined;
    if (!matrix) throw this.malformed(`it has no product that ${added} is added to`);
    const weights = this.readBytes(matrix);
    const bias = this.readFloats(added);
    if (weights.scales.length !== weights.columns || bias.length !== weights.columns)
      throw this.malformed(`${matrix} has not one scale and one addend per column`);
    return { name: matrix, bias, ...weights };
  }

  private readBytes(name: string): ByteMatrix {
    const { shape } = this.find(`${name}_q`);
    const [rows = 0, columns = 0] = shape;
    const codes = new Int8Array(this.read(`${name}_q`).buffer);
    if (codes.length !== rows * columns) throw this.malformed(`${name} has not one byte per weight`);
    return { rows, columns, codes, scales: this.readFloats(`${name}_scale`) };
  }

  private readFloats(name: string): Float32Array {
    const bytes = this.read(name);
    return new Float32Array(bytes.buffer, 0, bytes.length / Float32Array.BYTES_PER_ELEMENT);
  }

  /** A copy of its own: it begins where floats may begin. */
  private read(name: string): Uint8Array<ArrayBuffer> {
    const { large, fields } = this.find(name);
    if (large) {
      const bytes = new Uint8Array(large.length);
      readSync(this.fd, bytes, 0, large.length, large.offset);
      return bytes;
    }
    const field = fields.find(({ number }) => number === RAW);
    if (!field) throw this.malformed(`${name} has no numbers`);
    return new Uint8Array(bytesOf(field));
  }

  private find(name: string): Initializer {
    const found = this.initializers.get(name);
    if (!found) throw this.malformed(`it has no ${name}`);
    return found;
  }

  private malformed(what: string): ModelError {
    return new ModelError('malformed', `The graph is no 8-bit encoder of the BERT family: ${what}.`);
  }
}
