import { expect } from 'vitest';
import type { Queryable } from '../connection/client.ts';

/** Opens a pool's connections: on a busy machine that takes so long that what a test has wait for a lock would give up before. */
export async function openConnections(database: Queryable): Promise<void> {
  await Promise.all(Array.from({ length: 5 }, () => database.$queryRaw`SELECT 1 AS one`));
}

/** Waits until so many connections to this store wait for a lock. */
export async function untilWaiting(database: Queryable, connections: number): Promise<void> {
  const count = async () => {
    // Within a transaction the first look would be all there is.
    await database.$queryRaw`SELECT pg_stat_clear_snapshot()::text`;
    const [row] = await database.$queryRaw<{ waiting: number }[]>`
      SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return row?.waiting;
  };
  await expect.poll(count, { interval: 10, timeout: 25_000 }).toBe(connections);
}
