import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterHome } from '../postgres/cluster.mjs';
import { migrate } from '../setup/migrations.mjs';
import { prepareDatabase } from '../stack/database.mjs';

/**
 * Does `work` on a migrated database on a server of its own, which is gone afterwards.
 *
 * @template T
 * @param {(databaseUrl: string, server: import('../stack/part.mjs').Part) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withTestDatabase(work) {
  const dataDir = mkdtempSync(join(tmpdir(), 'frontdesk-test-'));
  try {
    const { part, url } = await prepareDatabase({ dataDir, log: () => {} });
    try {
      await part.start();
      await migrate(url);
      return await work(url, part);
    } finally {
      await part.stop();
    }
  } finally {
    for (const folder of [clusterHome(dataDir), dataDir]) rmSync(folder, { recursive: true, force: true });
  }
}
