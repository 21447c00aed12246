import type { ImportJob, ImportLane } from '@frontdesk/protocol';

/**
 * The queues of imports, one of each lane. A job is a hint that a source waits: which comes next, and who imports it, the database
 * says.
 */
export interface ImportQueue {
  /** Adds a job; one of the same source and epoch that still exists makes this do nothing. */
  enqueue(job: ImportJob, lane: ImportLane): Promise<void>;
  close(): Promise<void>;
}

export interface ConsumeImportsOptions {
  lane: ImportLane;
  /** Does all there is to do for a job, one at a time. What it throws is given to `onError`; the job is not tried again. */
  handle(job: ImportJob): Promise<void>;
  /** What went wrong with the queue itself, with a job's data, or in `handle`. */
  onError(error: unknown): void;
}

export interface ImportConsumer {
  /** Takes no more jobs, and resolves when the one in hand is done. */
  close(): Promise<void>;
}
