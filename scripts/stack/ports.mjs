import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { OperatorError } from '../operator-error.mjs';

const TRIED = 100;
/** Below those that systems give to connections, and to whoever lets them choose: they take none of these before we use it. */
const OURS = { from: 20_000, to: 30_000 };
/** @type {Set<number>} */
const given = new Set();

/**
 * The first free port at or after `wanted`.
 *
 * @param {number} wanted
 * @param {{ isFree?: (port: number) => Promise<boolean> }} [options] replaced in tests of the search alone
 * @returns {Promise<number>}
 */
export async function firstFreePort(wanted, { isFree = isPortFree } = {}) {
  for (let port = wanted; port < wanted + TRIED && port <= 65_535; port += 1) if (await isFree(port)) return port;
  return anyFreePort();
}

/**
 * The port to serve at: the wanted one or, unless that was asked for, the first free one after it.
 *
 * @param {number} wanted
 * @param {{ isGiven: boolean, isFree?: (port: number) => Promise<boolean> }} options `isGiven`: it was asked for
 * @throws {OperatorError} when that one is taken: a proxy, or whoever was told of it, would not find us at another
 */
export async function choosePort(wanted, { isGiven, isFree = isPortFree }) {
  if (!isGiven) return firstFreePort(wanted, { isFree });
  if (await isFree(wanted)) return wanted;
  throw new OperatorError(`Port ${wanted} is taken by another program.`);
}

/**
 * A free port, which this process gives nobody else.
 *
 * @returns {Promise<number>}
 */
export async function anyFreePort() {
  for (let tries = 0; tries < TRIED; tries += 1) {
    const port = randomInt(OURS.from, OURS.to);
    if (given.has(port)) continue;
    given.add(port);
    if (await isPortFree(port)) return port;
  }
  return listenOnce(0, '127.0.0.1');
}

/**
 * Whether nobody listens on `port`, on any address of this machine: a browser that opens `localhost` may go to `::1`,
 * where another program would answer in our place.
 *
 * @param {number} port
 * @param {{ listen?: (port: number, host: string) => Promise<number> }} [options] replaced in tests alone
 * @throws {OperatorError} when this user may listen on none of that number
 */
export async function isPortFree(port, { listen = listenOnce } = {}) {
  for (const host of ['127.0.0.1', '0.0.0.0', '::1', '::']) {
    try {
      await listen(port, host);
    } catch (error) {
      // Of a higher one it means that the system keeps it for others, as Windows does.
      if (error.code === 'EACCES' && port < 1024) throw forRootAlone(port);
      // A machine without IPv6 has nobody there either.
      if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') return false;
    }
  }
  return true;
}

const forRootAlone = (port) =>
  new OperatorError(
    `Port ${port} cannot be used: ports below 1024 need root. Set PORT to one above 1023, or put a proxy in front.`,
  );

function listenOnce(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const { port: got } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(got));
    });
  });
}
