import type { ErrorCode } from '@frontdesk/protocol';
import type { AskError } from '../../client/visitor.ts';
import type { Settings } from './settings.ts';

/** What a run found out. Times count from the start of the load, in milliseconds, unless their name says else. */
export interface Measured {
  settings: Settings;
  /** When the measured window began. */
  windowFromMs: number;
  /** Messages of the window. */
  sent: readonly Sent[];
  /** Connections of customers that ended by themselves. */
  lostConnections: number;
  /** Rows of all answers of the run, by id. */
  rows: ReadonlyMap<string, GenerationRow>;
  /** What workers said of the answers that they made, by generation. */
  made: ReadonlyMap<string, MadeAnswer>;
  engine: EngineWork;
  /** Empty where the system does not tell. */
  usage: readonly UsageSample[];
  /** Most memory of a process, pages that it shares with others counted in parts. */
  memoryBytes: Record<string, number>;
  /** How late event loops were, 99th percentile, by process. */
  lateMs: Record<string, number>;
}

/** A customer's message, and what became of it. */
export interface Sent {
  atMs: number;
  /** The first of a conversation. */
  opens: boolean;
  outcome: 'answered' | AskError['kind'];
  code?: ErrorCode;
  /** Infinite where no whole answer came. */
  ttftMs: number;
  e2eMs: number;
  /** From one text to the next. */
  gapsMs: readonly number[];
  generationId?: string;
  /** What the customer saw. */
  text?: string;
}

/** Of `npm run bench:first-word`: `relay` is what the client waited beyond all that the processes stored. */
export type Stage = 'gateway' | 'queue' | 'prefill' | 'firstToken' | 'relay';

export interface GenerationRow {
  id: string;
  conversationId: string;
  state: string;
  receivedAtMs: number;
  startedAtMs: number | null;
  finishedAtMs: number | null;
  gatewayMs: number | null;
  queueMs: number | null;
  prefillMs: number | null;
  firstTokenMs: number | null;
  /** The stored answer. */
  text: string | null;
}

export interface MadeAnswer {
  promptTokens: number;
  /** Of them, those in the prefix cache. */
  cachedTokens: number;
  generatedTokens: number;
  /** Of them, those that took no step: there was no other way to go on. */
  forcedTokens: number;
}

/** What the engines of all workers did in the window. */
export interface EngineWork {
  /** Of all workers together: 360 where two worked for 180 s. */
  seconds: number;
  decodeSteps: number;
  decodeSeconds: number;
  /** Tokens that steps have read: one for each answer in a step. */
  decodeTokens: number;
  chunkSeconds: number;
  prefixCacheBytes: number;
  evictedBlocks: number;
}

export interface UsageSample {
  atMs: number;
  /** How many cores a process kept busy since the last sample. */
  cores: Record<string, number>;
}
