import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp } from '../backup/back-up.mjs';
import { writeUpload } from '../backup/uploads.mjs';
import { seed } from '../setup/accounts.mjs';
import { query } from './made-databases.ts';

export const databaseUrl = process.env.TEST_DATABASE_URL ?? '';
export const folder = mkdtempSync(join(tmpdir(), 'frontdesk-backup-'));
export const file = join(folder, 'frontdesk.backup');
export const archivedSecret = 'a secret of the data folder';
export const siteId = '0190a6c0-0000-7000-8000-000000000001';
export const uploadsDir = join(folder, 'uploads');

/** One of several pieces, and an empty one's neighbour; the bytes of one more are lost. */
export const uploads = new Map([
  ['0190a6c0-0000-7000-8000-0000000000a1', Buffer.alloc(3 * 2 ** 20 + 1, 'picture')],
  ['0190a6c0-0000-7000-8000-0000000000a2', Buffer.from('\n\0')],
]);
export const lostId = '0190a6c0-0000-7000-8000-0000000000a3';

export async function insertSite(url: string, id = siteId): Promise<void> {
  await query(
    url,
    `INSERT INTO site (id, key, name, greeting, colour, suggestions, allowed_origins)
     VALUES ($1, $2, $3, 'Hi', '#000000', $4, '{}')`,
    [id, `site-${id}`, 'Tab\there, line\nend, back\\slash, \\. and \\N 🌿', ['', 'with "quotes", {braces}', 'NULL']],
  );
}

export const errorOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error('it worked'),
    (error) => error,
  );

/** Before the first test of a file: its database is filled, and written to `file`. */
export async function makeBackup(): Promise<void> {
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
  await backUp({ databaseUrl, file, uploadsDir, secret: archivedSecret });
}

/** After the last. */
export const removeBackup = (): void => rmSync(folder, { recursive: true });
