import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperatorError } from '../operator-error.mjs';
import { readApplied, readMigrations } from '../setup/migrations.mjs';
import { readSecret, storeSecret } from '../setup/secret.mjs';
import {
  archivedSecret,
  databaseUrl,
  errorOf,
  file,
  folder,
  insertSite,
  makeBackup,
  removeBackup,
  siteId,
  uploads,
  uploadsDir,
} from '../testing/made-backup.ts';
import { databaseWith, emptyDatabase, query } from '../testing/made-databases.ts';
import { backUp } from './back-up.mjs';
import { restore } from './restore.mjs';
import { writeUpload } from './uploads.mjs';

beforeAll(makeBackup, 60_000);
afterAll(removeBackup);

/** Every row of every table, as text, and every constraint, index and trigger. */
async function everythingIn(url: string): Promise<Record<string, unknown>> {
  const tables = await query(
    url,
    `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
  );
  const rows = await Promise.all(
    tables.map(async ({ relname }) => [
      relname,
      (await query(url, `SELECT it::text AS row FROM "${relname}" it ORDER BY 1`)).map(({ row }) => row),
    ]),
  );
  const schema = await query(
    url,
    `SELECT conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS part FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL SELECT pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
     ORDER BY 1`,
  );
  return { ...Object.fromEntries(rows), schema: schema.map(({ part }) => part) };
}

const countSites = async (url: string) => (await query(url, 'SELECT count(*)::int AS sites FROM site'))[0]?.sites;

it('brings every table back to the letter, and the schema with it', async () => {
  const target = await emptyDatabase();
  const { manifest } = await restore({ databaseUrl: target, file, uploadsDir });
  const before = await everythingIn(databaseUrl);
  expect(await everythingIn(target)).toEqual(before);
  expect(manifest.tables.map(({ name }) => name).toSorted()).toEqual(
    Object.keys(before)
      .filter((name) => name !== 'schema')
      .toSorted(),
  );
  expect(manifest.tables.filter(({ rows }) => rows > 0).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['_prisma_migrations', 'knowledge_source', 'prompt_version', 'site', 'worker']),
  );
});

it('refuses a backup with another secret than the one that is passed, unless that is to stay', async () => {
  const target = await emptyDatabase();
  const stored: string[] = [];
  const storeSecret = (secret: string) => void stored.push(secret);
  const options = { databaseUrl: target, file, uploadsDir, secret: 'another secret', storeSecret };
  const refused = await errorOf(restore(options));
  expect(refused).toBeInstanceOf(OperatorError);
  expect(refused.message).toContain('another secret than SECRET');
  expect(refused.message).toContain('--keep-secret');
  expect(await readApplied(target)).toEqual([]);
  await restore({ ...options, keepSecret: true });
  await restore({ ...options, force: true, secret: archivedSecret });
  expect(stored).toEqual([]);
});

it('keeps the secret as soon as the rows are there, whatever fails after that', async () => {
  const target = await emptyDatabase();
  const dataDir = join(folder, 'data');
  const blocked = join(folder, 'blocked uploads');
  // A file that has no rows is removed, a folder of its name can't be.
  mkdirSync(join(blocked, 'b1', '0190a6c0-0000-7000-8000-0000000000b1'), { recursive: true });
  const failed = restore({
    ...{ databaseUrl: target, file, uploadsDir: blocked, force: true },
    storeSecret: (secret) => storeSecret(dataDir, secret),
  });
  expect(await errorOf(failed)).toMatchObject({ code: 'ERR_FS_EISDIR' });
  expect(await countSites(target)).toBe(await countSites(databaseUrl));
  expect(readSecret(dataDir)).toBe(archivedSecret);
  for (const made of [dataDir, blocked]) rmSync(made, { recursive: true });
});

it('brings the files of customers back, and with --force no others stay', async () => {
  const target = join(folder, 'other uploads');
  const foreign = '0190a6c0-0000-7000-8000-0000000000b1';
  rmSync(target, { recursive: true, force: true });
  writeUpload(target, { id: foreign, content: Buffer.from('of before') });
  writeFileSync(join(target, 'b1', `${foreign}.unfinished`), 'of a gateway that died');
  const notOurs = ['notes.txt', 'x.backup', 'b1/notes.txt', `backups/${foreign}`];
  mkdirSync(join(target, 'backups'));
  for (const name of notOurs) writeFileSync(join(target, name), "somebody's own");
  const databaseUrl = await emptyDatabase();
  const { manifest } = await restore({ databaseUrl, file, uploadsDir: target });
  expect(manifest.uploads?.map(({ id }) => id)).toEqual([...uploads.keys()]);
  // Compared byte by byte, which `toEqual` does in a third of a minute.
  for (const [id, content] of uploads) expect(readFileSync(join(target, id.slice(-2), id)).equals(content)).toBe(true);
  expect(readdirSync(join(target, 'b1'))).toContain(foreign);
  await restore({ databaseUrl, file, uploadsDir: target, force: true });
  expect(readdirSync(join(target, 'b1'))).toEqual(['notes.txt']);
  for (const name of notOurs) expect(existsSync(join(target, name)), name).toBe(true);
  expect(readdirSync(join(target, 'a1'))).toHaveLength(1);
  rmSync(target, { recursive: true });
});

it('leaves files that restored rows speak of, though the archive has none', async () => {
  const empty = join(folder, 'a wrong folder');
  mkdirSync(empty);
  const without = join(folder, 'without.backup');
  expect((await backUp({ databaseUrl, file: without, uploadsDir: empty })).lostUploads).toBe(3);
  const target = join(folder, 'the right folder');
  for (const [id, content] of uploads) writeUpload(target, { id, content });
  await restore({ databaseUrl: await emptyDatabase(), file: without, uploadsDir: target, force: true });
  for (const id of uploads.keys()) expect(readdirSync(join(target, id.slice(-2)))).toEqual([id]);
  for (const made of [empty, target, without]) rmSync(made, { recursive: true });
});

it('stops at the abort of a restore, and changes nothing', async () => {
  const target = await databaseWith(readMigrations());
  await insertSite(target);
  const before = await everythingIn(target);
  const stopping = new AbortController();
  const { signal } = stopping;
  const failed = errorOf(restore({ databaseUrl: target, file, uploadsDir, force: true, signal }));
  const name = new URL(target).pathname.slice(1);
  // Asked of another database: a restore refuses one that somebody else is connected to.
  const changing = () =>
    query(
      databaseUrl,
      `SELECT FROM pg_stat_activity
        WHERE datname = $1 AND application_name = 'frontdesk restore' AND backend_xid IS NOT NULL`,
      [name],
    );
  await expect.poll(changing, { interval: 5 }).toHaveLength(1);
  stopping.abort();
  expect((await failed).message).not.toBe('it worked');
  expect(await everythingIn(target)).toEqual(before);
});

describe('a file that is not as it was written', () => {
  const bytes = () => readFileSync(file);
  it.each<[string, () => Buffer]>([
    ['cut off', () => bytes().subarray(0, bytes().length - 300)],
    ['cut off at its beginning', () => bytes().subarray(0, 200)],
    [
      'changed in the middle',
      () => {
        const changed = bytes();
        const middle = changed.length >> 1;
        changed[middle] = (changed[middle] ?? 0) ^ 0xff;
        return changed;
      },
    ],
    ['of another kind', () => Buffer.from('-- PostgreSQL database dump\n')],
    ['compressed, of another kind', () => gzipSync(Buffer.alloc(5_000, 'no archive '))],
    ['empty', () => Buffer.alloc(0)],
  ])('%s: is refused, and nothing is changed', async (name, contents) => {
    const damaged = join(folder, `${name.replaceAll(' ', '-')}.backup`);
    writeFileSync(damaged, contents());
    const target = await emptyDatabase();
    const error = await errorOf(restore({ databaseUrl: target, file: damaged, uploadsDir }));
    expect(error).toBeInstanceOf(OperatorError);
    expect(error.message).toContain('damaged or cut off');
    expect(await readApplied(target)).toEqual([]);
    rmSync(damaged);
  });

  it('missing: is named', async () => {
    const error = await errorOf(restore({ databaseUrl, file: join(folder, 'none'), uploadsDir }));
    expect(error.message).toBe(`There is no file ${join(folder, 'none')}.`);
  });
});

it('gives up what is there only when it is told to, and all of it', async () => {
  const target = await emptyDatabase();
  await restore({ databaseUrl: target, file, uploadsDir });
  await insertSite(target, '0190a6c0-0000-7000-8000-000000000002');
  await query(target, 'CREATE SCHEMA bullmq CREATE TABLE job (id int)');
  const sites = Number(await countSites(databaseUrl));
  expect((await errorOf(restore({ databaseUrl: target, file, uploadsDir }))).message).toContain('not empty');
  expect(await countSites(target)).toBe(sites + 1);
  await restore({ databaseUrl: target, file, uploadsDir, force: true });
  expect(await countSites(target)).toBe(sites);
  expect(await query(target, `SELECT FROM pg_namespace WHERE nspname = 'bullmq'`)).toEqual([]);
});

it('leaves other roles what they may do, also with a table that the archive does not have yet', async () => {
  const older = await databaseWith(readMigrations().slice(0, 3));
  const olderFile = join(folder, 'before-scaling.backup');
  await backUp({ databaseUrl: older, file: olderFile, uploadsDir });
  const target = await databaseWith(readMigrations());
  const role = `reads "scaling" ${process.pid}`;
  const name = `"${role.replaceAll('"', '""')}"`;
  await query(target, `CREATE ROLE ${name}`);
  try {
    await query(target, `GRANT SELECT ON scaling_decision, worker TO ${name}`);
    const may = async () => {
      const asked = `has_table_privilege($1, 'scaling_decision', 'SELECT') AND has_table_privilege($1, 'worker', 'SELECT')`;
      const [rights] = await query(
        target,
        `SELECT ${asked} AS read, has_table_privilege($1, 'worker', 'UPDATE') AS write`,
        [role],
      );
      return rights;
    };
    for (const archive of [file, olderFile]) {
      await restore({ databaseUrl: target, file: archive, uploadsDir: join(folder, 'rights'), force: true });
      expect(await may()).toEqual({ read: true, write: false });
    }
  } finally {
    await query(target, `DROP OWNED BY ${name}`);
    await query(target, `DROP ROLE ${name}`);
    rmSync(join(folder, 'rights'), { recursive: true, force: true });
    rmSync(olderFile);
  }
}, 60_000);

it('restores into no database that is in use, told to or not', async () => {
  const target = await emptyDatabase();
  const other = new pg.Client({ connectionString: target, application_name: 'a gateway' });
  await other.connect();
  const error = await errorOf(restore({ databaseUrl: target, file, uploadsDir, force: true }));
  await other.end();
  expect(error.message).toContain('in use: a gateway (1)');
});

it('takes what an older version wrote, and brings it to this one', async () => {
  const older = await databaseWith(readMigrations().slice(0, 3));
  await insertSite(older);
  const olderFile = join(folder, 'older.backup');
  await backUp({ databaseUrl: older, file: olderFile, uploadsDir });
  const target = await emptyDatabase();
  const { migrated } = await restore({ databaseUrl: target, file: olderFile, uploadsDir });
  expect(migrated).toBe(`${readMigrations().length - 3} applied`);
  expect((await readApplied(target)).map(({ name }) => name)).toEqual(readMigrations().map(({ name }) => name));
  // A column that came later.
  expect(await query(target, 'SELECT id, reply_texts FROM site')).toEqual([{ id: siteId, reply_texts: {} }]);
}, 60_000);

it('refuses what a later version wrote', async () => {
  const later = await databaseWith(readMigrations());
  await query(
    later,
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '9999_later', now())`,
  );
  const laterFile = join(folder, 'later.backup');
  await backUp({ databaseUrl: later, file: laterFile, uploadsDir });
  const error = await errorOf(restore({ databaseUrl: await emptyDatabase(), file: laterFile, uploadsDir }));
  expect(error).toBeInstanceOf(OperatorError);
  expect(error.message).toContain('with 9999_later');
});
