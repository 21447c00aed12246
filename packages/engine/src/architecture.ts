import { EngineError } from './engine-error.ts';
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
  /** float32 [batch, kvHeads, capacity, headDim], each also the output of the same layer: written in place. */
  past: (layer: number, part: 'key' | 'value') => `past_key_values.${layer}.${part}`,
  present: (layer: number, part: 'key' | 'value') => `present.${layer}.${part}`,
};

/**
 * Makes sure that a graph takes and gives what the engine will bind, so that a wrong model fails when it is loaded.
 *
 * @throws EngineError `model_unsupported` that names the first input or output that is missing or other than needed
 */
export function checkGraph(session: Session, { layers, kvHeads, headDim, vocabSize }: DecoderArchitecture): void {
  const any = -1;
  const kvDims = [any, kvHeads, any, headDim];
  expectPort(session.inputs, 'input', ports.inputIds, 'int64', [any, any]);
  expectPort(session.inputs, 'input', ports.lastPosition, 'int32', [any]);
  expectPort(session.inputs, 'input', ports.totalLength, 'int32', []);
  expectPort(session.inputs, 'input', ports.logitsPositions, 'int64', [any, any]);
  expectPort(session.outputs, 'output', ports.logits, 'float32', [any, any, vocabSize]);
  for (let layer = 0; layer < layers; layer++) {
    for (const part of ['key', 'value'] as const) {
      expectPort(session.inputs, 'input', ports.past(layer, part), 'float32', kvDims);
      expectPort(session.outputs, 'output', ports.present(layer, part), 'float32', kvDims);
    }
  }
  const expectedInputs = 4 + 2 * layers;
  if (session.inputs.size > expectedInputs) {
    throw new EngineError(
      'model_unsupported',
      `the graph has ${session.inputs.size} inputs, a decoder of ${layers} layers has ${expectedInputs}`,
    );
  }
}

function expectPort(
  found: ReadonlyMap<string, TensorPort>,
  direction: 'input' | 'output',
  name: string,
  type: ElementType,
  dims: readonly number[],
): void {
  const port = found.get(name);
  if (!port) throw new EngineError('model_unsupported', `the graph has no ${direction} ${name}`);
  // A free axis (-1) fits any length: the engine then relies on the manifest.
  const fits = (dim: number, index: number) => dim === -1 || port.dims[index] === -1 || port.dims[index] === dim;
  if (
    port.elementTypeCode !== elementTypeCodes[type] ||
    port.dims.length !== dims.length ||
    !dims.every((dim, index) => fits(dim, index))
  ) {
    const wanted = `${type} [${dims}]`;
    const is = `element type ${port.elementTypeCode} [${port.dims}]`;
    throw new EngineError('model_unsupported', `${direction} ${name} should be ${wanted}, is ${is} (-1: any length)`);
  }
}
