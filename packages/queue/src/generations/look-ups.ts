import type { LookUpJob, LookUpResult } from '@frontdesk/protocol';

/** Asks workers, which hold the embedding model, what questions would find. */
export interface LookUps {
  /**
   * Resolves with a worker's answer.
   * @throws CodedError `no_worker` when none has answered after `timeoutMs`, or the one that did could not
   */
  lookUp(job: LookUpJob, options?: { timeoutMs?: number }): Promise<LookUpResult>;
}
