import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { useTestDatabase } from '../testing/test-database.ts';
import { createDatabase } from './client.ts';
import { isDatabaseAway, isDatabaseError } from './database-error.ts';

const database = useTestDatabase();
const away = createDatabase({ url: 'postgresql://nobody@127.0.0.1:1/nothing' });
afterAll(() => away.$disconnect());

const errorOf = (work: () => Promise<unknown>): Promise<unknown> =>
  work().then(
    () => undefined,
    (error: unknown) => error,
  );

it.each<[string, () => Promise<unknown>, 'away' | 'at fault' | 'not asked']>([
  ['a server that is away', () => away.worker.findMany(), 'away'],
  ['the same in a statement of our own', () => away.$queryRaw`SELECT 1`, 'away'],
  ['the same in a transaction', () => away.$transaction((transaction) => transaction.worker.findMany()), 'away'],
  ['a connection that was cut', () => database.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`, 'away'],
  [
    'a connection that was cut in a transaction',
    () =>
      database.$transaction(async (transaction) => {
        await transaction.$executeRaw`SELECT pg_terminate_backend(pg_backend_pid())`.catch(() => {});
        await transaction.worker.findMany();
      }),
    'away',
  ],
  ['a statement that is wrong', () => database.$queryRaw`SELECT nothing`, 'at fault'],
  ['a row that is missing', () => database.worker.findUniqueOrThrow({ where: { id: randomUUID() } }), 'not asked'],
  ['a bug', () => Promise.reject(new TypeError('x is not a function')), 'not asked'],
])('%s', async (_, work, expected) => {
  const error = await errorOf(work);
  expect(error).toBeInstanceOf(Error);
  expect(isDatabaseError(error)).toBe(expected !== 'not asked');
  expect(isDatabaseAway(error)).toBe(expected === 'away');
});
