import type { GgufFile } from '../gguf/gguf-file.ts';
import { halfToFloat } from '../gguf/half-float.ts';
import { TINY_PROJECTIONS, type TinyAdapter } from './tiny-adapter.ts';
import type { TinyModelOptions } from './tiny-model.ts';
import { TINY } from './tiny-model.ts';

const BLOCK = 32;
const EPSILON = 1e-5;

type Row = number[];

/**
 * The slow, obvious forward pass of a tiny model, straight from the GGUF file and in llama.cpp's conventions (heads
 * stored for interleaved rotary): what the converted graph is compared with. Returns the logits after every token.
 */
export function referenceLogits(
  file: GgufFile,
  ids: readonly number[],
  { layers = 2 }: TinyModelOptions = {},
  adapter?: TinyAdapter,
): Row[] {
  const weights = (name: string) => dequantize(file, `${name}.weight`);
  const embedding = weights('token_embd');
  let stream = ids.map((id) => [...(embedding[id] as Row)]);
  for (let layer = 0; layer < layers; layer++) {
    const linear = (part: Projection, input: Row) => {
      const output = multiply(weights(`blk.${layer}.${part}`), input);
      return adapter ? add(output, adapted(adapter, layer, part, input)) : output;
    };
    const normed = stream.map((row) => rmsNorm(row, weights(`blk.${layer}.attn_norm`)[0] as Row));
    const queries = normed.map((row, position) => rotate(linear('attn_q', row), position));
    const keys = normed.map((row, position) => rotate(linear('attn_k', row), position));
    const values = normed.map((row) => linear('attn_v', row));
    stream = stream.map((row, position) =>
      add(row, linear('attn_output', attend(queries[position] as Row, keys, values, position))),
    );
    stream = stream.map((row) => {
      const input = rmsNorm(row, weights(`blk.${layer}.ffn_norm`)[0] as Row);
      const up = linear('ffn_up', input);
      const gated = linear('ffn_gate', input).map((gate, i) => (gate / (1 + Math.exp(-gate))) * (up[i] as number));
      return add(row, linear('ffn_down', gated));
    });
  }
  const gain = weights('output_norm')[0] as Row;
  return stream.map((row) => multiply(embedding, rmsNorm(row, gain)));
}

type Projection = keyof typeof TINY_PROJECTIONS;

/** What an adapter adds to a layer's output, in the order of the file's rows. */
function adapted({ alpha, rank, tensors }: TinyAdapter, layer: number, part: Projection, input: Row): Row {
  const matrix = (side: 'A' | 'B') => {
    const name = `base_model.model.model.layers.${layer}.${TINY_PROJECTIONS[part].name}.lora_${side}.weight`;
    const { shape, values } = tensors.get(name) as { shape: [number, number]; values: Float32Array };
    return Array.from({ length: shape[0] }, (_, row) => [...values.subarray(row * shape[1], (row + 1) * shape[1])]);
  };
  const added = multiply(matrix('B'), multiply(matrix('A'), input)).map((value) => (value * alpha) / rank);
  if (part !== 'attn_q' && part !== 'attn_k') return added;
  // The file has those next to each other that rotate together; the adapter has them half a head apart.
  const half = TINY.headDim / 2;
  return added.map((_, row) => {
    const place = row % TINY.headDim;
    return added[row - place + (place % 2) * half + Math.floor(place / 2)] as number;
  });
}

/** A tensor's rows as numbers, whatever its type. */
export function dequantize(file: GgufFile, name: string): Row[] {
  const tensor = file.find(name);
  if (!tensor) throw new Error(`no tensor ${name}`);
  const bytes = Buffer.from(file.read(tensor));
  const half = (at: number) => halfToFloat(bytes.readUInt16LE(at));
  const weight = (i: number): number => {
    const [block, place] = [Math.floor(i / BLOCK), i % BLOCK];
    switch (tensor.type) {
      case 'F32':
        return bytes.readFloatLE(i * 4);
      case 'Q8_0':
        return half(block * 34) * bytes.readInt8(block * 34 + 2 + place);
      case 'Q4_1': {
        const pair = bytes[block * 20 + 4 + (place % 16)] as number;
        return half(block * 20) * (place < 16 ? pair & 15 : pair >> 4) + half(block * 20 + 2);
      }
    }
  };
  return Array.from({ length: tensor.rows }, (_, row) =>
    Array.from({ length: tensor.columns }, (_, column) => weight(row * tensor.columns + column)),
  );
}

function multiply(matrix: Row[], input: Row): Row {
  return matrix.map((row) => row.reduce((sum, weight, i) => sum + weight * (input[i] as number), 0));
}

function add(left: Row, right: Row): Row {
  return left.map((value, i) => value + (right[i] as number));
}

function rmsNorm(row: Row, gain: Row): Row {
  const meanSquare = row.reduce((sum, value) => sum + value * value, 0) / row.length;
  return row.map((value, i) => (value / Math.sqrt(meanSquare + EPSILON)) * (gain[i] as number));
}

/** Turns each pair of neighbours in a head by an angle that falls with the pair's place. */
function rotate(row: Row, position: number): Row {
  const rotated = [...row];
  for (let i = 0; i < row.length; i += 2) {
    const angle = position * TINY.ropeBase ** (-(i % TINY.headDim) / TINY.headDim);
    const [a, b] = [row[i] as number, row[i + 1] as number];
    rotated[i] = a * Math.cos(angle) - b * Math.sin(angle);
    rotated[i + 1] = a * Math.sin(angle) + b * Math.cos(angle);
  }
  return rotated;
}

function attend(query: Row, keys: Row[], values: Row[], position: number): Row {
  const { heads, kvHeads, headDim } = TINY;
  const output: Row = [];
  for (let head = 0; head < heads; head++) {
    const kvStart = Math.floor(head / (heads / kvHeads)) * headDim;
    const slice = (row: Row, start: number) => row.slice(start, start + headDim);
    const scores = keys.slice(0, position + 1).map((key) => {
      const [score] = multiply([slice(key, kvStart)], slice(query, head * headDim));
      return Math.exp((score as number) / Math.sqrt(headDim));
    });
    const total = scores.reduce((sum, score) => sum + score, 0);
    for (let i = 0; i < headDim; i++) {
      output.push(scores.reduce((sum, score, at) => sum + (score / total) * (values[at]?.[kvStart + i] as number), 0));
    }
  }
  return output;
}
