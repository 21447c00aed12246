import type { GenerationJob } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';
import {
  type EndedGeneration,
  type Ending,
  endedState,
  inEndingTransaction,
  recordEnding,
} from './generation-endings.ts';
import { leaseRanOut, maxClaims } from './generations.ts';

/** Most rows that one sweep takes on; the next one goes on. */
const rowsPerSweep = 500;

/** An answer that was begun may wait this much longer than its deadline for a worker that goes on with it. */
const restartGraceMs = 60_000;

/**
 * Puts generations whose worker died (their lease ran out) back to `queued`; those claimed too often end as failed.
 * Call it every second or so, in any number of processes. Afterwards: enqueue `jobs`, publish an event notice for each of
 * `ended`. Not to be called within two seconds of an absence of the database, while which nobody could renew a lease.
 */
export async function requeueExpiredLeases(
  database: Database,
): Promise<{ jobs: GenerationJob[]; ended: EndedGeneration[] }> {
  const jobs = await database.$queryRaw<GenerationJob[]>`
    UPDATE generation SET state = 'queued', worker_id = NULL, lease_until = NULL, queued_at = now()
     WHERE id IN (
       SELECT id FROM generation
        WHERE ${leaseRanOut} AND epoch < ${maxClaims}
        ORDER BY id LIMIT ${rowsPerSweep}
          FOR UPDATE SKIP LOCKED)
    RETURNING id AS "generationId", epoch + 1 AS epoch`;
  const exhausted = Prisma.sql`epoch >= ${maxClaims} AND (state = 'queued' OR ${leaseRanOut})`;
  const ended = await endAll(database, exhausted, { state: 'failed', errorCode: 'generation_failed' });
  return { jobs, ended };
}

/**
 * Finds generations that have waited for `olderThanMs`: their job may be lost (the process died between storing the row
 * and adding the job, or a worker between taking the job and claiming the row). Enqueue what is returned; where the job
 * still waits, its id is the same and nothing happens. A row is returned again only after another `olderThanMs`.
 * @returns with the round of the queue in which each is served; what was begun goes on before all others
 */
export async function findLostJobs(
  database: Queryable,
  { olderThanMs = 5_000 }: { olderThanMs?: number } = {},
): Promise<(GenerationJob & { round: number })[]> {
  return database.$queryRaw<(GenerationJob & { round: number })[]>`
    UPDATE generation SET queued_at = now()
     WHERE id IN (
       SELECT id FROM generation
        WHERE state = 'queued' AND epoch < ${maxClaims}
          AND queued_at < now() - ${olderThanMs} * interval '1 millisecond'
        ORDER BY id LIMIT ${rowsPerSweep}
          FOR UPDATE SKIP LOCKED)
    RETURNING id AS "generationId", epoch + 1 AS epoch,
      CASE WHEN started_at IS NULL THEN queue_round ELSE 0 END AS round`;
}

/**
 * Ends waiting generations whose deadline has passed, all or one, as `expired`. Publish an event notice for each.
 * One that was begun and lost its worker may wait a minute longer.
 */
export async function expireOverdue(
  database: Database,
  { generationId }: { generationId?: string } = {},
): Promise<EndedGeneration[]> {
  const one = generationId === undefined ? Prisma.empty : Prisma.sql`AND id = ${generationId}::uuid`;
  const overdue = Prisma.sql`state = 'queued' ${one}
    AND deadline_at < now() - CASE WHEN started_at IS NULL THEN 0 ELSE ${restartGraceMs}::int END * interval '1 millisecond'`;
  return endAll(database, overdue, { state: 'expired', errorCode: 'generation_expired' });
}

/**
 * Ends answers, waiting or running, of visitors whose last socket is gone for longer than `graceMs`, as `cancelled`: what was
 * said stays. Publish an event notice for each, and one that stops its worker. Not to be called within that time of an absence
 * of the database, while which nobody could say that they are there.
 */
export async function cancelUnattended(
  database: Database,
  { graceMs }: { graceMs: number },
): Promise<EndedGeneration[]> {
  const unattended = Prisma.sql`state IN ('queued', 'running') AND attended_at < now() - ${graceMs} * interval '1 millisecond'`;
  return endAll(database, unattended, {
    ...{ state: 'cancelled', errorCode: 'generation_cancelled', because: 'unattended' },
  });
}

/** Ends all rows that meet `condition`, each in a transaction of its own that checks it again. */
async function endAll(database: Database, condition: Prisma.Sql, ending: Ending): Promise<EndedGeneration[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT id FROM generation WHERE ${condition} LIMIT ${rowsPerSweep}`;
  const ended: EndedGeneration[] = [];
  for (const { id } of rows) {
    const one = await inEndingTransaction(database, async (transaction) => {
      const [held] = await transaction.$queryRaw<unknown[]>`
        SELECT id FROM generation WHERE id = ${id}::uuid AND ${condition} FOR NO KEY UPDATE`;
      if (!held) return null;
      await transaction.generation.update({ where: { id }, data: endedState(ending) });
      return recordEnding(transaction, id, ending);
    });
    if (one) ended.push(one);
  }
  return ended;
}
