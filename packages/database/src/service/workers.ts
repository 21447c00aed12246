import { Prisma, type Worker, type WorkerState } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';

export type { Worker, WorkerState };

export interface WorkerHeartbeat {
  workerId: string;
  state: WorkerState;
  slots: number;
  running: number;
  tokensPerSecond: number;
  modelHash: string;
  /** Whether it has an embedding model. Defaults to false. */
  embeds?: boolean;
  /** What its prefix cache did since it started: prompt tokens that were looked up, those found, the milliseconds that saved. */
  prefix?: { asked: number; found: number; savedMs: number };
}

/** A worker that was heard of lately. */
export interface LiveWorker extends Omit<Worker, 'heartbeatAt'> {
  /** Since its heartbeat, in milliseconds, by the database's clock: a process' own may be wrong. */
  ageMs: number;
}

/** Who is not heard of for so long does not count as there. */
export const liveMs = 5_000;

/** A moment so long ago by the database's clock, the only one that all processes share. */
export const ago = (ms: number): Prisma.Sql => Prisma.sql`clock_timestamp() - ${ms} * interval '1 millisecond'`;

/**
 * Says that a worker is alive and what it does; the first one makes its row. One that says again that it starts is another process
 * of the same name.
 */
export async function beat(database: Queryable, heartbeat: WorkerHeartbeat): Promise<void> {
  const { workerId, state, slots, running, tokensPerSecond, modelHash, embeds = false, prefix } = heartbeat;
  const { asked = 0, found = 0, savedMs = 0 } = prefix ?? {};
  await database.$executeRaw`
    INSERT INTO worker (id, state, slots, running, tokens_per_second, model_hash, embeds, prefix_asked, prefix_found,
                        prefix_saved_ms, heartbeat_at)
    VALUES (${workerId}, ${state}::worker_state, ${slots}, ${running}, ${tokensPerSecond}, ${modelHash}, ${embeds}, ${asked},
            ${found}, ${savedMs}, clock_timestamp())
    ON CONFLICT (id) DO UPDATE
       SET started_at = CASE WHEN excluded.state = 'starting' AND worker.state <> 'starting' THEN excluded.started_at
                             ELSE worker.started_at END,
           state = excluded.state, slots = excluded.slots, running = excluded.running,
           tokens_per_second = excluded.tokens_per_second, model_hash = excluded.model_hash,
           embeds = excluded.embeds, prefix_asked = excluded.prefix_asked, prefix_found = excluded.prefix_found,
           prefix_saved_ms = excluded.prefix_saved_ms, heartbeat_at = excluded.heartbeat_at`;
}

/** Takes a worker that has stopped off the list. */
export async function removeWorker(database: Queryable, workerId: string): Promise<void> {
  await database.worker.deleteMany({ where: { id: workerId } });
}

/** Workers heard of within `liveMs`, and no others: a killed one leaves its row behind. */
export function listLiveWorkers(database: Queryable): Promise<LiveWorker[]> {
  return database.$queryRaw<LiveWorker[]>`
    SELECT id, state::text, slots, running, tokens_per_second AS "tokensPerSecond", model_hash AS "modelHash", embeds,
           prefix_asked AS "prefixAsked", prefix_found AS "prefixFound", prefix_saved_ms AS "prefixSavedMs",
           started_at AS "startedAt",
           greatest(0, extract(epoch FROM clock_timestamp() - heartbeat_at) * 1000)::float8 AS "ageMs"
      FROM worker WHERE heartbeat_at > ${ago(liveMs)} ORDER BY started_at, id`;
}

/** Ids of workers not heard of for `silentMs`, as long as their rows are there. */
export async function listSilentWorkers(database: Queryable, { silentMs }: { silentMs: number }): Promise<string[]> {
  const silent = await database.$queryRaw<{ id: string }[]>`
    SELECT id FROM worker WHERE heartbeat_at < ${ago(silentMs)}`;
  return silent.map(({ id }) => id);
}

/**
 * Makes workers that are gone count as silent at once, so that nobody gives them anything more. The next heartbeat of one
 * that is alive all the same puts it right.
 * @returns ids of those that had not stopped in order, whose rows are still there
 */
export async function silenceWorkers(database: Queryable, workerIds: readonly string[]): Promise<string[]> {
  const silenced = await database.$queryRaw<{ id: string }[]>`
    UPDATE worker SET heartbeat_at = LEAST(heartbeat_at, ${ago(liveMs)})
     WHERE id = ANY(${workerIds}::text[]) RETURNING id`;
  return silenced.map(({ id }) => id);
}

/** Deletes the rows of these workers, but for those that have been heard of again within `silentMs`. */
export async function forgetDeadWorkers(
  database: Queryable,
  workerIds: readonly string[],
  { silentMs }: { silentMs: number },
): Promise<void> {
  if (workerIds.length === 0) return;
  await database.$executeRaw`
    DELETE FROM worker WHERE id = ANY(${workerIds}::text[]) AND heartbeat_at < ${ago(silentMs)}`;
}
