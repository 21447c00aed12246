import { join } from 'node:path';
import { OperatorError } from '../operator-error.mjs';
import { readLock, takeLock } from './lock-file.mjs';

/**
 * What a running deployment says about itself in its data folder.
 *
 * @typedef {object} Running
 * @property {number} pid
 * @property {string} startedAt tells the process from a later one of the same number
 * @property {string} [url] where it serves, once it does
 * @property {string} [databaseUrl] with the password: the file is for its owner alone
 * @property {string} [secret] the one that it signs and seals with
 * @property {string} [uploadsDir] where it keeps the files of customers
 */

/**
 * Takes `dataDir` for this process until it releases it or ends.
 *
 * @param {string} dataDir
 * @returns {{ announce(fields: Omit<Running, 'pid' | 'startedAt'>): void, release(): void }}
 * @throws {OperatorError} when a living process has it, or the folder is another user's
 */
export function lockDataDir(dataDir) {
  for (;;) {
    const lock = explaining(dataDir, () => takeLock(lockFile(dataDir)));
    if (lock) return lock;
    refuseRunning(dataDir);
  }
}

/**
 * The deployment that runs from `dataDir`.
 *
 * @param {string} dataDir
 * @returns {Running | undefined} undefined when none does
 * @throws {OperatorError} when another user's does
 */
export function readRunning(dataDir) {
  return explaining(dataDir, () => readLock(lockFile(dataDir)));
}

/**
 * @param {string} dataDir
 * @param {string} [why] what must not be done meanwhile, in a sentence
 * @throws {OperatorError} when a deployment runs from it
 */
export function refuseRunning(dataDir, why = '') {
  const running = readRunning(dataDir);
  if (!running) return;
  const { pid, url } = running;
  throw new OperatorError(
    `Frontdesk already runs from this folder (process ${pid}${url ? `, ${url}` : ''}).${why && ` ${why}`} Stop it first: Ctrl-C where it was started, or \`kill ${pid}\`.`,
  );
}

const lockFile = (dataDir) => join(dataDir, 'running.json');

function explaining(dataDir, work) {
  try {
    return work();
  } catch (error) {
    if (error.code !== 'EACCES') throw error;
    throw new OperatorError(
      `The folder ${dataDir} belongs to another user (it was made by root, or by sudo): start as that user, or move the folder away.`,
    );
  }
}
