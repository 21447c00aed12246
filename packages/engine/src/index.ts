export type { DecoderArchitecture } from './architecture.ts';
export { createEngine, type Engine, type EngineOptions } from './engine.ts';
export { EngineError, type EngineErrorCode } from './engine-error.ts';
export type { SequenceRequest, SequenceResult, TokenStep } from './sequence.ts';
