import { openCluster } from '../postgres/cluster.mjs';
import { databaseUrl, spawnServer, stopOrphan, untilServing } from '../postgres/server.mjs';
import { Part } from './part.mjs';
import { anyFreePort } from './ports.mjs';

/**
 * Makes ready to start the PostgreSQL that ships with Frontdesk, on a free port. The caller holds `dataDir`'s lock.
 *
 * @param {{ dataDir: string, log: import('./applications.mjs').PartLog }} options
 * @returns {Promise<{ part: Part, url: string, folder: string }>} the part, not started yet; `folder` holds the data
 */
export async function prepareDatabase({ dataDir, log }) {
  const cluster = openCluster(dataDir);
  const note = (text) => log('frontdesk', text, 'warn');
  const port = await anyFreePort();
  const part = new Part({
    name: 'database',
    spawn: async () => {
      if (await stopOrphan(cluster)) note('stopped a database that an earlier run had left behind');
      return spawnServer(cluster, port);
    },
    untilReady: (child, signal) => untilServing(child, cluster, port, signal),
    // A fast shutdown: connections are closed, nothing is lost.
    stopSignal: 'SIGINT',
    graceMs: 20_000,
    onLine: (line) => log('database', line),
    onNotice: note,
  });
  return { part, url: databaseUrl(cluster, port), folder: cluster.folder };
}
