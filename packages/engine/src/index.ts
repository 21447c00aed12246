export type { DecoderArchitecture } from './architecture.ts';
export { createEngine, type Engine, type EngineOptions, type EngineStats, type StepReport } from './engine.ts';
export { EngineError, type EngineErrorCode } from './engine-error.ts';
export type { LogProbabilities } from './log-probabilities.ts';
export type { Penalties } from './penalties.ts';
export type { PrefixStats } from './prefix-cache.ts';
export type { Sampling } from './sampler.ts';
export type { SequenceRequest, SequenceResult, TokenStep } from './sequence-request.ts';
