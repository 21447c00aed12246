import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OperatorError } from '../operator-error.mjs';
import {
  databaseUrl,
  errorOf,
  file,
  folder,
  lostId,
  makeBackup,
  removeBackup,
  siteId,
  uploads,
  uploadsDir,
} from '../testing/made-backup.ts';
import { emptyDatabase, query } from '../testing/made-databases.ts';
import { writeArchive } from './archive.mjs';
import { backUp } from './back-up.mjs';
import { describe as describeManifest } from './commands.mjs';
import { restore } from './restore.mjs';
import { openUploads, writeUpload } from './uploads.mjs';

beforeAll(makeBackup, 60_000);
afterAll(removeBackup);

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
