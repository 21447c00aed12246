/**
 * - `prompt_too_long`: the prompt leaves no room in a slot for a token of an answer
 * - `invalid_request`: a value of a request, or an option of an engine, is out of its range
 * - `library_not_found`: ONNX Runtime's shared library is missing or can't be loaded
 * - `device_unavailable`: the GPU that was asked for can't be used; the message says why
 * - `model_unsupported`: the graph lacks an input or output, or has another type or shape, than the engine needs
 * - `native_failure`: a call into ONNX Runtime or CUDA returned an error (the message names the call), or there is no memory left
 * - `closed`: the engine was closed before the sequence ended
 */
export type EngineErrorCode =
  | 'prompt_too_long'
  | 'invalid_request'
  | 'library_not_found'
  | 'device_unavailable'
  | 'model_unsupported'
  | 'native_failure'
  | 'closed';

/** What the engine throws to its callers. Anything else that it throws is a bug. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
