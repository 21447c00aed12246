import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { restore } from '../backup/restore.mjs';
import { OperatorError } from '../operator-error.mjs';
import { readApplied, readMigrations } from '../setup/migrations.mjs';
import { silentStep } from '../terminal/steps.mjs';
import { databaseWith, emptyDatabase, query } from '../testing/made-databases.ts';
import { upgradeDatabase } from './upgrade-database.mjs';

const folder = mkdtempSync(join(tmpdir(), 'frontdesk-upgrade-'));
afterAll(() => rmSync(folder, { recursive: true }));

const migrations = readMigrations();
const names = (of: { name: string }[]) => of.map(({ name }) => name);
const upgrade = (databaseUrl: string, file: string) =>
  upgradeDatabase({ databaseUrl, file, uploadsDir: join(folder, 'uploads'), step: silentStep });
const insertSite = (url: string) =>
  query(
    url,
    `INSERT INTO site (id, key, name, greeting, colour, suggestions, allowed_origins)
     VALUES (gen_random_uuid(), 'mine', 'Mine', 'Hi', '#000000', '{}', '{}')`,
  );
const sites = (url: string) => query(url, 'SELECT key FROM site');

test('an older database gets this schema, keeps its rows, and what was before can be had again; once more nothing is done', async () => {
  const older = migrations.slice(0, -2);
  const url = await databaseWith(older);
  await insertSite(url);
  const gateway = new pg.Client({ connectionString: url, application_name: 'a gateway' });
  await gateway.connect();
  const file = join(folder, 'before.backup');
  expect(await upgrade(url, file)).toEqual({
    ...{ applied: names(migrations.slice(-2)), backedUp: true, connected: 'a gateway (1)' },
  });
  await gateway.end();
  expect(names(await readApplied(url))).toEqual(names(migrations));
  expect(await sites(url)).toEqual([{ key: 'mine' }]);

  const again = join(folder, 'again.backup');
  expect(await upgrade(url, again)).toMatchObject({ applied: [], backedUp: false });
  expect(existsSync(again)).toBe(false);

  const target = await emptyDatabase();
  const { manifest } = await restore({ databaseUrl: target, file, uploadsDir: join(folder, 'uploads') });
  expect(names(manifest.migrations)).toEqual(names(older));
  expect(await sites(target)).toEqual([{ key: 'mine' }]);
}, 60_000);

test('where nothing was stored there is nothing to back up', async () => {
  const url = await emptyDatabase();
  const file = join(folder, 'none.backup');
  expect(await upgrade(url, file)).toEqual({ applied: names(migrations), backedUp: false, connected: '' });
  expect(existsSync(file)).toBe(false);
}, 60_000);

test('what can not be backed up is not changed, nor what is of a later version', async () => {
  const older = migrations.slice(0, -1);
  const url = await databaseWith(older);
  const nowhere = await upgrade(url, join(folder, 'nowhere/x.backup')).catch((error) => error);
  expect(nowhere).toBeInstanceOf(OperatorError);
  expect(nowhere.message).toContain('cannot be written');
  expect(await readApplied(url)).toHaveLength(older.length);

  await query(
    url,
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '9999_later', now())`,
  );
  const later = await upgrade(url, join(folder, 'later.backup')).catch((error) => error);
  expect(later).toBeInstanceOf(OperatorError);
  expect(later.message).toContain('with 9999_later');
  expect(existsSync(join(folder, 'later.backup'))).toBe(false);
}, 60_000);

test('where a migration fails, it is said how to go back', async () => {
  const url = await databaseWith(migrations.slice(0, -1));
  await query(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET default_transaction_read_only = on`);
  const file = join(folder, 'failed.backup');
  const failed = await upgrade(url, file).catch((error) => error);
  expect(failed).toBeInstanceOf(OperatorError);
  expect(failed.message).toContain(`The migration ${migrations.at(-1)?.name} failed`);
  expect(failed.message).toContain(`npm run restore -- ${file} --force`);
  expect(existsSync(file)).toBe(true);
}, 60_000);
