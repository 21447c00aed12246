import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { importTransaction } from '../knowledge/knowledge-sources.ts';
import { createDatabases, type Database, type Databases, type Queryable } from './client.ts';

const url = process.env.TEST_DATABASE_URL ?? '';
let databases: Databases;
beforeEach(() => {
  databases = createDatabases({ url, maxConnections: 2 });
});
afterEach(async () => {
  await databases.background.$disconnect();
  await databases.database.$disconnect();
});

const one = (database: Queryable) => database.$queryRaw`SELECT 1 AS one`;

it('what takes long leaves a connection free, however much of it there is', async () => {
  const { database, background } = databases;
  const run = { end: () => {}, long: Promise.resolve() };
  await new Promise<void>((begun) => {
    run.long = background.$transaction(async () => {
      begun();
      await new Promise<void>((end) => {
        run.end = end;
      });
    }, importTransaction);
  });
  let waited = 0;
  const others = [
    one(background),
    background.$executeRaw`SELECT 1`,
    background.$transaction((transaction) => one(transaction), importTransaction),
  ].map((work) =>
    work.then(() => {
      waited += 1;
    }),
  );
  for (let asked = 0; asked < 5; asked += 1) expect(await one(database)).toEqual([{ one: 1 }]);
  expect(waited).toBe(0);
  run.end();
  await Promise.all([run.long, ...others]);
  expect(waited).toBe(3);
});

it.each<[string, (background: Database) => Promise<unknown>]>([
  ['a statement fails', (background) => background.$queryRaw`SELECT 1 / 0`],
  [
    'a transaction fails',
    (background) => background.$transaction((transaction) => transaction.$queryRaw`SELECT 1 / 0`),
  ],
  ['a transaction takes too long', (background) => background.$transaction(() => sleep(100), { timeout: 20 })],
  [
    'a transaction can’t wait so long',
    (background) =>
      Promise.all([
        background.$transaction(() => sleep(100)),
        background.$transaction((transaction) => one(transaction), { maxWait: 20 }),
      ]),
  ],
])('goes on when %s', async (_, fail) => {
  const { background } = databases;
  await expect(fail(background)).rejects.toThrow();
  expect(await background.$transaction((transaction) => one(transaction))).toEqual([{ one: 1 }]);
});
