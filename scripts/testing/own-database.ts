import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll } from 'vitest';

// Each file of database tests gets a database of its own, copied from the migrated one: sweepers, queues and notices of
// one file never meet those of another.

const template = new URL(process.env.TEST_DATABASE_URL ?? '');
const maintenance = new URL(template);
maintenance.pathname = '/postgres';
const name = `test_${randomUUID().replaceAll('-', '')}`;

await run(`CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(decodeURIComponent(template.pathname.slice(1)))}`);
const own = new URL(template);
own.pathname = `/${name}`;
process.env.TEST_DATABASE_URL = own.href;

afterAll(() => run(`DROP DATABASE ${name} WITH (FORCE)`));

async function run(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
