import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { OperatorError } from '../operator-error.mjs';
import { readApplied } from '../setup/migrations.mjs';
import { writeArchive } from './archive.mjs';
import { copyStatement, readTables, textSettings } from './schema.mjs';
import { openUploads } from './uploads.mjs';

/**
 * Writes all rows of a database, as they are at one moment, to an archive, with the files of
 * customers; also while the product runs. The queue is not
 * part of it: its jobs are made again from the rows.
 *
 * @param {{ databaseUrl: string, file: string, uploadsDir: string, secret?: string | undefined }} options `secret` goes into the archive
 * @returns {Promise<import('./archive.mjs').Manifest>}
 * @throws {OperatorError} when the file exists, or the database was never set up
 */
export async function backUp({ databaseUrl, file, uploadsDir, secret }) {
  const migrations = await readApplied(databaseUrl);
  if (migrations.length === 0) throw new OperatorError('This database holds nothing of Frontdesk yet.');
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'frontdesk backup' });
  await client.connect();
  try {
    return await writeArchive(file, async (archive) => {
      // One snapshot for all tables.
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await client.query(textSettings);
      for (const { name, columns } of await readTables(client)) {
        await archive.table(name, columns, client.query(copyTo(copyStatement(name, columns, 'TO STDOUT'))));
      }
      for await (const { id, content } of openUploads(client, uploadsDir)) await archive.upload(id, content);
      await client.query('COMMIT');
      if (secret) await archive.secret(secret);
      return { migrations };
    });
  } finally {
    await client.end();
  }
}
