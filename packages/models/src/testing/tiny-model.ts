import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertGguf } from '../convert/convert-gguf.ts';
import type { InputSizes } from '../convert/input-sizes.ts';
import type { KvScales } from '../convert/kv-scales.ts';
import { type PreparedModel, readPreparedModel } from '../prepared-model.ts';
import { normalArray, seededRandom } from './random.ts';
import { encodeGguf, type GgufEntry, type GgufWeights } from './write-gguf.ts';

/** Sizes of a tiny model; every one has a default. */
export interface TinyModelOptions {
  /** Other weights for another seed. Defaults to 1. */
  seed?: number;
  /** Defaults to 2. */
  layers?: number;
  /** Positions of the rotary tables. Defaults to 2,048. */
  contextTokens?: number;
  /** Type of the linear layers. Defaults to Q4_1. */
  linearType?: 'Q4_1' | 'Q8_0';
  /** 'float' computes exactly, where a test compares with arithmetic of its own. Defaults to 'int8', as the real model. */
  activations?: 'int8' | 'float';
  /** How keys and values are kept. Defaults to 'float32'. */
  kvCache?: 'float32' | 'float16' | KvScales;
  /** How large the linear layers' inputs become. Defaults to nothing that is known. */
  inputSizes?: InputSizes;
}

/** Sizes that no test needs to change: a multiple of 32 wide, with grouped heads. */
export const TINY = { hiddenSize: 64, feedForwardSize: 96, heads: 4, kvHeads: 2, headDim: 16, ropeBase: 10_000 };

/** Scales for a cache of 8 bits, in which a tiny model's keys and values find room. */
export function tinyKvScales(layers = 2): KvScales {
  const scales = () => new Float32Array(TINY.kvHeads * TINY.headDim).fill(4 / 127);
  return Array.from({ length: layers }, () => ({ key: scales(), value: scales() }));
}

const EPSILON = 1e-5;
const CONTROL_TOKENS = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
/** A few merges, so that ids are not simply bytes. */
const MERGES = ['Ġ t', 'h e', 'Ġt he', 'i n', 'Ġ a', 'e r'];
const CHAT_TEMPLATE =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

/**
 * Writes a whole prepared model with random weights into `dir`, through the same converter as the real one: a Llama
 * decoder of a few layers, a byte-level tokenizer with ChatML's control tokens (ids 0 to 2; 2 ends an answer) and the
 * ChatML template. What it says is noise, the same noise for the same options. Takes well under a second.
 */
export async function writeTinyModel(dir: string, options: TinyModelOptions = {}): Promise<PreparedModel> {
  mkdirSync(dir, { recursive: true });
  const bytes = encodeTinyGguf(options);
  const ggufPath = join(dir, 'tiny.gguf');
  writeFileSync(ggufPath, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { activations, kvCache, inputSizes } = options;
  const source = { file: 'tiny.gguf', sha256 };
  convertGguf({ ggufPath, outputDir: dir, name: 'tiny', source, activations, kvCache, inputSizes });
  return readPreparedModel(dir);
}

/** The GGUF file that `writeTinyModel` converts. */
export function encodeTinyGguf(options: TinyModelOptions = {}): Buffer {
  return encodeGguf(tinyMetadata(options), tinyWeights(options));
}

/** Everything that the file's header says. */
export function tinyMetadata({ layers = 2, contextTokens = 2048 }: TinyModelOptions = {}): Record<string, GgufEntry> {
  const tokens = tinyTokens();
  return {
    'general.architecture': { string: 'llama' },
    'general.license': { string: 'mit' },
    'llama.block_count': { u32: layers },
    'llama.context_length': { u32: contextTokens },
    'llama.embedding_length': { u32: TINY.hiddenSize },
    'llama.feed_forward_length': { u32: TINY.feedForwardSize },
    'llama.attention.head_count': { u32: TINY.heads },
    'llama.attention.head_count_kv': { u32: TINY.kvHeads },
    'llama.rope.freq_base': { f32: TINY.ropeBase },
    'llama.attention.layer_norm_rms_epsilon': { f32: EPSILON },
    'tokenizer.ggml.model': { string: 'gpt2' },
    'tokenizer.ggml.pre': { string: 'smollm' },
    'tokenizer.ggml.tokens': { strings: tokens },
    'tokenizer.ggml.token_type': { i32s: tokens.map((_, id) => (id < CONTROL_TOKENS.length ? 3 : 1)) },
    'tokenizer.ggml.merges': { strings: MERGES },
    'tokenizer.ggml.eos_token_id': { u32: 2 },
    'tokenizer.ggml.padding_token_id': { u32: 2 },
    'tokenizer.ggml.add_bos_token': { bool: false },
    'tokenizer.chat_template': { string: CHAT_TEMPLATE },
  };
}

/** Random weights under the names of a Llama model. */
export function tinyWeights(options: TinyModelOptions = {}): Record<string, GgufWeights> {
  const { seed = 1, layers = 2, linearType = 'Q4_1' } = options;
  const { hiddenSize, feedForwardSize, heads, kvHeads, headDim } = TINY;
  const random = seededRandom(seed);
  const linear = (rows: number, columns: number): GgufWeights => ({
    type: linearType,
    rows,
    columns,
    values: normalArray(random, rows * columns, 1 / Math.sqrt(columns)),
  });
  const norm = (): GgufWeights => ({
    type: 'F32',
    rows: 1,
    columns: hiddenSize,
    values: normalArray(random, hiddenSize, 0.1).map((value) => 1 + value),
  });
  const vocabSize = tinyTokens().length;
  const weights: Record<string, GgufWeights> = {
    'token_embd.weight': {
      type: 'Q8_0',
      rows: vocabSize,
      columns: hiddenSize,
      values: normalArray(random, vocabSize * hiddenSize, 0.3),
    },
    'output_norm.weight': norm(),
  };
  for (let layer = 0; layer < layers; layer++) {
    Object.assign(weights, {
      [`blk.${layer}.attn_norm.weight`]: norm(),
      [`blk.${layer}.attn_q.weight`]: linear(heads * headDim, hiddenSize),
      [`blk.${layer}.attn_k.weight`]: linear(kvHeads * headDim, hiddenSize),
      [`blk.${layer}.attn_v.weight`]: linear(kvHeads * headDim, hiddenSize),
      [`blk.${layer}.attn_output.weight`]: linear(hiddenSize, heads * headDim),
      [`blk.${layer}.ffn_norm.weight`]: norm(),
      [`blk.${layer}.ffn_gate.weight`]: linear(feedForwardSize, hiddenSize),
      [`blk.${layer}.ffn_up.weight`]: linear(feedForwardSize, hiddenSize),
      [`blk.${layer}.ffn_down.weight`]: linear(hiddenSize, feedForwardSize),
    });
  }
  return weights;
}

function tinyTokens(): string[] {
  return [...CONTROL_TOKENS, ...byteAlphabet(), ...MERGES.map((merge) => merge.replace(' ', ''))];
}

/** GPT-2's 256 characters: a printable byte stands for itself, the others are moved behind U+0100. */
function byteAlphabet(): string[] {
  const isPrintable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let moved = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPrintable(byte) ? byte : 256 + moved++));
}
