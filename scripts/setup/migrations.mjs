import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../operator-error.mjs';
import { connect } from '../postgres/connect.mjs';
import { repository } from '../repository.mjs';
import { runPrisma } from './prisma-client.mjs';

/**
 * Brings a database to the schema of this version, and looks afterwards whether it is there: Prisma's program can end
 * well having done nothing.
 *
 * @param {string} databaseUrl
 * @returns {Promise<string>} what was done
 * @throws {OperatorError} when the database has not this version's schema in the end
 */
export async function migrate(databaseUrl) {
  const wanted = readMigrations();
  const before = compareMigrations(wanted, await readApplied(databaseUrl));
  if (before.changed.length > 0) {
    throw new OperatorError(
      `The database was made by another version of ${before.changed.join(', ')}: a migration that was applied must not change.`,
    );
  }
  if (before.missing.length === 0) return 'up to date';
  await runPrisma(['migrate', 'deploy'], { DATABASE_URL: databaseUrl });
  const after = compareMigrations(wanted, await readApplied(databaseUrl));
  const wrong = [...after.missing, ...after.changed];
  if (wrong.length > 0) throw new OperatorError(`These migrations were not applied: ${wrong.join(', ')}.`);
  return `${before.missing.length} applied`;
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
    const { rows } = await client.query(
      'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name',
    );
    return rows;
  } catch (error) {
    // 42P01: no such table, so nothing was ever applied.
    if (error.code === '42P01') return [];
    throw error;
  } finally {
    await client.end();
  }
}
