import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openWay, type Way } from '../../../../scripts/testing/open-way.ts';
import { passing } from '../../../../scripts/testing/passing.ts';
import { createDatabase, type Database } from './client.ts';
import { isDatabaseAway } from './database-error.ts';

const url = process.env.TEST_DATABASE_URL ?? '';
let way: Way;
let database: Database;
let operator: Database;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  way = await openWay(url);
  database = createDatabase({ url: way.url, maxConnections: 1 });
  operator = createDatabase({ url, maxConnections: 1 });
  await connection();
});
afterEach(async () => {
  await way.close();
  await operator.$disconnect();
  await database.$disconnect();
  // None is watched that has ended.
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(0));
  vi.useRealTimers();
});

async function connection(): Promise<number | undefined> {
  const [row] = await database.$queryRaw<{ id: number }[]>`SELECT pg_backend_pid() AS id`;
  return row?.id;
}

const errorOf = (work: () => Promise<unknown>): Promise<unknown> =>
  work().then(
    () => undefined,
    (error: unknown) => error,
  );

it.each<[string, () => Promise<unknown>]>([
  [
    'a query did not arrive',
    async () => {
      way.fallSilent();
      await database.$executeRaw`SELECT 1`;
    },
  ],
  [
    'an answer is lost',
    async () => {
      setTimeout(way.fallSilent, 200);
      await database.$executeRaw`SELECT pg_sleep(0.5)`;
    },
  ],
  [
    'a long answer gets stuck',
    async () => {
      setTimeout(way.fallSilent, 200);
      await database.$executeRaw`SELECT pg_sleep(0.5)::text || repeat('x', 30000000)`;
    },
  ],
  [
    'the server that had it is gone',
    async () => {
      const id = await connection();
      way.fallSilent();
      await operator.$executeRaw`SELECT pg_terminate_backend(${id})`;
      await database.$executeRaw`SELECT 1`;
    },
  ],
  [
    'a transaction is under way',
    () =>
      database.$transaction(async (transaction) => {
        await transaction.$executeRaw`SELECT 1`;
        way.fallSilent();
        await transaction.$executeRaw`SELECT 1`;
      }),
  ],
  [
    'a transaction has been given up',
    () =>
      database.$transaction(
        async (transaction) => {
          way.fallSilent();
          await transaction.$executeRaw`SELECT 1`;
        },
        { timeout: 100 },
      ),
  ],
])('a connection that goes silent ends, and the next one is asked: %s', async (_, work) => {
  const former = await connection();
  expect(isDatabaseAway(await passing(() => errorOf(work)))).toBe(true);
  expect(await passing(connection)).not.toBe(former);
  // The first one, two that asked, and this.
  expect(way.made()).toBeGreaterThanOrEqual(4);
});

it.each<[string, () => Promise<unknown>]>([
  ['runs long', () => database.$executeRaw`SELECT pg_sleep(3)`],
  [
    'waits for a lock',
    async () => {
      await operator.$executeRaw`SELECT pg_advisory_lock(1)`;
      const waiting = Promise.resolve(database.$executeRaw`SELECT pg_advisory_lock(1)`);
      await sleep(3_000);
      await operator.$executeRaw`SELECT pg_advisory_unlock(1)`;
      await waiting;
    },
  ],
])('a query stays that %s', async (_, work) => {
  const former = await connection();
  await passing(work);
  expect(await connection()).toBe(former);
  // The server was asked more than twice.
  expect(way.made()).toBeGreaterThan(1 + 2);
});
