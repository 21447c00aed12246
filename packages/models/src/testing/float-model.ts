import { type AdapterFile, LowRankAdapter } from '../adapter/low-rank-adapter.ts';
import { writeDecoderGraph } from '../convert/decoder-graph.ts';
import { type LinearLayer, LinearWriter } from '../convert/linear-writer.ts';
import { readLlamaConfig } from '../convert/llama-config.ts';
import { LlamaWeights } from '../convert/llama-weights.ts';
import { BLOCK, readQ4_1 } from '../convert/quantized-matrix.ts';
import { GgufFile } from '../gguf/gguf-file.ts';
import { DataFile } from '../onnx/data-file.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import { GraphBuilder } from '../onnx/graph-builder.ts';

/** Returns the graph, of which the weights are written to `dataPath`: in floats, W + B·A, nothing rounded but by the file. */
export function encodeFloatModel(ggufPath: string, dataPath: string, adapterFile?: AdapterFile): Uint8Array {
  const file = GgufFile.open(ggufPath);
  const data = new DataFile(dataPath);
  try {
    const graph = new GraphBuilder(data);
    const adapter = adapterFile && LowRankAdapter.read(adapterFile);
    const [weights, config] = [new LlamaWeights(file), readLlamaConfig(file.header)];
    writeDecoderGraph({ graph, linears: new FloatLinearWriter(graph, 'float'), weights, config, kv: 'float', adapter });
    data.finish();
    return encodeModel(graph.build('float', 'frontdesk', '1'));
  } finally {
    data.close();
    file.close();
  }
}

/** Its own simple way with linear layers of type Q4_1; embedding and head are taken over as they are. */
class FloatLinearWriter extends LinearWriter {
  readonly #graph: GraphBuilder;

  constructor(graph: GraphBuilder, activations: 'float') {
    super(graph, activations);
    this.#graph = graph;
  }

  override linear(name: string, input: string, { weights, adapter }: LinearLayer): string {
    const { bytes, rows, columns } = weights;
    const { codes, scales, minima } = readQ4_1(bytes);
    // [columns, rows]: what MatMul multiplies with from the right.
    const transposed = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      const values = Float64Array.from({ length: columns }, (_, column) => {
        const at = row * columns + column;
        const block = Math.floor(at / BLOCK);
        return (scales[block] as number) * (codes[at] as number) + (minima[block] as number);
      });
      for (let rank = 0; adapter && rank < adapter.rank; rank++) {
        const factor = adapter.b[row * adapter.rank + rank] as number;
        if (factor === 0) continue;
        for (let column = 0; column < columns; column++) {
          values[column] = (values[column] as number) + factor * (adapter.a[rank * columns + column] as number);
        }
      }
      for (let column = 0; column < columns; column++) transposed[column * rows + row] = values[column] as number;
    }
    const matrix = this.#graph.constant(`${name}.weights`, 'float', [columns, rows], transposed);
    return this.#graph.node('MatMul', name, [input, matrix]);
  }
}
