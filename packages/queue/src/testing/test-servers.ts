import type { Redis } from 'ioredis';
import pg from 'pg';
import { createRedisClient } from '../connection/redis-client.ts';
import { channels } from '../notices/postgres-notice-publisher.ts';
import { channelOf } from '../notices/redis-notice-publisher.ts';
import type { Servers } from '../servers.ts';

const { TEST_DATABASE_URL: databaseUrl = '', TEST_REDIS_URL: redisUrl } = process.env;

/** Where the queues and notices of this file are: on Redis in the project of that name, else on PostgreSQL. */
export const testServers: Servers = { databaseUrl, redisUrl };

/**
 * Ends the connections of all that listen for notices, or that send them, as a fault of the network does.
 * @returns how many those were
 */
export async function endNoticeConnections(which: 'listening' | 'sending'): Promise<number> {
  if (!redisUrl) {
    const ended = await onPostgres(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE $1`,
      [which === 'listening' ? `LISTEN ${channels.gateways}` : 'SELECT pg_notify($1%'],
    );
    return ended.length;
  }
  return onRedis(async (client) => {
    const own = `id=${await client.client('ID')} `;
    // Other files have other databases on the same server.
    const those = String(await client.call('CLIENT', 'LIST', 'TYPE', which === 'listening' ? 'PUBSUB' : 'NORMAL'))
      .split('\n')
      .filter((line) => line.includes(` db=${client.options.db} `) && !line.startsWith(own));
    for (const line of those) await client.client('KILL', 'ID', line.slice('id='.length).split(' ')[0] ?? '');
    return those.length;
  });
}

/** Sends gateways a payload, whatever it is. */
export async function sendPayload(payload: string): Promise<void> {
  if (redisUrl) await onRedis((client) => client.publish(channelOf(client, 'gateways'), payload));
  else await onPostgres('SELECT pg_notify($1, $2)', [channels.gateways, payload]);
}

async function onRedis<Result>(work: (client: Redis) => Promise<Result>): Promise<Result> {
  const client = createRedisClient(redisUrl ?? '');
  return work(client).finally(() => client.disconnect());
}

async function onPostgres(sql: string, values: string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(sql, values).finally(() => client.end());
  return rows;
}
