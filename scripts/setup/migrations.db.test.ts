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

it('lets others pass where a lock that it needs is held, and comes again until it has it', async () => {
  const url = await emptyDatabase();
  await query(url, 'CREATE TABLE held (id int)');
  const [holder, migrating] = [await connect({ connectionString: url }), await connect({ connectionString: url })];
  const migration = [{ name: '0001', checksum: 'x', sql: 'ALTER TABLE held ADD COLUMN name text' }];
  const patience = { lockMs: 200, pauseMs: 600, attempts: 2 };
  try {
    await holder.query('BEGIN; LOCK TABLE held IN ACCESS SHARE MODE');
    await expect(applyMigrations(migrating, migration, patience)).rejects.toThrow(
      new OperatorError(
        'The migration 0001 failed, and changed nothing: others, a backup perhaps, hold what it needs; try again when they are done',
      ),
    );
    expect(await readApplied(url)).toEqual([]);
    const applied = applyMigrations(migrating, migration, { ...patience, attempts: 1_000 });
    // What comes while it waits, waits behind it: not for long.
    for (let count = 0; count < 10; count += 1) await query(url, "SET statement_timeout = '5s'; SELECT FROM held");
    await holder.query('COMMIT');
    await applied;
    expect(await recorded(url)).toEqual([{ name: '0001', finished: true }]);
  } finally {
    for (const client of [holder, migrating]) await client.end();
  }
}, 60_000);
