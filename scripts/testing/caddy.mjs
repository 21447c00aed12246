import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repository } from '../repository.mjs';
import { anyFreePort } from '../stack/ports.mjs';

/** What scripts/proxy/Caddyfile asks for (`client_ip_hash`); Debian 13 has an older one. */
const needed = [2, 7];
const patienceMs = 10_000;

/** This machine's Caddy: `CADDY_PATH`, or the one in the path. Undefined when there is none, or one that is too old. */
export function findCaddy() {
  const inPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'caddy'));
  return [process.env.CADDY_PATH, ...inPath].find((path) => path && existsSync(path) && isNewEnough(path));
}

/** @param {string} path */
function isNewEnough(path) {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(execFileSync(path, ['version'], { encoding: 'utf8' })) ?? [];
  return Number(major) > needed[0] || (Number(major) === needed[0] && Number(minor) >= needed[1]);
}

/**
 * Starts Caddy with the product's own Caddyfile on a free port, in front of gateways; resolves when it takes connections.
 *
 * @param {{ gateways: readonly string[] }} options their addresses, as host:port
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startCaddy({ gateways }) {
  const program = findCaddy();
  if (!program) throw new Error(`there is no Caddy of ${needed.join('.')} or newer: set CADDY_PATH`);
  const home = mkdtempSync(join(tmpdir(), 'frontdesk-caddy-'));
  const [port, adminPort] = [await anyFreePort(), await anyFreePort()];
  const child = spawn(program, ['run', '--config', join(repository, 'scripts/proxy/Caddyfile')], {
    env: {
      ...process.env,
      ...{ HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home },
      ...{ CADDY_ADMIN: `127.0.0.1:${adminPort}`, SITE_ADDRESS: `:${port}`, GATEWAYS: gateways.join(' ') },
    },
    stdio: 'ignore',
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      kill();
      await exited;
    }
    rmSync(home, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + patienceMs; !(await answers(`${url}/metrics`)); await sleep(50)) {
    if (child.exitCode === null && Date.now() < until) continue;
    await stop();
    throw new Error(`Caddy did not start on port ${port}`);
  }
  return { url, stop };
}

/** @param {string} url */
const answers = (url) =>
  fetch(url).then(
    () => true,
    () => false,
  );
