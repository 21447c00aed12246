import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '../operator-error.mjs';
import { connect, endOnAbort } from '../postgres/connect.mjs';
import { repository } from '../repository.mjs';

/** Prisma's own record of what was applied, as Prisma makes it. */
export const migrationTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

/** The key of Prisma's own advisory lock: a version that still has its program migrate waits, too. */
const LOCK = 72_707_369;

/**
 * A migration that waits for a lock keeps all others waiting behind it, messages too: it gives up soon, lets them pass, and
 * comes again. What holds the lock may be a backup, or analytics.
 */
const lockPatience = { lockMs: 3_000, pauseMs: 2_000, attempts: 60 };

/**
 * Brings a database to the schema of this version. Where several do so at a time, the later ones find it done.
 *
 * @param {string} databaseUrl
 * @param {AbortSignal} [signal] stops it; what was applied by then stays
 * @returns {Promise<string>} what was done
 * @throws {OperatorError} when the database can't be used, was made with other migrations, or one fails
 */
export async function migrate(databaseUrl, signal) {
  const client = await connect({ connectionString: databaseUrl, application_name: 'frontdesk migrate' });
  const letGo = endOnAbort(client, signal);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const ours = readMigrations();
    const { missing, changed } = compareMigrations(ours, await appliedIn(client));
    if (changed.length > 0) {
      throw new OperatorError(
        `The database was made by another version of ${changed.join(', ')}: a migration that was applied must not change.`,
      );
    }
    if (missing.length === 0) return 'up to date';
    const names = new Set(missing);
    await applyMigrations(
      client,
      ours.filter(({ name }) => names.has(name)),
    );
    return `${missing.length} applied`;
  } finally {
    letGo();
    await client.end();
  }
}

/**
 * Applies migrations, each with its record in one transaction: one that fails or is cut off was never begun.
 *
 * @param {import('pg').Client} client
 * @param {readonly (Migration & { sql: string })[]} migrations
 * @param {typeof lockPatience} [patience] how long one waits for a lock at a time, and how often
 * @throws {OperatorError} when one fails; those before it stay
 */
export async function applyMigrations(client, migrations, patience = lockPatience) {
  for (const migration of migrations) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await apply(client, migration, patience.lockMs);
        break;
      } catch (error) {
        // Where the connection is lost that is what failed.
        await client.query('ROLLBACK').catch(() => {});
        // Others hold a lock that it needs (55P03), or wait for one of its own meanwhile (40P01).
        const isLocked = error.code === '55P03' || error.code === '40P01';
        if (!isLocked || attempt >= patience.attempts) {
          const why = isLocked
            ? 'others, a backup perhaps, hold what it needs; try again when they are done'
            : error.message;
          throw new OperatorError(`The migration ${migration.name} failed, and changed nothing: ${why}`);
        }
        await sleep(patience.pauseMs);
      }
    }
  }
}

async function apply(client, { name, checksum, sql }, lockMs) {
  await client.query(`BEGIN; SET LOCAL lock_timeout = ${lockMs}`);
  await client.query(migrationTable);
  // What Prisma's program leaves where it is cut off.
  await client.query('DELETE FROM _prisma_migrations WHERE migration_name = $1', [name]);
  await client.query(sql);
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES (gen_random_uuid(), $1, $2, clock_timestamp(), 1)`,
    [checksum, name],
  );
  await client.query('COMMIT');
}

/**
 * @typedef {{ name: string, checksum: string }} Migration
 * @param {readonly Migration[]} wanted those of the repository
 * @param {readonly Migration[]} applied those that the database holds
 * @returns {{ missing: string[], changed: string[] }} names
 */
export function compareMigrations(wanted, applied) {
  const checksums = new Map(applied.map(({ name, checksum }) => [name, checksum]));
  return {
    missing: wanted.filter(({ name }) => !checksums.has(name)).map(({ name }) => name),
    changed: wanted
      .filter(({ name, checksum }) => checksums.has(name) && checksums.get(name) !== checksum)
      .map(({ name }) => name),
  };
}

/**
 * This version's migrations.
 *
 * @returns {(Migration & { sql: string })[]} oldest first
 */
export function readMigrations() {
  const folder = join(repository, 'prisma/migrations');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, checksum: createHash('sha256').update(sql).digest('hex'), sql };
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * The migrations that a database has.
 *
 * @param {string} databaseUrl
 * @returns {Promise<Migration[]>} oldest first; none where nothing was ever applied
 * @throws {OperatorError} when the database can't be used
 */
export async function readApplied(databaseUrl) {
  const client = await connect({ connectionString: databaseUrl });
  try {
    return await appliedIn(client);
  } finally {
    await client.end();
  }
}

async function appliedIn(client) {
  try {
    const { rows } = await client.query(
      'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name',
    );
    return rows;
  } catch (error) {
    // 42P01: no such table, so nothing was ever applied.
    if (error.code === '42P01') return [];
    throw error;
  }
}
