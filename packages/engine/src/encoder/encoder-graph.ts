import { Ports } from '../architecture.ts';
import { EngineError } from '../engine-error.ts';
import type { Session } from '../onnxruntime/session.ts';
import { elementTypeCodes } from '../onnxruntime/tensor.ts';

/** An encoder's inputs and outputs. */
export interface EncoderGraph {
  /** int64 [batch, tokens]. */
  inputIds: string;
  /** int64 [batch, tokens]: 1 for a token, 0 for padding. */
  attentionMask: string;
  /** int64 [batch, tokens]: which of two texts a token belongs to. Models of the BERT family have it. */
  tokenTypes: string | undefined;
  /** float32 [batch, tokens, dimensions]: what the model knows at each token. */
  states: string;
  dimensions: number;
}

const TOKEN_TYPES = 'token_type_ids';

/**
 * Makes sure that a graph is an encoder as sentence-transformers exports it.
 *
 * @throws EngineError `model_unsupported` that names what is missing or other than needed
 */
export function readEncoderGraph(session: Session): EncoderGraph {
  const found = session.readInputs();
  const inputs = new Ports('input', found);
  const graph = { inputIds: 'input_ids', attentionMask: 'attention_mask' };
  const tokenTypes = found.has(TOKEN_TYPES) ? TOKEN_TYPES : undefined;
  for (const name of [graph.inputIds, graph.attentionMask, ...(tokenTypes ? [tokenTypes] : [])]) {
    inputs.expect(name, 'int64', [-1, -1]);
  }
  // An input that nothing is bound to would fail every run.
  inputs.expectNoOthers();
  for (const [states, { elementTypeCode, dims }] of session.readOutputs()) {
    const dimensions = dims[2];
    if (elementTypeCode !== elementTypeCodes.float32 || dims.length !== 3 || !dimensions || dimensions < 0) continue;
    return { ...graph, tokenTypes, states, dimensions };
  }
  throw new EngineError('model_unsupported', 'the graph has no output float32 [batch, tokens, n]: it is no encoder');
}
