import { connect } from 'node:net';
import { anyFreePort } from '../stack/ports.mjs';
import { placesOf, startProgram } from './own-program.mjs';

/** This machine's redis-server; undefined when there is none. */
export function findRedisServer() {
  return placesOf('redis-server')[0];
}

/**
 * Starts a Redis of its own that keeps nothing; resolves when it takes commands.
 *
 * @param {{ port?: number }} [options] any free port unless given
 * @returns {Promise<{ url: string, port: number, pid: number, kill(): Promise<void> }>} `kill` as a crash does
 */
export async function startRedisServer({ port } = {}) {
  const program = findRedisServer();
  if (!program) throw new Error('there is no redis-server: `apt-get install redis-server`');
  const onPort = port ?? (await anyFreePort());
  const commandIn = (/** @type {string} */ dir) => {
    const settings = { port: onPort, bind: '127.0.0.1', dir, save: '', appendonly: 'no', databases: 1_000 };
    return { program, args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]) };
  };
  const started = await startProgram(`redis-server on port ${onPort}`, commandIn, () => answers(onPort));
  return { url: `redis://127.0.0.1:${onPort}`, port: onPort, ...started };
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (data) => socket.end(() => resolve(data.toString().startsWith('+PONG'))));
    socket.once('error', () => resolve(false));
  });
}
