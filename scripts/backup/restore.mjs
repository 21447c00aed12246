import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { OperatorError } from '../operator-error.mjs';
import { connect, endOnAbort } from '../postgres/connect.mjs';
import { compareMigrations, migrate, migrationTable, readMigrations } from '../setup/migrations.mjs';
import { checkArchive, readPieces, readUploads } from './archive.mjs';
import { describeConnected } from './connected.mjs';
import { grantAgain, readGrants } from './grants.mjs';
import { copyStatement, quoted, readForeignKeys, readTables, textSettings } from './schema.mjs';
import { readUploadIds, removeOtherUploads, writeUpload } from './uploads.mjs';
import { withWholeEnums } from './whole-enums.mjs';

/**
 * Makes a database what it was when an archive was written, then brings it to this version's schema. The archive is read
 * to its end before anything is changed, and all is changed in one transaction: a restore that fails, or is stopped before that is
 * done, changes nothing. What other roles may do with its tables stays.
 *
 * @param {object} options
 * @param {string} options.databaseUrl
 * @param {string} options.file
 * @param {string} options.uploadsDir
 * @param {boolean} [options.force] what the database holds is given up, and files with it
 * @param {AbortSignal | undefined} [options.signal]
 * @param {string | undefined} [options.secret] the deployment's, where it is passed to it; the archive must have no other
 * @param {boolean} [options.keepSecret] the archive's, if there is one, is given up
 * @param {(secret: string) => void} [options.storeSecret] told it, where none is passed
 * @returns {Promise<{ manifest: import('./archive.mjs').Manifest, migrated: string }>}
 * @throws {OperatorError} when the file is damaged or a later version's or has another secret, or the database is in use or not
 *   empty
 */
export async function restore({
  databaseUrl,
  file,
  uploadsDir,
  force = false,
  signal,
  secret,
  keepSecret,
  storeSecret,
}) {
  const { manifest, secret: archived } = await checkArchive(file, signal);
  if (!keepSecret) refuseOtherSecret(archived, secret, file);
  const migrations = migrationsOf(manifest, file);
  const client = await connect({ connectionString: databaseUrl, application_name: 'frontdesk restore' });
  const letGo = endOnAbort(client, signal);
  try {
    await refuseUsed(client);
    if (!force) await refuseFilled(client);
    await client.query('BEGIN');
    await client.query(textSettings);
    const grants = await readGrants(client);
    await makeSchema(client, migrations);
    await load(client, file, manifest);
    // Before the rows that speak of them; nobody reads them without.
    for await (const upload of readUploads(file)) {
      signal?.throwIfAborted();
      writeUpload(uploadsDir, upload);
    }
    await client.query('COMMIT');
    // What follows makes it whole.
    letGo();
    if (archived && !secret && !keepSecret) storeSecret?.(archived);
    // Files that the rows speak of stay, also where the archive does not have them.
    if (force) removeOtherUploads(uploadsDir, new Set(await readUploadIds(client)));
    await client.query('ANALYZE');
    const migrated = await migrate(databaseUrl);
    // Some tables may be of the migrations that were just applied.
    await grantAgain(client, grants);
    return { manifest, migrated };
  } finally {
    letGo();
    // Ends a transaction that failed, too.
    await client.end();
  }
}

/** The migrations that make the schema which the archive's rows had, oldest first. */
function migrationsOf({ migrations }, file) {
  const ours = readMigrations();
  // Asked the other way round: what the archive's database had and this version does not know.
  const { missing, changed } = compareMigrations(migrations, ours);
  if (missing.length > 0 || changed.length > 0) {
    const names = [...missing, ...changed].join(', ');
    throw new OperatorError(
      `${file} was made by another version of Frontdesk, with ${names}: restore it with that version or a later one.`,
    );
  }
  const applied = new Set(migrations.map(({ name }) => name));
  return ours.filter(({ name }) => applied.has(name));
}

function refuseOtherSecret(archived, passed, file) {
  if (!archived || !passed || archived === passed) return;
  throw new OperatorError(
    `${file} holds another secret than SECRET: all customers would begin anew, and all agents sign in again. Set SECRET to that of the backup (\`tar -xzOf ${file} secret\` shows it), or give that one up with --keep-secret.`,
  );
}

async function refuseUsed(client) {
  const who = await describeConnected(client);
  if (!who) return;
  throw new OperatorError(
    `The database is in use: ${who}. Stop gateways, workers and whatever else is connected first.`,
  );
}

async function refuseFilled(client) {
  for (const { name } of await readTables(client)) {
    if (name === '_prisma_migrations') continue;
    const { rowCount } = await client.query(`SELECT FROM ${quoted(name)} LIMIT 1`);
    if (rowCount > 0) {
      throw new OperatorError(
        'The database is not empty: what it holds would be gone. Back it up, then restore with --force.',
      );
    }
  }
}

/** Makes the schema anew, as it was: the rows of an older version would not fit into a newer one. */
async function makeSchema(client, migrations) {
  // The queue's jobs are of what was there before.
  await client.query('DROP SCHEMA IF EXISTS bullmq CASCADE');
  await client.query('DROP SCHEMA IF EXISTS public CASCADE');
  await client.query('CREATE SCHEMA public');
  await client.query('GRANT USAGE ON SCHEMA public TO PUBLIC');
  await client.query(migrationTable);
  for (const sql of withWholeEnums(migrations.map(({ sql }) => sql))) await client.query(sql);
}

async function load(client, file, { tables }) {
  const foreignKeys = await readForeignKeys(client);
  // Rows come table by table, and some refer to each other in both directions.
  for (const { drop } of foreignKeys) await client.query(drop);
  for (const { name } of tables) {
    await client.query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`);
    // A migration may have put rows there, which the archive has as they became.
    await client.query(`TRUNCATE ${quoted(name)}`);
  }
  const pieces = readPieces(file);
  try {
    let piece = await pieces.next();
    for (const { name, columns, rows } of tables) {
      const copy = client.query(copyFrom(copyStatement(name, columns, 'FROM STDIN')));
      await pipeline(async function* () {
        for (; !piece.done && piece.value?.table === name; piece = await pieces.next()) yield piece.value.text;
      }, copy);
      if (copy.rowCount !== rows) throw new Error(`${copy.rowCount} of the ${rows} rows of ${name} were restored`);
    }
  } finally {
    await pieces.return(undefined);
  }
  for (const { name } of tables) await client.query(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`);
  for (const { add } of foreignKeys) await client.query(add);
}
