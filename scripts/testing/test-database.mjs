import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterHome } from '../postgres/cluster.mjs';
import { migrate } from '../setup/migrations.mjs';
import { prepareDatabase } from '../stack/database.mjs';

/** What is gone afterwards need not outlive the machine's power; a server that is killed loses nothing. */
async function dispenseWithDisk(url) {
  // Loaded late: this module is also read before anything is installed.
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('ALTER SYSTEM SET fsync = off');
  await client.query('ALTER SYSTEM SET full_page_writes = off');
  await client.query('SELECT pg_reload_conf()');
  await client.end();
}

/**
 * Does `work` on a migrated database on a server of its own, which is gone afterwards.
 *
 * @template T
 * @param {(databaseUrl: string, server: import('../stack/stack-types.ts').Part) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withTestDatabase(work) {
  const dataDir = mkdtempSync(join(tmpdir(), 'frontdesk-test-'));
  try {
    const { part, url } = await prepareDatabase({ dataDir, log: () => {} });
    try {
      await part.start();
      await dispenseWithDisk(url);
      await migrate(url);
      return await work(url, part);
    } finally {
      await part.stop();
    }
  } finally {
    for (const folder of [clusterHome(dataDir), dataDir]) rmSync(folder, { recursive: true, force: true });
  }
}
