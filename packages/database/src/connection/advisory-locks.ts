import type { Queryable } from './client.ts';

/** Keys of PostgreSQL's advisory locks, all of them: what has the same key waits for each other, or leaves its turn out. */
export const advisoryLocks = {
  sweep: 7_216_001,
  serviceMinutes: 7_216_002,
  analytics: 7_216_003,
  /** Whoever deletes much at a time holds it. */
  deletions: 7_216_004,
  scaling: 7_216_005,
  /** Of one site: hashed with its id. */
  approvedAnswers: 7_216_006,
  /** Of one site: hashed with its id. Whoever gives a kept answer again shares it; whoever deletes passages has it alone. */
  keptAnswers: 7_216_007,
  /** Of one site, or of one agent: hashed with its id. */
  uploads: 7_216_008,
  /** Of one site: hashed with its id. */
  imports: 7_216_009,
  /** Of one site: hashed with its id. */
  assignments: 23,
} as const;

/** What only one process does at a time, and any: whether this transaction has the turn, until it ends, and the database's time. Nobody waits. */
export async function takeTurn(transaction: Queryable, lock: number): Promise<{ held: boolean; now: Date }> {
  const [turn] = await transaction.$queryRaw<{ held: boolean; now: Date }[]>`
    SELECT pg_try_advisory_xact_lock(${lock}) AS held, clock_timestamp() AS now`;
  if (!turn) throw new Error('a database knows the time');
  return turn;
}
