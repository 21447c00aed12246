import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Begins the name of every database of this run. */
    databasePrefix: string;
  }
}

/** Names the databases of this run, and removes them when it is over. */
export default function setup({ provide }: TestProject): () => Promise<void> {
  const prefix = `test_${randomUUID().slice(0, 8)}_`;
  provide('databasePrefix', prefix);
  return async () => {
    const { rows } = await runOnServer('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [prefix]);
    for (const { datname } of rows) await runOnServer(`DROP DATABASE ${datname} WITH (FORCE)`);
  };
}

/** Runs one statement on the server of `TEST_DATABASE_URL`, outside the tests' databases. */
export async function runOnServer(sql: string, values: string[] = []): Promise<pg.QueryResult> {
  const url = new URL(process.env.TEST_DATABASE_URL ?? '');
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await client.query(sql, values);
  } finally {
    await client.end();
  }
}
