import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identify } from './process-identity.mjs';

/**
 * Takes `file` for this process until it releases it or ends. What it announces stands in the file.
 *
 * @param {string} file its folder is made if absent
 * @param {number} [mode] who can read it: its owner, unless given
 * @returns {{ announce(fields: Record<string, unknown>): void, release(): void } | undefined} undefined where a living process
 *   has it
 */
export function takeLock(file, mode = 0o600) {
  const own = { pid: process.pid, startedAt: identify(process.pid).startedAt };
  // Written beside and put in place whole: nobody reads half a file.
  const unfinished = `${file}.${process.pid}`;
  const write = (fields) => writeFileSync(unfinished, JSON.stringify({ ...own, ...fields }), { mode });
  mkdirSync(dirname(file), { recursive: true, mode: 0o711 });
  try {
    write({});
    while (!linkNew(unfinished, file)) {
      if (readLock(file)) return undefined;
      removeStale(file);
    }
  } finally {
    rmSync(unfinished, { force: true });
  }
  return {
    announce: (fields) => {
      write(fields);
      renameSync(unfinished, file);
    },
    release: () => {
      const { pid, startedAt } = parse(readIfThere(file)) ?? {};
      if (pid === own.pid && startedAt === own.startedAt) rmSync(file, { force: true });
    },
  };
}

/**
 * What the living process says that has `file`; where it has died, which of its programs goes on.
 *
 * @param {string} file
 * @returns {{ pid: number, startedAt: string } | undefined} undefined where none has it
 */
export function readLock(file) {
  const owner = parse(readIfThere(file));
  return [owner, owner?.program].find((one) => one?.startedAt && identify(one.pid)?.startedAt === one.startedAt);
}

/** @returns whether there was none */
function linkNew(from, file) {
  try {
    linkSync(from, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return '';
  }
}

/** A machine that lost its power may leave an empty file: nobody has it. */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Removes a lock that nobody has. Renamed first, and looked at again: another process may have found it stale, too, and put its own
 * in its place meanwhile.
 *
 * @param {string} file
 */
export function removeStale(file) {
  const moved = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, moved);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return;
  }
  if (readLock(moved)) linkNew(moved, file);
  rmSync(moved);
}
