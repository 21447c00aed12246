import pg from 'pg';
import { afterEach, expect, it, vi } from 'vitest';
import { createDatabases } from './client.ts';
import { limitSession } from './limit-session.ts';

const url = process.env.TEST_DATABASE_URL ?? '';
const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

it('every connection of a pool is one whose host may vanish', async () => {
  const { database, background } = createDatabases({ url, maxConnections: 2 });
  opened.push(
    () => background.$disconnect(),
    () => database.$disconnect(),
  );
  const settings = `SELECT name, setting FROM pg_settings
    WHERE name LIKE 'tcp_keepalives%' OR name = 'idle_in_transaction_session_timeout' ORDER BY name`;
  for (const store of [database, background]) {
    expect(await store.$queryRawUnsafe(settings)).toEqual([
      { name: 'idle_in_transaction_session_timeout', setting: '90000' },
      { name: 'tcp_keepalives_count', setting: '3' },
      { name: 'tcp_keepalives_idle', setting: '10' },
      { name: 'tcp_keepalives_interval', setting: '5' },
    ]);
  }
});

it('a transaction that does nothing ends, and others have what it held; one that is at a statement goes on', async () => {
  const connect = async () => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    opened.push(() => client.end().catch(() => {}));
    return client;
  };
  const [hanging, busy, other] = [await connect(), await connect(), await connect()];
  for (const client of [hanging, busy]) await limitSession(client, { idleMs: 200 });
  await hanging.query('BEGIN; SELECT pg_advisory_xact_lock(1)');
  const held = async () => (await other.query('SELECT pg_try_advisory_xact_lock(1) AS free')).rows[0].free;
  expect(await held()).toBe(false);
  await busy.query('BEGIN');
  await busy.query('SELECT pg_sleep(1)');
  await busy.query('COMMIT');
  await vi.waitFor(async () => expect(await held()).toBe(true), { timeout: 10_000 });
  await expect(hanging.query('SELECT 1')).rejects.toThrow();
});
