import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Part } from '../../../scripts/stack/stack-types.ts';
import type { Stack } from '../../stack/stack.ts';
import type { RunningRedis } from './running-redis.ts';
import { type ChaosEvent, stoppedSeconds } from './schedule.ts';
import { isWorthStriking } from './worth-striking.ts';

/** An answer that was in the making when something happened. */
export interface Caught {
  generationId: string;
  epoch: number;
  /** Until its lease would have run out. */
  leaseLeftMs: number;
}

/** An event that has happened. */
export interface Struck {
  event: ChaosEvent;
  atMs: number;
  /** Answers that it caught: those of the worker, or all. */
  caught: Caught[];
  /** From then until the part served again; null where it was only stopped. */
  readyMs: number | null;
}

export interface StrikeOptions {
  stack: Stack;
  pool: pg.Pool;
  /** Undefined where queues and notices are on PostgreSQL. */
  redis: RunningRedis | undefined;
  /** The id of each worker's present process, by the part's name. */
  workerIds: ReadonlyMap<string, string>;
  now: () => number;
  signal: AbortSignal;
}

const lookEveryMs = 50;
/** In which the supervisor has noticed an end. */
const noticedWithinMs = 100;

/** Does what is planned, and waits until the part serves again, or the worker goes on. */
export async function strike(event: ChaosEvent, options: StrikeOptions): Promise<Struck> {
  const { stack, now, signal } = options;
  if (event.kind === 'redis-restarted') {
    const caught = await catchAnswers(options, undefined);
    const atMs = now();
    await options.redis?.restart();
    return { event, atMs, caught, readyMs: now() - atMs };
  }
  const part = partOf(event, stack);
  const workerId = 'worker' in event ? options.workerIds.get(part.name) : undefined;
  if ('worker' in event && workerId === undefined) throw new Error(`${part.name} has not said who it is`);
  const caught = await catchAnswers(options, workerId);
  const atMs = now();
  if (event.kind === 'worker-stopped') {
    const { pid } = part;
    if (pid === undefined) throw new Error(`${part.name} does not run`);
    process.kill(pid, 'SIGSTOP');
    try {
      await sleep(1_000 * stoppedSeconds, undefined, { signal });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    return { event, atMs, caught, readyMs: null };
  }
  // The server's own way to a restart; connections are closed, nothing is lost.
  await part.kill(event.kind === 'database-restarted' ? 'SIGINT' : 'SIGKILL');
  await sleep(noticedWithinMs, undefined, { signal });
  await part.untilReady();
  return { event, atMs, caught, readyMs: now() - atMs };
}

function partOf(event: Exclude<ChaosEvent, { kind: 'redis-restarted' }>, { workers, gateway, database }: Stack): Part {
  const part = 'worker' in event ? workers[event.worker - 1] : event.kind === 'gateway-killed' ? gateway : database;
  if (!part) throw new Error(`the stack has no part for "${event.kind}"`);
  return part;
}

/** Answers that are being made now, of one worker or all, at a moment that shows something. */
async function catchAnswers({ pool, now, signal }: StrikeOptions, workerId: string | undefined): Promise<Caught[]> {
  const fromMs = now();
  for (;;) {
    const { rows } = await pool.query<Caught & { hasWords: boolean }>(
      `SELECT id AS "generationId", epoch, (extract(epoch FROM lease_until - now()) * 1000)::float8 AS "leaseLeftMs",
         EXISTS (SELECT FROM generation_chunk WHERE generation_id = generation.id AND text <> '') AS "hasWords"
       FROM generation WHERE state = 'running' AND ($1::text IS NULL OR worker_id = $1)`,
      [workerId ?? null],
    );
    if (isWorthStriking(rows, now() - fromMs)) {
      return rows.map(({ generationId, epoch, leaseLeftMs }) => ({ generationId, epoch, leaseLeftMs }));
    }
    await sleep(lookEveryMs, undefined, { signal });
  }
}
