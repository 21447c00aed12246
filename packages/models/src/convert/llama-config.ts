import type { GgufHeader } from '../gguf/gguf-header.ts';
import { ModelError } from '../model-error.ts';

/** The hyperparameters of a Llama decoder that the graph depends on. */
export interface LlamaConfig {
  layers: number;
  hiddenSize: number;
  feedForwardSize: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  vocabSize: number;
  /** Tokens that the rotary tables reach: what the model was trained for. */
  contextTokens: number;
  ropeBase: number;
  rmsEpsilon: number;
}

/** Larger announced sizes are taken for an attack or a mistake. */
const MAX_SIZE = 1 << 20;
const MAX_CONTEXT_TOKENS = 131_072;

/** Reads and checks a Llama model's hyperparameters. Throws ModelError `unsupported_model` or `malformed`. */
export function readLlamaConfig(header: GgufHeader): LlamaConfig {
  const { metadata, tensors } = header;
  const architecture = metadata.get('general.architecture');
  if (architecture !== 'llama') {
    throw new ModelError('unsupported_model', `The converter knows Llama models, not "${String(architecture)}".`);
  }
  const scaling = metadata.get('llama.rope.scaling.type');
  if (scaling !== undefined && scaling !== 'none') {
    throw new ModelError('unsupported_model', `The converter does not know rope scaling "${String(scaling)}".`);
  }
  const number = (key: string, fallback?: number): number => {
    const value = metadata.get(`llama.${key}`) ?? fallback;
    if (typeof value !== 'number' || !(value > 0)) {
      throw new ModelError('malformed', `The model file's llama.${key} is ${String(value)}.`);
    }
    return value;
  };
  const integer = (key: string, fallback?: number, most = MAX_SIZE): number => {
    const value = number(key, fallback);
    if (!Number.isInteger(value) || value > most) {
      throw new ModelError('malformed', `The model file's llama.${key} is ${value}.`);
    }
    return value;
  };
  const hiddenSize = integer('embedding_length');
  const heads = integer('attention.head_count');
  const headDim = integer('attention.key_length', hiddenSize / heads);
  const config: LlamaConfig = {
    layers: integer('block_count'),
    hiddenSize,
    feedForwardSize: integer('feed_forward_length'),
    heads,
    kvHeads: integer('attention.head_count_kv', heads),
    headDim,
    vocabSize: tensors.get('token_embd.weight')?.rows ?? 0,
    contextTokens: integer('context_length', undefined, MAX_CONTEXT_TOKENS),
    ropeBase: number('rope.freq_base', 10_000),
    rmsEpsilon: number('attention.layer_norm_rms_epsilon'),
  };
  if (integer('rope.dimension_count', headDim) !== headDim || integer('attention.value_length', headDim) !== headDim) {
    throw new ModelError(
      'unsupported_model',
      'The converter wants rotary over whole heads, and values as long as keys.',
    );
  }
  if (headDim % 8 !== 0 || heads % config.kvHeads !== 0) {
    throw new ModelError(
      'unsupported_model',
      `${heads} heads of ${headDim} over ${config.kvHeads} cannot be written as grouped-query attention.`,
    );
  }
  return config;
}
