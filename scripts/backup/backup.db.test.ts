import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperatorError } from '../operator-error.mjs';
import { seed } from '../setup/accounts.mjs';
import { readApplied, readMigrations } from '../setup/migrations.mjs';
import { databaseWith, emptyDatabase, query } from '../testing/made-databases.ts';
import { writeArchive } from './archive.mjs';
import { backUp } from './back-up.mjs';
import { describe as describeManifest } from './commands.mjs';
import { restore } from './restore.mjs';
import { openUploads, writeUpload } from './uploads.mjs';

const databaseUrl = process.env.TEST_DATABASE_URL ?? '';
const folder = mkdtempSync(join(tmpdir(), 'frontdesk-backup-'));
const file = join(folder, 'frontdesk.backup');
const siteId = '0190a6c0-0000-7000-8000-000000000001';
const uploadsDir = join(folder, 'uploads');

/** One of several pieces, and an empty one's neighbour; the bytes of one more are lost. */
const uploads = new Map([
  ['0190a6c0-0000-7000-8000-0000000000a1', Buffer.alloc(3 * 2 ** 20 + 1, 'picture')],
  ['0190a6c0-0000-7000-8000-0000000000a2', Buffer.from('\n\0')],
]);
const lostId = '0190a6c0-0000-7000-8000-0000000000a3';

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

async function insertSite(url: string, id = siteId): Promise<void> {
  await query(
    url,
    `INSERT INTO site (id, key, name, greeting, colour, suggestions, allowed_origins)
     VALUES ($1, $2, $3, 'Hi', '#000000', $4, '{}')`,
    [id, `site-${id}`, 'Tab\there, line\nend, back\\slash, \\. and \\N 🌿', ['', 'with "quotes", {braces}', 'NULL']],
  );
}

const countSites = async (url: string) => (await query(url, 'SELECT count(*)::int AS sites FROM site'))[0]?.sites;
const errorOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error('it worked'),
    (error) => error,
  );

beforeAll(async () => {
  await seed(databaseUrl);
  await insertSite(databaseUrl);
  await query(
    databaseUrl,
    `INSERT INTO knowledge_source (id, site_id, kind, name, content) VALUES (gen_random_uuid(), $1, 'file', 'x.pdf', $2)`,
    [siteId, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
  );
  await query(
    databaseUrl,
    `INSERT INTO worker (id, state, slots, model_hash, tokens_per_second) VALUES ('w', 'ready', 8, 'm', 0.1 + 0.2)`,
  );
  await query(
    databaseUrl,
    `WITH made AS (INSERT INTO visitor (id, site_id) VALUES (gen_random_uuid(), $1) RETURNING id)
     INSERT INTO attachment (id, site_id, visitor_id, state, name, type, bytes)
     SELECT unnest($2::uuid[]), $1, made.id, 'ready', 'a.png', 'image/png', 1 FROM made`,
    [siteId, [...uploads.keys(), lostId]],
  );
  for (const [id, content] of uploads) writeUpload(uploadsDir, { id, content });
  await backUp({ databaseUrl, file, uploadsDir, secret: 'a secret of the data folder' });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

it('brings every table back to the letter, and the schema with it', async () => {
  const target = await emptyDatabase();
  const { manifest, secret } = await restore({ databaseUrl: target, file, uploadsDir });
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
  expect(secret).toBe('a secret of the data folder');
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

it('leaves out a file that is deleted while it is written, and no other', async () => {
  const running = join(folder, 'uploads of a service that runs');
  for (const [id, content] of uploads) writeUpload(running, { id, content });
  const ids = [...uploads.keys()];
  const [first] = ids;
  const written = await writeArchive({ file: join(folder, 'running.backup') }, async (archive) => {
    for await (const { id, content } of openUploads(ids, running)) {
      // A customer deletes their conversation, and a gateway removes its files.
      rmSync(running, { recursive: true, force: true });
      await archive.upload(id, content);
    }
    return { migrations: [] };
  });
  rmSync(join(folder, 'running.backup'));
  expect(written.uploads).toMatchObject([{ id: first, bytes: uploads.get(first ?? '')?.length }]);
});

/** Stops a backup before the table of workers, until the client ends. */
async function lockWorkers(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN');
  await client.query('LOCK TABLE worker');
  return client;
}

async function untilWaiting(url: string): Promise<void> {
  const waiting = () => query(url, `SELECT FROM pg_locks WHERE NOT granted AND relation = 'worker'::regclass`);
  await expect.poll(waiting).toHaveLength(1);
}

it('says how many files are not in their folder, but for those that are deleted while it is written', async () => {
  const source = await emptyDatabase();
  const { manifest } = await restore({ databaseUrl: source, file, uploadsDir });
  expect(describeManifest(manifest)).toMatch(/, 2 files of customers, 1 more not in their folder$/);
  const other = await lockWorkers(source);
  const backup = backUp({ databaseUrl: source, file: join(folder, 'meanwhile.backup'), uploadsDir });
  await untilWaiting(source);
  await query(source, 'DELETE FROM attachment WHERE id = $1', [lostId]);
  await other.end();
  expect((await backup).lostUploads).toBe(0);
  rmSync(join(folder, 'meanwhile.backup'));
});

it('refuses a folder that does not exist, though rows speak of files', async () => {
  const elsewhere = join(folder, 'elsewhere');
  const refused = await errorOf(backUp({ databaseUrl, file: join(folder, 'x.backup'), uploadsDir: elsewhere }));
  expect(refused).toBeInstanceOf(OperatorError);
  expect(refused.message).toBe(
    `The database speaks of 3 files of customers, and there is no folder ${elsewhere}: set UPLOADS_DIR as gateways have it.`,
  );
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

it('leaves nothing of the schema out: there is nothing but tables in it', async () => {
  expect(
    await query(
      databaseUrl,
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('S', 'm', 'p', 'f')`,
    ),
  ).toEqual([]);
});

it('is for its owner alone, overwrites nothing, and leaves nothing half made', async () => {
  expect(statSync(file).mode & 0o077).toBe(0);
  expect((await errorOf(backUp({ databaseUrl, file, uploadsDir }))).message).toContain('exists already');
  const nowhere = await errorOf(backUp({ databaseUrl, file: join(folder, 'nowhere/x.backup'), uploadsDir }));
  expect(nowhere).toBeInstanceOf(OperatorError);
  expect(nowhere.message).toContain('cannot be written: ENOENT');
  expect(readdirSync(folder)).toEqual(['frontdesk.backup', 'uploads']);
});

it('leaves nothing half made where it loses the database', async () => {
  const other = await lockWorkers(databaseUrl);
  const failed = errorOf(backUp({ databaseUrl, file: join(folder, 'lost.backup'), uploadsDir }));
  await untilWaiting(databaseUrl);
  await query(
    databaseUrl,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'frontdesk backup' AND datname = current_database()`,
  );
  expect((await failed).message).toContain('terminating connection');
  await other.end();
  expect(readdirSync(folder)).toEqual(['frontdesk.backup', 'uploads']);
});

it('stops at the abort, and leaves nothing half made', async () => {
  const other = await lockWorkers(databaseUrl);
  const stopping = new AbortController();
  const { signal } = stopping;
  const failed = errorOf(backUp({ databaseUrl, file: join(folder, 'stopped.backup'), uploadsDir, signal }));
  await untilWaiting(databaseUrl);
  stopping.abort();
  expect((await failed).message).toContain('Connection terminated');
  await other.end();
  expect(readdirSync(folder)).toEqual(['frontdesk.backup', 'uploads']);
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

it('holds little in memory, however much there is', async () => {
  const mebibytes = 48;
  const source = await emptyDatabase();
  await restore({ databaseUrl: source, file, uploadsDir });
  await query(
    source,
    `INSERT INTO knowledge_source (id, site_id, kind, name, content)
     SELECT gen_random_uuid(), $1, 'file', number::text, decode(repeat(md5(number::text), 65536), 'hex')
       FROM generate_series(1, $2) number`,
    [siteId, mebibytes],
  );
  const big = join(folder, 'big.backup');
  const target = await emptyDatabase();
  let mostBytes = 0;
  const watching = setInterval(() => {
    mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers);
  }, 5);
  const { tables } = await backUp({ databaseUrl: source, file: big, uploadsDir });
  await restore({ databaseUrl: target, file: big, uploadsDir });
  clearInterval(watching);
  const bytes = tables.find(({ name }) => name === 'knowledge_source')?.bytes ?? 0;
  expect(bytes).toBeGreaterThan(mebibytes * 2 ** 21);
  expect(mostBytes).toBeGreaterThan(0);
  expect(mostBytes).toBeLessThan(bytes * 0.7);
}, 120_000);
