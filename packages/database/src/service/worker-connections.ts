import type { Queryable } from '../connection/client.ts';
import { leaseRanOut } from '../generations/generations.ts';

const prefix = 'frontdesk worker ';
/** PostgreSQL keeps 63 bytes of a connection's name. What tells workers apart stands at the end of their ids. */
const idChars = 63 - prefix.length;

/**
 * What a worker calls its connections. The system closes them with the process, however that ends, so the server knows of a
 * worker's death before anybody misses it.
 */
export function workerConnectionName(workerId: string): string {
  return prefix + workerId.slice(-idChars);
}

/** Who was there when somebody looked. */
export interface WorkerLook {
  /** Of the database's server, in seconds since 1970: a restart ends everybody's connections. */
  serverStartedAt: number;
  /** The server's clock, in milliseconds since 1970. */
  atMs: number;
  /** Ids of the workers that have a connection by their name. */
  connected: string[];
  /** Whether the lease of an answer has run out. */
  leaseRanOut: boolean;
}

/** One statement, so that one may look several times a second. */
export async function lookAtWorkers(database: Queryable): Promise<WorkerLook> {
  const [look] = await database.$queryRaw<WorkerLook[]>`
    SELECT extract(epoch FROM pg_postmaster_start_time())::float8 AS "serverStartedAt",
      (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "atMs",
      ARRAY(
        SELECT id FROM worker WHERE ${prefix} || right(id, ${idChars}::int) IN (
          SELECT application_name FROM pg_stat_activity WHERE datname = current_database())) AS connected,
      EXISTS (SELECT FROM generation WHERE ${leaseRanOut}) AS "leaseRanOut"`;
  if (!look) throw new Error('a select without a table gives a row');
  return look;
}
