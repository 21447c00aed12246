import { spawnSync } from 'node:child_process';

// Debian's, Alpine's, Fedora's and macOS's "nobody" differ in name; the number is what counts, and needs no entry.
const UNPRIVILEGED_ID = 65534;

/**
 * The account that PostgreSQL runs under: it refuses root, so root hands it to an unprivileged one.
 *
 * @typedef {{ uid?: number, gid?: number }} Account empty for "the same as this process"
 * @returns {Account}
 */
export function postgresAccount() {
  return process.getuid?.() === 0 ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : {};
}

/**
 * Whether `account` may enter the folder `path`: asked of the system itself, since any folder above may be closed.
 *
 * @param {string} path
 * @param {Account} account
 */
export function canEnter(path, account) {
  const { status, error } = spawnSync('test', ['-x', path], { ...account, cwd: '/' });
  if (error) throw error;
  return status === 0;
}
