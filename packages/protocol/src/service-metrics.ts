import type { MessageCounts, StageMs } from './service-level.ts';

export interface Percentiles {
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/** What is so at this moment, of one site or of all. The wait and the workers are everybody's. */
export interface ServiceNow {
  /** Answers that no worker has taken yet. */
  queueDepth: number;
  /** What who asks now may have to wait for a worker, at the pace of workers with much to do; null where that is not known. */
  expectedWaitMs: number | null;
  running: number;
  workersReady: number;
  /** Tokens made per second by all workers, over the last 10 s. */
  tokensPerSecond: number;
}

/** How the service did in the last `windowMs`, at one site or at all together. */
export interface ServiceWindow {
  windowMs: number;
  /** As measured by the customers' clients, with the number of answers behind it. */
  clientTtftMs: Percentiles & { count: number };
  /** As measured by the gateway from receipt on. */
  gatewayTtftMs: Percentiles & { count: number };
  /** Of answers that the model made, of two tokens or more. A gateway of the version before does not say. */
  tpotMs?: Percentiles | undefined;
  /** What became of the messages. */
  messages: MessageCounts;
  goodputPerSecond: number;
  /** Per message, on average; the stages add up to the average time to the first words. */
  stageMs: StageMs;
  /** The same of the messages that came late or never; all 0 where none did. */
  lateStageMs: StageMs;
}

/** The error budget of the availability that is promised, over the last `windowMs`. */
export interface ServiceBudget {
  windowMs: number;
  /** Null where there were no messages. */
  availability: number | null;
  /** 1: untouched, 0: used up, less: overdrawn; null where there were no messages. */
  left: number | null;
}

/** What agents are told of the service of their site. */
export interface ServiceMetrics extends ServiceNow, ServiceWindow {
  at: string;
  /** The promise: p99 of TTFT, in milliseconds. */
  targetTtftMs: number;
  budget: ServiceBudget;
}

/** So long figures of the service are kept: for ranges of a quarter. */
export const serviceDaysKept = 90;

/** How the service did in a step of a time range. */
export interface ServicePeriod {
  /** When it begins. */
  at: string;
  durationMs: number;
  messages: MessageCounts;
  goodputPerSecond: number;
  /** Of the error budget of the whole range: what was left at the end of this step. Null for a range without messages. */
  budgetLeft: number | null;
  /** Read and made by the model, cached answers not counted. */
  promptTokens: number;
  generatedTokens: number;
  /** Of `promptTokens`: what prefix caches had, and the milliseconds that this saved all answers together. */
  prefixTokens: number;
  prefixSavedMs: number;
  /** Percentiles from histograms: the right bucket, the place in it by estimate. */
  clientTtftMs: Percentiles & { count: number };
  queueMs: Percentiles;
  /** Of answers that the model made. A gateway of the version before does not say. */
  tpotMs?: Percentiles | undefined;
  /** Summed over all messages, and over those that came late or never. */
  stageMs: StageMs;
  lateStageMs: StageMs;
}

/** A time range in steps, and as a whole. */
export interface ServiceHistory {
  periods: ServicePeriod[];
  total: ServicePeriod;
}
