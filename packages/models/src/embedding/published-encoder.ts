import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { ModelError } from '../model-error.ts';
import { type GraphFile, type Initializer, readGraphFile } from '../onnx/graph-file.ts';
import { bytesOf } from '../onnx/wire-fields.ts';
import type { ByteTable, EncoderWeights, LinearWeights, Table } from './encoder-weights.ts';

/** What stands before the names of all of the network's tensors that have one. */
const PREFIX = 'inner.';
/** onnx.proto3: the field of a tensor's bytes. */
const RAW = 9;

/**
 * The weights in a published 8-bit graph of the BERT family. Matrices are [inputs, outputs], as MatMul wants them, and have
 * no names of their own there: a layer is found by what is added to its product. All tokens are of the first type.
 */
export class PublishedEncoder implements EncoderWeights {
  readonly layers: number;
  readonly epsilon = 1e-12;
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

  words(): ByteTable {
    return this.table('embeddings.word_embeddings.weight');
  }

  positions(): Table {
    const { rows, columns, codes, scales } = this.table('embeddings.position_embeddings.weight');
    const types = this.floats('embeddings.token_type_embeddings.weight');
    const values = Float32Array.from(
      codes,
      (code, at) => code * (scales[Math.floor(at / columns)] as number) + (types[at % columns] as number),
    );
    return { rows, columns, values };
  }

  distances(): undefined {}

  linear(name: string): LinearWeights {
    const added = `${PREFIX}${name}.bias`;
    const sum = this.graph.nodes.find(({ operator, inputs }) => operator === 'Add' && inputs.includes(added));
    const product = this.graph.nodes.find(({ outputs: [output] }) => output && sum?.inputs.includes(output));
    const matrix = product?.operator === 'MatMul' ? product.inputs[1] : undefined;
    if (!matrix) throw this.malformed(`it has no product that ${added} is added to`);
    const weights = this.readBytes(matrix);
    const bias = this.readFloats(added);
    if (weights.scales.length !== weights.columns || bias.length !== weights.columns)
      throw this.malformed(`${matrix} has not one scale and one addend per column`);
    const { rows: inputs, columns: outputs } = weights;
    return { name: matrix, inputs, outputs, weights: widenTurned(weights), bias };
  }

  private table(name: string): ByteTable {
    const table = this.readBytes(PREFIX + name);
    if (table.scales.length !== table.rows) throw this.malformed(`${name} has not one scale per row`);
    return table;
  }

  /** As the file has it: one scale per row of a table, one per column of a layer's matrix. */
  private readBytes(name: string): ByteTable {
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
      for (let read = 0; read < bytes.length; ) {
        const count = readSync(this.fd, bytes, read, bytes.length - read, large.offset + read);
        if (count === 0) throw new ModelError('truncated', `The graph ends in the middle of ${name}.`);
        read += count;
      }
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

/** A matrix's weights as numbers, output after output. */
function widenTurned({ rows, columns, codes, scales }: ByteTable): Float32Array {
  const values = new Float32Array(codes.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      values[column * rows + row] = (codes[row * columns + column] as number) * (scales[column] as number);
    }
  }
  return values;
}
