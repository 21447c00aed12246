import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anyFreePort } from '../stack/ports.mjs';

const patienceMs = 10_000;

/** This machine's redis-server; undefined when there is none. */
export function findRedisServer() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'redis-server'))
    .find((path) => existsSync(path));
}

/**
 * Starts a Redis of its own that keeps nothing; resolves when it takes commands.
 *
 * @param {{ port?: number }} [options] any free port unless given
 * @returns {Promise<{ url: string, port: number, kill(): Promise<void> }>} `kill` as a crash does
 */
export async function startRedisServer({ port } = {}) {
  const program = findRedisServer();
  if (!program) throw new Error('there is no redis-server: `apt-get install redis-server`');
  const dir = mkdtempSync(join(tmpdir(), 'frontdesk-redis-'));
  const onPort = port ?? (await anyFreePort());
  const settings = { port: onPort, bind: '127.0.0.1', dir, save: '', appendonly: 'no', databases: 1_000 };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(program, args, { stdio: 'ignore' });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const kill = async () => {
    process.off('exit', end);
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      end();
      await exited;
    }
    rmSync(dir, { recursive: true, force: true });
  };
  for (const until = Date.now() + patienceMs; !(await answers(onPort)); await sleep(20)) {
    if (child.exitCode === null && Date.now() < until) continue;
    await kill();
    throw new Error(`redis-server did not start on port ${onPort}`);
  }
  return { url: `redis://127.0.0.1:${onPort}`, port: onPort, kill };
}

/** @param {number} port */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (data) => socket.end(() => resolve(data.toString().startsWith('+PONG'))));
    socket.once('error', () => resolve(false));
  });
}
