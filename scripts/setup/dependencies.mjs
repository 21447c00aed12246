import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../repository.mjs';
import { refuseRunning } from '../stack/lock.mjs';
import { runCommand } from './command.mjs';
import { dataDir } from './data-dir.mjs';

/** Whatever NODE_ENV or npm's `omit` say: builds need what is for development, and native parts are optional packages. */
export const includesAll = ['--include=dev', '--include=optional'];

/**
 * Installs what package-lock.json says, where that is not installed yet. An installation that agrees with the lock file
 * is left alone, whoever made it.
 *
 * @param {(progress: string) => void} report
 * @param {{ root: string, dataDir: string }} [where]
 * @param {(pid: number) => void} [onStarted] told the program that installs
 * @returns {Promise<string>} what was done
 * @throws {import('../operator-error.mjs').OperatorError} when it fails, or a deployment runs that would lose its packages
 */
export async function installDependencies(report, where = { root: repository, dataDir }, onStarted) {
  const readLock = (file) => readPackages(join(where.root, file));
  const isThere = (path) => existsSync(join(where.root, path));
  const missing = firstDifference(readLock('package-lock.json'), readLock('node_modules/.package-lock.json'), isThere);
  if (!missing) return 'up to date';
  refuseRunning(where.dataDir, `Its packages would be taken away (${missing}).`);
  report(`npm ci, because ${missing}`);
  const args = ['ci', ...includesAll, '--no-audit', '--no-fund', '--loglevel=error'];
  await runCommand('npm', args, { title: 'npm ci', cwd: where.root, onStarted });
  return 'installed';
}

/**
 * What the lock file wants and the installation lacks. npm writes the installation's own lock file last, so an
 * interrupted installation has none.
 *
 * @param {Record<string, LockEntry>} wanted the packages of package-lock.json
 * @param {Record<string, LockEntry> | undefined} installed those of node_modules/.package-lock.json
 * @param {(path: string) => boolean} exists whether a path of the repository exists
 * @param {{ platform: string, arch: string }} [machine] this one unless given; under Linux with glibc, as all that is supported
 * @returns {string | undefined} in words; undefined when nothing is lacking
 *
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockEntry
 */
export function firstDifference(wanted, installed, exists, machine = process) {
  if (!installed) return 'nothing is installed yet';
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.includes('node_modules/')) continue;
    const present = installed[path];
    if (!present && entry.optional && !isMadeFor(machine, entry)) continue;
    if (!present || !exists(path)) return `${path} is missing`;
    if (present.version !== entry.version || present.integrity !== entry.integrity) return `${path} has changed`;
  }
  return undefined;
}

/**
 * Whether a package is a program for this very platform: npm leaves out other platforms', and what replaces a program where there
 * is none.
 *
 * @param {{ platform: string, arch: string }} machine
 * @param {LockEntry} entry
 */
function isMadeFor({ platform, arch }, { os, cpu, libc }) {
  const fits = (list, value) => !list || list.includes(value);
  return Boolean(os || cpu) && fits(os, platform) && fits(cpu, arch) && fits(libc, platform === 'linux' ? 'glibc' : '');
}

function readPackages(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : undefined;
}
