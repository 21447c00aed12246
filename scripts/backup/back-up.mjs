import { existsSync } from 'node:fs';
import { to as copyTo } from 'pg-copy-streams';
import { OperatorError } from '../operator-error.mjs';
import { connect, endOnAbort } from '../postgres/connect.mjs';
import { readApplied } from '../setup/migrations.mjs';
import { writeArchive } from './archive.mjs';
import { copyStatement, readTables, textSettings } from './schema.mjs';
import { openUploads, readUploadIds } from './uploads.mjs';

/**
 * Writes all rows of a database, as they are at one moment, to an archive, with the files of
 * customers; also while the product runs. The queue is not
 * part of it: its jobs are made again from the rows.
 *
 * @param {{ databaseUrl: string, file: string, uploadsDir: string, secret?: string | undefined, signal?: AbortSignal | undefined }} options
 *   `secret` goes into the archive
 * @returns {Promise<import('./archive.mjs').Manifest>}
 * @throws {OperatorError} when the file exists, the folder of files does not though rows name some, or the database was never
 *   set up
 */
export async function backUp({ databaseUrl, file, uploadsDir, secret, signal }) {
  const migrations = await readApplied(databaseUrl);
  if (migrations.length === 0) throw new OperatorError('This database holds nothing of Frontdesk yet.');
  const client = await connect({ connectionString: databaseUrl, application_name: 'frontdesk backup' });
  const letGo = endOnAbort(client, signal);
  try {
    return await writeArchive({ file, signal }, async (archive) => {
      // One snapshot for all tables.
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await client.query(textSettings);
      const ids = await readUploadIds(client);
      if (ids.length > 0 && !existsSync(uploadsDir)) {
        throw new OperatorError(
          `The database speaks of ${ids.length} files of customers, and there is no folder ${uploadsDir}: set UPLOADS_DIR as gateways have it.`,
        );
      }
      for (const { name, columns } of await readTables(client)) {
        await archive.table(name, columns, client.query(copyTo(copyStatement(name, columns, 'TO STDOUT'))));
      }
      const missing = new Set(ids);
      for await (const { id, content } of openUploads(ids, uploadsDir)) {
        await archive.upload(id, content);
        missing.delete(id);
      }
      await client.query('COMMIT');
      if (secret) await archive.secret(secret);
      // A file that was deleted meanwhile went after its row: of the others the rows are still there.
      const lost = (await readUploadIds(client)).filter((id) => missing.has(id));
      return { migrations, lostUploads: lost.length };
    });
  } finally {
    letGo();
    await client.end();
  }
}
