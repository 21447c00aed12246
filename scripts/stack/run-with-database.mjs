import { dataDir } from '../setup/data-dir.mjs';
import { migrate } from '../setup/migrations.mjs';
import { readSecret } from '../setup/secret.mjs';
import { checkDatabaseUrl } from '../setup/variables.mjs';
import { prepareDatabase } from './database.mjs';
import { lockDataDir, readRunning } from './lock.mjs';

/**
 * Does `work` on the database of this folder's deployment, whether that runs or not: a stopped database is started for
 * it, and stopped after it. `DATABASE_URL` names another one.
 *
 * @template T
 * @param {(access: { databaseUrl: string, secret: string }) => Promise<T>} work
 * @param {{ migrates?: boolean }} [options] whether a database that is started for it is brought to this version's schema
 *   first. Defaults to true
 * @returns {Promise<T>}
 */
export async function runWithDatabase(work, { migrates = true } = {}) {
  const secret = process.env.SECRET || readSecret(dataDir);
  checkDatabaseUrl(process.env.DATABASE_URL);
  const databaseUrl = process.env.DATABASE_URL ?? readRunning(dataDir)?.databaseUrl;
  if (databaseUrl) return work({ databaseUrl, secret });
  const lock = lockDataDir(dataDir);
  try {
    const { part, url } = await prepareDatabase({ dataDir, log: () => {} });
    try {
      await part.start();
      if (migrates) await migrate(url);
      return await work({ databaseUrl: url, secret });
    } finally {
      await part.stop();
    }
  } finally {
    lock.release();
  }
}
