import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../repository.mjs';
import { anyFreePort } from '../stack/ports.mjs';
import { placesOf, startProgram } from './own-program.mjs';

/** What scripts/proxy/Caddyfile asks for (`handle_errors` with status codes); Debian 13 has an older one. */
export const oldestCaddy = '2.8';

/** This machine's Caddy: `CADDY_PATH`, or the one in the path. Undefined when there is none, or one that is too old. */
export function findCaddy() {
  return [process.env.CADDY_PATH, ...placesOf('caddy')].find(
    (path) => path && existsSync(path) && isNewEnough(versionOf(path)),
  );
}

/** @param {string} path */
const versionOf = (path) => execFileSync(path, ['version'], { encoding: 'utf8' });

/** @param {string} version as `caddy version` says it */
export function isNewEnough(version) {
  const [[major = 0, minor = 0], [oldestMajor = 0, oldestMinor = 0]] = [numbersOf(version), numbersOf(oldestCaddy)];
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** @param {string} version */
const numbersOf = (version) => /(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? [];

/**
 * Starts Caddy with the product's own Caddyfile on a free port, in front of gateways; resolves when it takes connections.
 *
 * @param {{ gateways: readonly string[] }} options their addresses, as host:port
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startCaddy({ gateways }) {
  const program = findCaddy();
  if (!program) throw new Error(`there is no Caddy of ${oldestCaddy} or newer: set CADDY_PATH`);
  const [port, adminPort] = [await anyFreePort(), await anyFreePort()];
  const url = `http://127.0.0.1:${port}`;
  const commandIn = (/** @type {string} */ home) => ({
    program,
    args: ['run', '--config', join(repository, 'scripts/proxy/Caddyfile')],
    env: {
      ...process.env,
      ...{ HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home },
      ...{ CADDY_ADMIN: `127.0.0.1:${adminPort}`, SITE_ADDRESS: `:${port}`, GATEWAYS: gateways.join(' ') },
    },
  });
  const { kill } = await startProgram(`Caddy on port ${port}`, commandIn, () => answers(`${url}/metrics`));
  return { url, stop: kill };
}

/** @param {string} url */
const answers = (url) =>
  fetch(url).then(
    () => true,
    () => false,
  );
