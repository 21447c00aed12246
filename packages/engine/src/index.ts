export { createEncoder, type ReadStates } from './encoder.ts';
export { createEngine, type Engine, type EngineOptions, type EngineStats, type StepReport } from './engine.ts';
export { EngineError } from './engine-error.ts';
export type { Forgotten } from './prefix-cache.ts';
export type { SequenceRequest, SequenceResult } from './sequence-request.ts';
