import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { applyMigrations, type readMigrations } from '../setup/migrations.mjs';
import { runOnServer } from './test-databases.ts';

/** A database beside the test file's own, with nothing in it; gone when the run is over. */
export async function emptyDatabase(): Promise<string> {
  const name = `${inject('databasePrefix')}${randomUUID().slice(0, 8)}`;
  await runOnServer(`CREATE DATABASE ${name}`);
  const url = new URL(process.env.TEST_DATABASE_URL ?? '');
  url.pathname = `/${name}`;
  return url.href;
}

/** A database as an older version left it. */
export async function databaseWith(migrations: ReturnType<typeof readMigrations>): Promise<string> {
  const url = await emptyDatabase();
  await connected(url, (client) => applyMigrations(client, migrations));
  return url;
}

export function query(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return connected(url, async (client) => (await client.query(sql, values)).rows);
}

async function connected<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
