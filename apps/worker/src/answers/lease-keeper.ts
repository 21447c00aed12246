import { type Database, renewLeases } from '@frontdesk/database';
import { repeat } from '@frontdesk/telemetry';
import type { RunningAnswers } from './running-answer.ts';

/** How long a worker that still has connections may be silent before others may take its answers; see the README. */
export const leaseMs = 4_000;
/** Three renewals in a row may fail or be late, on a machine whose cores are all computing, before a lease runs out. */
const renewIntervalMs = 1_000;

export interface LeaseKeeperOptions {
  database: Database;
  workerId: string;
  answers: RunningAnswers;
  onError(error: unknown): void;
}

/**
 * Renews the leases of all running answers, and interrupts those whose claim no longer holds. A renewal that fails harms
 * nothing by itself: whether a write is still allowed is decided where it is written.
 * @returns stops it
 */
export function keepLeases({ database, workerId, answers, onError }: LeaseKeeperOptions): () => void {
  return repeat(
    renewIntervalMs,
    async () => {
      const claims = answers.claims;
      if (claims.length === 0) return;
      const lost = await renewLeases(database, { workerId, claims, leaseMs });
      // An answer that has ended meanwhile is in the list too, and no longer among the running.
      answers.interrupt({ kind: 'lost' }, lost);
    },
    onError,
  );
}
