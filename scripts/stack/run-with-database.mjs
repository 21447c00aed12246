import { OperatorError } from '../operator-error.mjs';
import { hasCluster } from '../postgres/cluster.mjs';
import { nameOf } from '../postgres/connect.mjs';
import { dataDir as ourDataDir } from '../setup/data-dir.mjs';
import { migrate } from '../setup/migrations.mjs';
import { hasSecret, readSecret } from '../setup/secret.mjs';
import { checkDatabaseUrl } from '../setup/variables.mjs';
import { prepareDatabase } from './database.mjs';
import { lockDataDir, readRunning } from './lock.mjs';

/**
 * @typedef {object} Access
 * @property {string} databaseUrl
 * @property {string | undefined} secret the deployment's, where it has one
 * @property {string} name of the database, in words
 * @property {import('./lock.mjs').Running} [running] the deployment whose database it is, where that runs from this folder
 */

/**
 * Does `work` on the database of this folder's deployment, whether that runs or not: a stopped database is started for
 * it, and stopped after it. `DATABASE_URL` names another one.
 *
 * @template T
 * @param {(access: Access) => Promise<T>} work
 * @param {object} [options]
 * @param {boolean} [options.migrates] whether a database that is started for it is brought to this version's schema first
 * @param {boolean} [options.creates] whether one is made where there is none
 * @param {string} [options.dataDir]
 * @returns {Promise<T>}
 * @throws {OperatorError} where there is none, unless one is made
 */
export async function runWithDatabase(work, { migrates = true, creates = false, dataDir = ourDataDir } = {}) {
  if (!creates) refuseNoDatabase(dataDir);
  checkDatabaseUrl(process.env.DATABASE_URL);
  const found = readRunning(dataDir);
  const databaseUrl = process.env.DATABASE_URL || found?.databaseUrl;
  const running = databaseUrl === found?.databaseUrl ? found : undefined;
  // What runs knows best: a service is given its secret where this shell has none, and the folder may have one from before.
  const secret = running?.secret || process.env.SECRET || (hasSecret(dataDir) ? readSecret(dataDir) : undefined);
  if (databaseUrl) return work({ databaseUrl, secret, name: `the ${nameOf(databaseUrl)}`, running });
  const lock = lockDataDir(dataDir);
  try {
    const { part, url, folder } = await prepareDatabase({ dataDir, log: () => {} });
    try {
      await part.start();
      if (migrates) await migrate(url);
      return await work({ databaseUrl: url, secret, name: `the database in ${folder}` });
    } finally {
      await part.stop();
    }
  } finally {
    lock.release();
  }
}

/**
 * @param {string} [dataDir]
 * @throws {OperatorError} where neither this folder nor `DATABASE_URL` has a database: an empty one would answer for the one
 *   that is meant
 */
export function refuseNoDatabase(dataDir = ourDataDir) {
  if (process.env.DATABASE_URL || readRunning(dataDir) || hasCluster(dataDir)) return;
  throw new OperatorError(
    `There is no database in ${dataDir}: set DATABASE_URL, or in containers: \`docker compose exec gateway node apps/gateway/dist/admin.js …\`. scripts/OPERATIONS.md has the commands, also those for backups and upgrades.`,
  );
}
