import { useTestDatabase } from '@frontdesk/database/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';
import { Heartbeat } from './heartbeat.ts';

const database = useTestDatabase({ maxConnections: 3 });
const other = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
const lockKey = 1;

beforeAll(async () => {
  await other.connect();
  // The first state is slow to be stored, as on a connection that has trouble.
  await other.query(`
    CREATE FUNCTION slow_start() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_advisory_xact_lock(${lockKey}); RETURN NEW; END $$;
    CREATE TRIGGER slow_start BEFORE INSERT ON worker FOR EACH ROW WHEN (NEW.state = 'starting')
      EXECUTE FUNCTION slow_start()`);
});
afterAll(() => other.end());

const waiting = async () => {
  const { rows } = await other.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
  return rows.length;
};

it('a beat that arrives late neither undoes a later state nor brings back a worker that has left', async () => {
  await other.query('SELECT pg_advisory_lock($1)', [lockKey]);
  const heartbeat = new Heartbeat({
    ...{ database, workerId: 'w', modelHash: 'm', embeds: true },
    status: () => ({ slots: 1, running: 0, tokensPerSecond: 0 }),
    onError: unexpected,
  });
  await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
  const ready = heartbeat.become('ready');
  // Whoever does not wait for the first one is done by then.
  await Promise.race([ready, new Promise((resolve) => setTimeout(resolve, 500))]);
  const left = ready.then(() => heartbeat.end());
  await Promise.race([left, new Promise((resolve) => setTimeout(resolve, 500))]);
  await other.query('SELECT pg_advisory_unlock($1)', [lockKey]);
  await left;
  await expect.poll(waiting).toBe(0);
  const { rows } = await other.query('SELECT state FROM worker');
  expect(rows).toEqual([]);
});
