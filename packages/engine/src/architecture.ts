import { EngineError } from './engine-error.ts';
import { type KvType, kvTypes } from './kv-type.ts';
import type { Session } from './onnxruntime/session.ts';
import { type ElementType, elementTypeCodes } from './onnxruntime/tensor.ts';
import type { TensorPort } from './onnxruntime/tensor-port.ts';

/** What the engine must know of a decoder. */
export interface DecoderArchitecture {
  layers: number;
  /** Heads of keys and values; with grouped queries fewer than attention heads. */
  kvHeads: number;
  /** Numbers per head. */
  headDim: number;
  /** Ids are 0 to vocabSize - 1. */
  vocabSize: number;
  /** Positions that the model knows; left out, as many as a slot is to hold. */
  contextTokens?: number;
}

/** Names of a graph's inputs and outputs. */
export const ports = {
  /** int64 [batch, tokens]: the new tokens. */
  inputIds: 'input_ids',
  /** int32 [batch]: tokens in the cache, the new ones included, minus one. */
  lastPosition: 'seqlens_k',
  /** int32 scalar: the longest of the batch in tokens, the new ones included. */
  totalLength: 'total_sequence_length',
  /** int64 [batch, n]: the new tokens after which logits are wanted. */
  logitsPositions: 'logits_positions',
  /** float32 [batch, n, vocabSize]. */
  logits: 'logits',
  /** float32, float16 or int8 [batch, kvHeads, capacity, headDim], each also the output of the same layer: written in place. */
  past: (layer: number, part: 'key' | 'value') => `past_key_values.${layer}.${part}`,
  present: (layer: number, part: 'key' | 'value') => `present.${layer}.${part}`,
  /** Of a prefill graph, int64 [1]: tokens in the cache before the new ones. */
  pastTokens: 'past_tokens',
  /** Of a prefill graph, in the cache's type [layers × (key, value), kvHeads, new tokens, headDim]: it leaves the cache alone. */
  newKeyValues: 'new_key_values',
};

/**
 * Makes sure that a graph takes and gives what the engine will bind, so that a wrong model fails when it is loaded.
 *
 * @param wantedKvType of the cache that another graph has already; left out, any will do
 * @returns how it keeps keys and values: all layers alike
 * @throws EngineError `model_unsupported` that names the first input or output that is missing or other than needed
 */
export function checkGraph(
  session: Session,
  { layers, kvHeads, headDim, vocabSize }: DecoderArchitecture,
  wantedKvType?: KvType,
): { kvType: KvType } {
  const any = -1;
  const kvDims = [any, kvHeads, any, headDim];
  const inputs = new Ports('input', session.readInputs());
  const outputs = new Ports('output', session.readOutputs());
  expectTokens(inputs);
  outputs.expect(ports.logits, 'float32', [any, any, vocabSize]);
  const kvType = wantedKvType ?? kvTypes.find((type) => inputs.isOf(type, ports.past(0, 'key'))) ?? 'float32';
  for (let layer = 0; layer < layers; layer++) {
    for (const part of ['key', 'value'] as const) {
      inputs.expect(ports.past(layer, part), kvType, kvDims);
      outputs.expect(ports.present(layer, part), kvType, kvDims);
    }
  }
  // An input that nothing is bound to would fail every run.
  inputs.expectNoOthers();
  return { kvType };
}

/** The same of a graph that only reads prompts, for a decoder whose cache is of `kvType`. */
export function checkPrefillGraph(
  session: Session,
  { layers, kvHeads, headDim, vocabSize }: DecoderArchitecture,
  kvType: KvType,
): void {
  const any = -1;
  const inputs = new Ports('input', session.readInputs());
  const outputs = new Ports('output', session.readOutputs());
  expectTokens(inputs);
  inputs.expect(ports.pastTokens, 'int64', [1]);
  for (let layer = 0; layer < layers; layer++) {
    for (const part of ['key', 'value'] as const)
      inputs.expect(ports.past(layer, part), kvType, [any, kvHeads, any, headDim]);
  }
  inputs.expectNoOthers();
  outputs.expect(ports.logits, 'float32', [any, any, vocabSize]);
  outputs.expect(ports.newKeyValues, kvType, [2 * layers, kvHeads, any, headDim]);
}

function expectTokens(inputs: Ports): void {
  const any = -1;
  inputs.expect(ports.inputIds, 'int64', [any, any]);
  inputs.expect(ports.lastPosition, 'int32', [any]);
  inputs.expect(ports.totalLength, 'int32', []);
  inputs.expect(ports.logitsPositions, 'int64', [any, any]);
}

/** The inputs or the outputs of a graph, compared with what they should be. */
export class Ports {
  readonly #direction: 'input' | 'output';
  readonly #found: ReadonlyMap<string, TensorPort>;
  readonly #expected = new Set<string>();

  constructor(direction: 'input' | 'output', found: ReadonlyMap<string, TensorPort>) {
    this.#direction = direction;
    this.#found = found;
  }

  /** @param dims length of each axis, -1 for any */
  expect(name: string, type: ElementType, dims: readonly number[]): void {
    const port = this.#found.get(name);
    if (!port) throw new EngineError('model_unsupported', `the graph has no ${this.#direction} ${name}`);
    this.#expected.add(name);
    // An axis that the graph leaves free fits any length.
    const fits = dims.every((dim, axis) => dim === -1 || port.dims[axis] === -1 || port.dims[axis] === dim);
    if (port.elementTypeCode === elementTypeCodes[type] && port.dims.length === dims.length && fits) return;
    throw new EngineError(
      'model_unsupported',
      `${this.#direction} ${name} should be ${type} [${dims}] (-1: any length), ` +
        `is of element type ${port.elementTypeCode} [${port.dims}]`,
    );
  }

  isOf(type: ElementType, name: string): boolean {
    return this.#found.get(name)?.elementTypeCode === elementTypeCodes[type];
  }

  expectNoOthers(): void {
    const others = [...this.#found.keys()].filter((name) => !this.#expected.has(name));
    if (others.length > 0) {
      throw new EngineError('model_unsupported', `the graph has further ${this.#direction}s: ${others.join(', ')}`);
    }
  }
}
