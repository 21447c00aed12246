import { expect, it } from 'vitest';
import { OperatorError } from '../operator-error.mjs';
import { connect } from '../postgres/connect.mjs';
import { databaseWith, emptyDatabase, query } from '../testing/made-databases.ts';
import { applyMigrations, migrate, readApplied, readMigrations } from './migrations.mjs';

const ours = readMigrations();
const recorded = (url: string) =>
  query(url, 'SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY 1');

it('goes on where an attempt of Prisma’s own program was cut off', async () => {
  const url = await databaseWith(ours.slice(0, -1));
  await query(url, `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'x', $1)`, [
    ours.at(-1)?.name,
  ]);
  expect(await migrate(url)).toBe('1 applied');
  expect(await recorded(url)).toEqual(ours.map(({ name }) => ({ name, finished: true })));
  expect(await readApplied(url)).toEqual(ours.map(({ name, checksum }) => ({ name, checksum })));
  expect(await migrate(url)).toBe('up to date');
}, 60_000);

it('keeps nothing of a migration that fails, and can be tried again', async () => {
  const url = await emptyDatabase();
  const client = await connect({ connectionString: url });
  const migration = (sql: string) => [{ name: '0001', checksum: 'x', sql }];
  const failed = applyMigrations(client, migration('CREATE TABLE made (id int); SELECT 1 / 0'));
  await expect(failed).rejects.toThrow(
    new OperatorError('The migration 0001 failed, and changed nothing: division by zero'),
  );
  await client.end();
  expect(await readApplied(url)).toEqual([]);
  const again = await connect({ connectionString: url });
  await applyMigrations(again, migration('CREATE TABLE made (id int)'));
  await again.end();
  expect(await recorded(url)).toEqual([{ name: '0001', finished: true }]);
});

it('is done once, however many do it at a time', async () => {
  const url = await emptyDatabase();
  expect((await Promise.all([migrate(url), migrate(url)])).toSorted()).toEqual([
    `${ours.length} applied`,
    'up to date',
  ]);
}, 60_000);

it('ends at the abort', async () => {
  const url = await emptyDatabase();
  await expect(migrate(url, AbortSignal.abort())).rejects.toThrow();
  expect(await readApplied(url)).toEqual([]);
});
