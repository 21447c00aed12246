import { closeSync, fstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFile } from '../onnx/data-file.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import { GraphBuilder } from '../onnx/graph-builder.ts';
import { encodeGraphFile, type GraphFile, readGraphFile } from '../onnx/graph-file.ts';
import { ELEMENT_TYPES, type ElementType, type OnnxModel } from '../onnx/onnx-types.ts';
import { bytesField, bytesOf, joinFields, splitFields, textField, textOf } from '../onnx/wire-fields.ts';
import { halfBits } from './quantize.ts';
import { normalArray, seededRandom } from './random.ts';
import { writeTinyModel } from './tiny-model.ts';

/** Sizes of the tiny published models. */
export const PUBLISHED = { layers: 2, heads: 4, kvHeads: 2, headDim: 16, hiddenSize: 64, vocabSize: 265, context: 256 };

/** In which ways a graph departs from the usual one. */
export interface PublishedVariant {
  /** Multi-head attention of old exports instead of GroupQueryAttention. */
  withoutAttention?: boolean;
  /** All but the ids in 16 bits: weights, activations, keys and values, logits. */
  half?: boolean;
  /** Keys and values in bfloat16. */
  bfloatCache?: boolean;
  /** The mask is used for more than lengths. */
  maskElsewhere?: boolean;
  /** Names of the cache's inputs and outputs begin otherwise. */
  cachePrefix?: string;
  /** An input says how many of the last positions are wanted; 0: all. */
  keepsLogits?: boolean;
}

const MICROSOFT = { domain: 'com.microsoft' } as const;

/**
 * Writes a tiny model as onnxruntime-genai's model builder does: rotary inside the attention, packed query, key and
 * value, weights in model.onnx.data.
 */
export async function writeGenaiModel(dir: string, variant: PublishedVariant = {}): Promise<void> {
  await writeSideFiles(dir);
  const data = new DataFile(join(dir, 'model.onnx.data'));
  const model = new PublishedGraph(data, 'genai', variant).build();
  data.finish();
  writeFileSync(join(dir, 'model.onnx'), encodeModel(model));
  writeJson(dir, 'genai_config.json', {
    model: {
      bos_token_id: 1,
      context_length: 128,
      decoder: {
        filename: 'model.onnx',
        inputs: { input_ids: 'input_ids', attention_mask: 'attention_mask', past_key_names: 'past_key_values.%d.key' },
        outputs: { logits: 'logits', present_key_names: 'present.%d.key' },
      },
      eos_token_id: [2, 0],
      pad_token_id: 2,
      type: 'llama',
      vocab_size: PUBLISHED.vocabSize,
    },
  });
}

/**
 * Writes a tiny model as onnx-community does: rotary operators of their own that read position_ids, weights in
 * onnx/model_q4.onnx itself.
 */
export async function writeCommunityModel(
  dir: string,
  variant: PublishedVariant = {},
  graph = 'onnx/model_q4.onnx',
): Promise<void> {
  await writeSideFiles(dir);
  mkdirSync(join(dir, 'onnx'), { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'frontdesk-published-'));
  try {
    const data = new DataFile(join(work, 'weights'));
    const model = new PublishedGraph(data, 'community', variant).build();
    data.finish();
    writeFileSync(join(dir, graph), encodeModel(withWeightsInside(model, readFileSync(join(work, 'weights')))));
  } finally {
    rmSync(work, { recursive: true });
  }
  writeJson(dir, 'config.json', { max_position_embeddings: 8_192, eos_token_id: 0, vocab_size: PUBLISHED.vocabSize });
  writeJson(dir, 'generation_config.json', { eos_token_id: 2, pad_token_id: 2 });
}

/** Writes a graph again that has its weights outside. */
export function changeGraph(path: string, change: (graph: GraphFile) => void): void {
  const fd = openSync(path, 'r');
  try {
    const graph = readGraphFile(fd, fstatSync(fd).size);
    change(graph);
    writeFileSync(path, encodeGraphFile(graph));
  } finally {
    closeSync(fd);
  }
}

/** Lets a graph look for its weights in another file. */
export function renameWeights(path: string, location: string): void {
  const [entry, key, value] = [13, 1, 2];
  const named = bytesField(entry, joinFields([textField(key, 'location'), textField(value, location)]));
  changeGraph(path, ({ initializers }) => {
    for (const initializer of initializers) {
      initializer.fields = initializer.fields.map((field) => {
        if (field.number !== entry) return field;
        return splitFields(bytesOf(field)).some((part) => part.number === key && textOf(part) === 'location')
          ? named
          : field;
      });
    }
  });
}

/** The tokenizer of `writeTinyModel`, as a published model brings it. */
async function writeSideFiles(dir: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'frontdesk-tokenizer-'));
  try {
    const { tokenizerJson, chatTemplate } = await writeTinyModel(work);
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'tokenizer.json'), tokenizerJson);
    writeJson(dir, 'tokenizer_config.json', { bos_token: '<|im_start|>', chat_template: chatTemplate });
  } finally {
    rmSync(work, { recursive: true });
  }
}

function withWeightsInside(model: OnnxModel, weights: Buffer): OnnxModel {
  const constants = model.constants.map((constant) => {
    if (constant.data instanceof Uint8Array) return constant;
    const { offset, length } = constant.data;
    return { ...constant, data: weights.subarray(offset, offset + length) };
  });
  return { ...model, constants };
}

function writeJson(dir: string, name: string, content: unknown): void {
  writeFileSync(join(dir, name), JSON.stringify(content));
}

class PublishedGraph {
  private readonly graph: GraphBuilder;
  private readonly style: 'genai' | 'community';
  private readonly variant: PublishedVariant;
  private readonly random = seededRandom(5);
  private readonly type: ElementType;

  constructor(data: DataFile, style: 'genai' | 'community', variant: PublishedVariant) {
    this.graph = new GraphBuilder(data);
    this.style = style;
    this.variant = variant;
    this.type = variant.half ? 'float16' : 'float';
  }

  build(): OnnxModel {
    const { graph } = this;
    const { vocabSize, hiddenSize, layers } = PUBLISHED;
    graph.input({ name: 'input_ids', type: 'int64', shape: ['batch_size', 'sequence_length'] });
    graph.input({ name: 'attention_mask', type: 'int64', shape: ['batch_size', 'total_sequence_length'] });
    if (this.style === 'community') {
      graph.input({ name: 'position_ids', type: 'int64', shape: ['batch_size', 'sequence_length'] });
    }
    graph.output({ name: 'logits', type: this.type, shape: ['batch_size', 'sequence_length', vocabSize] });
    this.writeMaskReformatting();
    this.writeRotaryTables();
    const embedding = this.constant(
      'model.embed_tokens.weight',
      [vocabSize, hiddenSize],
      this.normal(vocabSize * hiddenSize, 0.5),
    );
    let stream = graph.node('Gather', '/model/embed_tokens/Gather/output_0', [embedding, 'input_ids']);
    for (let layer = 0; layer < layers; layer++) stream = this.writeLayer(layer, stream);
    const normed = this.keepLast(this.norm('/model/norm', stream));
    const head = this.linear('/lm_head/MatMul', normed, hiddenSize, vocabSize);
    const scale = this.constant('/lm_head/scale', [1], Float32Array.of(0.7));
    graph.node('Mul', 'logits', [head, scale]);
    return graph.build('main_graph', 'test', '0');
  }

  /** The mask's row sums less one, and its second dimension, as int32. */
  private writeMaskReformatting(): void {
    const { graph } = this;
    const path = '/model/attn_mask_reformat/attn_mask_subgraph';
    const one = graph.constant('/model/constants/INT64/[1]', 'int64', [1], BigInt64Array.of(1n));
    const index = graph.constant('/model/constants/INT64/1', 'int64', [], BigInt64Array.of(1n));
    const sum = graph.node('ReduceSum', `${path}/ReduceSum/output_0`, ['attention_mask', one]);
    const less = graph.node('Sub', `${path}/Sub/output_0`, [sum, one]);
    graph.node('Cast', `${path}/Sub/Cast/output_0`, [less], { attributes: { to: { int: 6 } } });
    const shape = graph.node('Shape', `${path}/Shape/output_0`, ['attention_mask']);
    const total = graph.node('Gather', `${path}/Gather/output_0`, [shape, index], { attributes: { axis: { int: 0 } } });
    graph.node('Cast', `${path}/Gather/Cast/output_0`, [total], { attributes: { to: { int: 6 } } });
  }

  private writeLayer(layer: number, stream: string): string {
    const { graph } = this;
    const { hiddenSize, heads, kvHeads, headDim } = PUBLISHED;
    const path = `/model/layers.${layer}`;
    const input = this.norm(`${path}/input_layernorm`, stream);
    const kvSize = kvHeads * headDim;
    let qkv: string[];
    if (this.style === 'genai') {
      qkv = [this.linear(`${path}/attn/qkv_proj`, input, hiddenSize, hiddenSize + 2 * kvSize), '', ''];
    } else {
      const query = this.linear(`${path}/attn/q_proj`, input, hiddenSize, hiddenSize);
      const key = this.linear(`${path}/attn/k_proj`, input, hiddenSize, kvSize);
      const value = this.linear(`${path}/attn/v_proj`, input, hiddenSize, kvSize);
      qkv = [
        this.rotate(`${path}/attn/q_rotary`, query, heads),
        this.rotate(`${path}/attn/k_rotary`, key, kvHeads),
        value,
      ];
    }
    const attended = this.attend(layer, qkv);
    const mixed = graph.node('Add', `${path}/attn/residual`, [
      stream,
      this.linear(`${path}/attn/o_proj`, attended, hiddenSize, hiddenSize),
    ]);
    const inner = this.linear(`${path}/mlp/up`, this.norm(`${path}/post_layernorm`, mixed), hiddenSize, 96);
    const active = graph.node('Tanh', `${path}/mlp/act`, [inner]);
    return graph.node('Add', `${path}/mlp/residual`, [mixed, this.linear(`${path}/mlp/down`, active, 96, hiddenSize)]);
  }

  private attend(layer: number, qkv: readonly string[]): string {
    const { graph, variant } = this;
    const { heads, kvHeads, headDim } = PUBLISHED;
    const path = '/model/attn_mask_reformat/attn_mask_subgraph';
    const type = variant.bfloatCache ? 'bfloat16' : this.type;
    const past = (part: string) => `${variant.cachePrefix ?? 'past_key_values'}.${layer}.${part}`;
    const present = (part: string) => `${variant.cachePrefix ? 'new' : 'present'}.${layer}.${part}`;
    const shape = (length: string) => ['batch_size', kvHeads, length, headDim];
    for (const part of ['key', 'value']) {
      graph.input({ name: past(part), type, shape: shape('past_sequence_length') });
      graph.output({ name: present(part), type, shape: shape('total_sequence_length') });
    }
    const inputs = [
      ...qkv,
      past('key'),
      past('value'),
      `${path}/Sub/Cast/output_0`,
      `${path}/Gather/Cast/output_0`,
      ...(this.style === 'genai' ? ['cos_cache', 'sin_cache'] : []),
    ];
    const name = `/model/layers.${layer}/attn/GroupQueryAttention`;
    const attended = graph.node(variant.withoutAttention ? 'MultiHeadAttention' : 'GroupQueryAttention', name, inputs, {
      ...MICROSOFT,
      outputs: [name, present('key'), present('value')],
      attributes: {
        num_heads: { int: heads },
        kv_num_heads: { int: kvHeads },
        do_rotary: { int: this.style === 'genai' ? 1 : 0 },
      },
    });
    if (!variant.maskElsewhere) return attended;
    const sizes = graph.node('Size', `${name}/mask_size`, ['attention_mask']);
    const number = graph.node('Cast', `${name}/mask_number`, [sizes], {
      attributes: { to: { int: ELEMENT_TYPES[this.type] } },
    });
    return graph.node('Mul', `${name}/masked`, [attended, number]);
  }

  /** As newer exports do it: a slice from minus the number to the end. */
  private keepLast(input: string): string {
    const { graph } = this;
    if (!this.variant.keepsLogits) return input;
    graph.input({ name: 'num_logits_to_keep', type: 'int64', shape: [] });
    const first = graph.constant('/slice/axis', 'int64', [1], BigInt64Array.of(0n));
    const number = graph.node('Unsqueeze', '/slice/number', ['num_logits_to_keep', first]);
    const start = graph.node('Neg', '/slice/start', [number]);
    const end = graph.constant('/slice/end', 'int64', [1], BigInt64Array.of(2n ** 62n));
    const axis = graph.constant('/slice/tokens', 'int64', [1], BigInt64Array.of(1n));
    return graph.node('Slice', '/slice/output_0', [input, start, end, axis]);
  }

  private rotate(name: string, input: string, heads: number): string {
    return this.graph.node('RotaryEmbedding', name, [input, 'position_ids', 'cos_cache', 'sin_cache'], {
      ...MICROSOFT,
      attributes: { num_heads: { int: heads }, rotary_embedding_dim: { int: 0 }, interleaved: { int: 0 } },
    });
  }

  private norm(name: string, input: string): string {
    const gains = this.normal(PUBLISHED.hiddenSize, 0.1).map((value) => 1 + value);
    const gain = this.constant(`${name}.weight`, [PUBLISHED.hiddenSize], gains);
    const attributes = { axis: { int: -1 }, epsilon: { float: 1e-5 } };
    return this.graph.node('SimplifiedLayerNormalization', name, [input, gain], { attributes });
  }

  private linear(name: string, input: string, columns: number, rows: number): string {
    const values = this.normal(columns * rows, 1 / Math.sqrt(columns));
    const weight = this.constant(`${name}.weight`, [columns, rows], values);
    return this.graph.node('MatMul', `${name}/output_0`, [input, weight]);
  }

  private writeRotaryTables(): void {
    const { context, headDim } = PUBLISHED;
    const half = headDim / 2;
    const angles = Float32Array.from({ length: context * half }, (_, index) => {
      return Math.floor(index / half) * 10_000 ** (-(index % half) / half);
    });
    this.constant('cos_cache', [context, half], angles.map(Math.cos));
    this.constant('sin_cache', [context, half], angles.map(Math.sin));
  }

  private constant(name: string, shape: readonly number[], values: Float32Array): string {
    return this.graph.constant(name, this.type, shape, this.variant.half ? Uint16Array.from(values, halfBits) : values);
  }

  private normal(count: number, deviation: number): Float32Array {
    return Float32Array.from(normalArray(this.random, count, deviation));
  }
}
