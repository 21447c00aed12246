import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '../operator-error.mjs';
import { identify } from '../stack/process-identity.mjs';
import { ROLE } from './cluster.mjs';

// The shell becomes the server. What it leaves behind waits for the end of standard input, which comes when the
// supervisor ends, however it ends, and then asks for a fast shutdown: no server outlives its supervisor.
const SERVER_THAT_ENDS_WITH_US =
  'exec 3<&0 </dev/null; (read -r _ <&3; kill -INT $$ 2>/dev/null) & exec 3<&-; exec "$@"';

/**
 * Starts the server of a cluster, in a process group of its own. It ends when `child.stdin` ends, or with SIGINT.
 *
 * @param {import('./cluster.mjs').Cluster} cluster
 * @param {number} port on 127.0.0.1
 * @returns {import('node:child_process').ChildProcess}
 */
export function spawnServer({ binaries, folder, account }, port) {
  const command = [binaries.path('postgres'), ...serverArguments(folder, port)];
  return spawn('/bin/sh', ['-c', SERVER_THAT_ENDS_WITH_US, 'postgres', ...command], {
    ...account,
    cwd: '/',
    detached: true,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/**
 * @param {string} folder the cluster's
 * @param {number} port
 */
export function serverArguments(folder, port) {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '64MB',
    synchronous_commit: 'on',
    jit: 'off',
    timezone: 'UTC',
    // A failed statement would be logged with its values, which may be a customer's words: PostgreSQL logs how the
    // server is, what failed is the business of the process that sent the statement.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_line_prefix: '',
  };
  return ['-D', folder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/**
 * The address of a database on the server, with role and password.
 *
 * @param {import('./cluster.mjs').Cluster} cluster
 * @param {number} port
 * @param {string} [database] the product's own unless given
 */
export function databaseUrl(cluster, port, database = ROLE) {
  return `postgresql://${ROLE}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

/**
 * Stops a server that an earlier, killed supervisor left behind on this cluster. The caller holds the data folder's
 * lock, so no living supervisor owns it.
 *
 * @param {import('./cluster.mjs').Cluster} cluster
 * @returns {Promise<boolean>} whether there was one
 */
export async function stopOrphan(cluster) {
  const { pid } = readPidFile(cluster) ?? {};
  const serves = () => pid !== undefined && identify(pid)?.command.includes(cluster.folder) === true;
  if (!serves()) return false;
  process.kill(pid, 'SIGINT');
  for (let waitedMs = 0; serves(); waitedMs += 50) {
    if (waitedMs >= 30_000) throw new OperatorError(`PostgreSQL (process ${pid}) of an earlier run does not stop.`);
    await sleep(50);
  }
  return true;
}

/**
 * Waits until the server answers, and makes the product's database if it is not there yet.
 *
 * @param {import('node:child_process').ChildProcess} child the server
 * @param {import('./cluster.mjs').Cluster} cluster
 * @param {number} port
 * @param {AbortSignal} signal
 */
export async function untilServing(child, cluster, port, signal) {
  // Asked earlier, it would refuse, and log each refusal. The file may still be that of a server that was killed.
  for (;;) {
    const { pid, status } = readPidFile(cluster) ?? {};
    if (pid === child.pid && status === 'ready') break;
    await sleep(20, undefined, { signal });
  }
  // Loaded late: this module is also read before anything is installed.
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: databaseUrl(cluster, port, 'postgres') });
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [ROLE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${ROLE}`);
  } finally {
    await client.end();
  }
}

/** What a server says about itself in its data folder; undefined when none has, or has not yet. */
function readPidFile({ folder }) {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), status: lines[7]?.trim() };
}
