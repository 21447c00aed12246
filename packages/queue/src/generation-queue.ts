import type { GenerationJob, LookUpJob, LookUpResult } from '@frontdesk/protocol';
import type { LookUps } from './look-ups.ts';

/**
 * The queue of generations as its users see it. A job is a hint that a row waits, never the truth: the claim in the
 * database decides who makes an answer, so a job that comes twice or too late does no harm.
 */
export interface GenerationQueue extends LookUps {
  /** Adds a job; a job of the same generation and epoch that still exists makes this do nothing. */
  enqueue(job: GenerationJob): Promise<void>;
  /** Jobs that wait for a worker. */
  depth(): Promise<number>;
  close(): Promise<void>;
}

export interface ConsumeOptions {
  /** Most jobs in the hands of this process at once. */
  concurrency: number;
  /** Does all there is to do for a job. What it throws is given to `onError`; the job is not tried again. */
  handle(job: GenerationJob): Promise<void>;
  /** Answers a look-up; one that throws is refused with `no_worker`. A worker without an embedding model has none. */
  lookUp?(job: LookUpJob): Promise<LookUpResult>;
  /** What went wrong with the queue itself, with a job's data, or in `handle`. */
  onError(error: unknown): void;
}

export interface GenerationConsumer {
  /** Takes no more jobs, and resolves when those in hand are done. */
  close(): Promise<void>;
}
