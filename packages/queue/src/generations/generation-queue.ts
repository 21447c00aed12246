import type { GenerationJob, LookUpJob, LookUpResult } from '@frontdesk/protocol';
import type { LookUps } from './look-ups.ts';

/**
 * The queue of generations as its users see it. A job is a hint that a row waits, never the truth: the claim in the
 * database decides who makes an answer, so a job that comes twice or too late does no harm.
 */
export interface GenerationQueue extends LookUps {
  /**
   * Adds a job, to the queue that all workers share or to a worker's own; one of the same generation and epoch that still
   * exists there makes this do nothing. Jobs are taken by their rounds, those of one round in their order; without a round
   * before all others.
   */
  enqueue(job: GenerationJob, to?: { workerId?: string | null; round?: number }): Promise<void>;
  /**
   * Moves what waits on a worker's own queue to the shared one, for a worker that stops or is gone.
   * @returns how many jobs those were
   */
  release(workerId: string): Promise<number>;
  /** The same, and removes what there is of the worker's queue; one that comes again under its name finds it new. */
  forget(workerId: string): Promise<void>;
  /** Jobs that wait on the shared queue; with `background: false`, without those of the last round. */
  depth(of?: { background?: boolean }): Promise<number>;
  close(): Promise<void>;
}

export interface ConsumeOptions {
  /** Most jobs in the hands of this process at once. */
  concurrency: number;
  /** Whose own queue it takes jobs from, beside the one that all share. */
  workerId?: string;
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
