export { createEncoder, type ReadStates } from './encoder/encoder.ts';
export { createEngine, type Engine, type EngineOptions, type EngineStats } from './engine.ts';
export { EngineError } from './engine-error.ts';
export type { Forgotten } from './prefix-cache.ts';
export type { SequenceRequest, SequenceResult } from './sequence-request.ts';
export type { StepReport } from './step-runner.ts';
