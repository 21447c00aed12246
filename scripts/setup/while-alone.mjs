import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readLock, takeLock } from '../stack/lock-file.mjs';
import { identify } from '../stack/process-identity.mjs';
import { dataDir } from './data-dir.mjs';

const ASK_MS = 500;

/** That nothing can be written: the folder is another user's, or of a file system that is only read. */
const CLOSED = ['EACCES', 'EPERM', 'EROFS'];

/**
 * Does `work` while no other process sets this folder up: each would take away what the other one makes, `npm ci` above all.
 * Waits until the other one is done, or has died. Where this process cannot write it goes without: it may have nothing to make.
 *
 * @template T
 * @param {(announce: (pid: number) => void) => Promise<T>} work told how to announce a program that would go on without this
 *   process: it is waited for, too
 * @param {object} options
 * @param {import('../terminal/steps.mjs').Step} options.step tells what is waited for
 * @param {AbortSignal | undefined} [options.signal] ends the wait
 * @param {string} [options.file] the lock
 * @returns {Promise<T>}
 */
export async function whileAlone(work, { step, signal, file = join(dataDir, 'setting-up.json') }) {
  let lock = takeTurn(file);
  if (!lock) {
    await step('Another set-up of this folder', async (report) => {
      while (!lock) {
        const other = readLock(file);
        if (other) report(`waiting for process ${other.pid}`);
        await sleep(ASK_MS, undefined, { signal });
        lock = takeTurn(file);
      }
      return 'has ended';
    });
  }
  try {
    return await work((pid) => lock.announce({ program: { pid, startedAt: identify(pid)?.startedAt } }));
  } finally {
    lock.release();
  }
}

/** @param {string} file */
function takeTurn(file) {
  try {
    // Whoever else sets up here may be another user.
    return takeLock(file, 0o644);
  } catch (error) {
    if (!CLOSED.includes(error.code)) throw error;
    return { announce: () => {}, release: () => {} };
  }
}
