import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../operator-error.mjs';
import { identify } from './process-identity.mjs';

/**
 * What a running deployment says about itself in its data folder.
 *
 * @typedef {object} Running
 * @property {number} pid
 * @property {string} startedAt tells the process from a later one of the same number
 * @property {string} [url] where it serves, once it does
 * @property {string} [databaseUrl] with the password: the file is for its owner alone
 */

/**
 * Takes `dataDir` for this process until it releases it or ends.
 *
 * @param {string} dataDir
 * @returns {{ announce(fields: { url?: string, databaseUrl?: string }): void, release(): void }}
 * @throws {OperatorError} when a living process has it
 */
export function lockDataDir(dataDir) {
  const file = lockFile(dataDir);
  const own = { pid: process.pid, startedAt: identify(process.pid).startedAt };
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  // Written beside and put in place whole: nobody reads half a file.
  const unfinished = `${file}.${process.pid}`;
  const write = (fields) => writeFileSync(unfinished, JSON.stringify({ ...own, ...fields }), { mode: 0o600 });
  write({});
  for (;;) {
    try {
      linkSync(unfinished, file);
      rmSync(unfinished);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const other = readRunning(dataDir);
    if (other) {
      rmSync(unfinished);
      refuseSecondStart(other);
    }
    removeStale(file);
  }
  return {
    announce: (fields) => {
      write(fields);
      renameSync(unfinished, file);
    },
    release: () => rmSync(file, { force: true }),
  };
}

/**
 * The deployment that runs from `dataDir`.
 *
 * @param {string} dataDir
 * @returns {Running | undefined} undefined when none does
 */
export function readRunning(dataDir) {
  let running;
  try {
    running = JSON.parse(readFileSync(lockFile(dataDir), 'utf8'));
  } catch (error) {
    // A machine that lost its power may leave an empty file: nobody runs from it.
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
  return identify(running.pid)?.startedAt === running.startedAt ? running : undefined;
}

/**
 * @param {string} dataDir
 * @throws {OperatorError} when a deployment runs from it
 */
export function refuseRunning(dataDir) {
  const running = readRunning(dataDir);
  if (running) refuseSecondStart(running);
}

/**
 * @param {Running} running
 * @returns {never}
 */
function refuseSecondStart({ pid, url }) {
  throw new OperatorError(
    `Frontdesk already runs from this folder (process ${pid}${url ? `, ${url}` : ''}). Stop it first: Ctrl-C where it was started, or \`kill ${pid}\`.`,
  );
}

/** Renamed first: of two processes that both found the file stale, one succeeds. */
function removeStale(file) {
  const stale = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, stale);
    rmSync(stale);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

const lockFile = (dataDir) => join(dataDir, 'running.json');
