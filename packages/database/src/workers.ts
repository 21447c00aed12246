import type { Worker, WorkerState } from '../generated/client.ts';
import type { Queryable } from './client.ts';

export type { Worker, WorkerState };

export interface WorkerHeartbeat {
  workerId: string;
  state: WorkerState;
  slots: number;
  running: number;
  tokensPerSecond: number;
  modelHash: string;
}

/** Who is not heard of for so long does not count as there. */
const liveMs = 5_000;

/** Says that a worker is alive and what it does; the first one makes its row. */
export async function beat(database: Queryable, { workerId, ...status }: WorkerHeartbeat): Promise<void> {
  const heartbeatAt = new Date();
  await database.worker.upsert({
    where: { id: workerId },
    create: { id: workerId, ...status, heartbeatAt },
    update: { ...status, heartbeatAt },
  });
}

/** Takes a worker that has stopped off the list. */
export async function removeWorker(database: Queryable, workerId: string): Promise<void> {
  await database.worker.deleteMany({ where: { id: workerId } });
}

/** Workers heard of within `maxAgeMs`, and no others: a killed one leaves its row behind. */
export function listLiveWorkers(
  database: Queryable,
  { maxAgeMs = liveMs }: { maxAgeMs?: number } = {},
): Promise<Worker[]> {
  return database.worker.findMany({ where: { heartbeatAt: { gt: new Date(Date.now() - maxAgeMs) } } });
}

/** Ids of workers not heard of for `silentMs`, as long as their rows are there. */
export async function listSilentWorkers(database: Queryable, { silentMs }: { silentMs: number }): Promise<string[]> {
  const silent = await database.worker.findMany({
    where: { heartbeatAt: { lt: new Date(Date.now() - silentMs) } },
    select: { id: true },
  });
  return silent.map(({ id }) => id);
}

/**
 * Makes workers that are gone count as silent at once, so that nobody gives them anything more. The next heartbeat of one
 * that is alive all the same puts it right.
 * @returns ids of those that had not stopped in order, whose rows are still there
 */
export async function silenceWorkers(database: Queryable, workerIds: readonly string[]): Promise<string[]> {
  const silenced = await database.$queryRaw<{ id: string }[]>`
    UPDATE worker SET heartbeat_at = LEAST(heartbeat_at, ${new Date(Date.now() - liveMs)})
     WHERE id = ANY(${workerIds}::text[]) RETURNING id`;
  return silenced.map(({ id }) => id);
}

/**
 * Deletes the rows of workers not heard of for `olderThanMs`.
 * @returns their ids
 */
export async function forgetDeadWorkers(
  database: Queryable,
  { olderThanMs = 60_000 }: { olderThanMs?: number } = {},
): Promise<string[]> {
  const dead = await database.$queryRaw<{ id: string }[]>`
    DELETE FROM worker WHERE heartbeat_at < ${new Date(Date.now() - olderThanMs)} RETURNING id`;
  return dead.map(({ id }) => id);
}
