import { backUp } from '../backup/back-up.mjs';
import { describe } from '../backup/commands.mjs';
import { describeConnected } from '../backup/connected.mjs';
import { OperatorError } from '../operator-error.mjs';
import { connect } from '../postgres/connect.mjs';
import { compareMigrations, migrate, readApplied, readMigrations } from '../setup/migrations.mjs';
import { wayBack } from './way-back.mjs';

/**
 * Brings a database to this version's schema, and backs up what it holds before that changes anything. Done again, it does
 * nothing. What is connected meanwhile goes on: migrations leave the version before working.
 *
 * @param {object} options
 * @param {string} options.databaseUrl
 * @param {string} options.file where the backup goes; must not exist
 * @param {string} options.uploadsDir
 * @param {string | undefined} [options.secret] goes into the backup
 * @param {import('../terminal/steps.mjs').Step} options.step
 * @param {AbortSignal} [options.signal] stops it
 * @returns {Promise<{ applied: string[], backedUp: boolean, connected: string }>} the migrations that were applied; who else is
 *   connected, in words
 * @throws {OperatorError} when the database is a later version's, the backup can't be written (nothing is changed then), or a
 *   migration fails
 */
export async function upgradeDatabase({ databaseUrl, file, uploadsDir, secret, step, signal }) {
  const ours = readMigrations();
  const stored = await readApplied(databaseUrl);
  // Asked the other way round: what the database has had and this version does not know.
  const { missing: later } = compareMigrations(stored, ours);
  if (later.length > 0) {
    throw new OperatorError(
      `The database is of a later version of Frontdesk, with ${later.join(', ')}: fetch that one, or restore a backup of this one.`,
    );
  }
  const { missing: applied, changed } = compareMigrations(ours, stored);
  // Of what was changed `migrate` tells.
  const backedUp = applied.length > 0 && stored.length > 0 && changed.length === 0;
  if (backedUp)
    await step('Backup', async () => describe(await backUp({ databaseUrl, file, uploadsDir, secret, signal })));
  try {
    await step('Migrations', () => migrate(databaseUrl, signal));
  } catch (error) {
    if (!backedUp || !(error instanceof OperatorError)) throw error;
    throw new OperatorError(`${error.message}\n${wayBack(file)}`);
  }
  const client = await connect({ connectionString: databaseUrl, application_name: 'frontdesk upgrade' });
  try {
    return { applied, backedUp, connected: await describeConnected(client) };
  } finally {
    await client.end();
  }
}
