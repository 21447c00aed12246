import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperatorError } from '../operator-error.mjs';
import { identify } from './process-identity.mjs';

/**
 * Takes `file` for this process until it releases it or ends. What it announces stands in the file, which only its owner can
 * read.
 *
 * @param {string} file its folder is made if absent
 * @returns {{ announce(fields: Record<string, unknown>): void, release(): void } | undefined} undefined where a living process
 *   has it
 * @throws {OperatorError} when the folder is another user's
 */
export function takeLock(file) {
  const own = { pid: process.pid, startedAt: identify(process.pid).startedAt };
  // Written beside and put in place whole: nobody reads half a file.
  const unfinished = `${file}.${process.pid}`;
  const write = (fields) => writeFileSync(unfinished, JSON.stringify({ ...own, ...fields }), { mode: 0o600 });
  explaining(file, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o711 });
    write({});
  });
  for (;;) {
    try {
      linkSync(unfinished, file);
      rmSync(unfinished);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (readLock(file)) {
      rmSync(unfinished);
      return undefined;
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
 * What the living process says that has `file`.
 *
 * @param {string} file
 * @returns {{ pid: number, startedAt: string } | undefined} undefined where none has it
 * @throws {OperatorError} when it is another user's
 */
export function readLock(file) {
  const text = explaining(file, () => readIfThere(file));
  const owner = parse(text);
  return owner && identify(owner.pid)?.startedAt === owner.startedAt ? owner : undefined;
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

function explaining(file, work) {
  try {
    return work();
  } catch (error) {
    if (error.code !== 'EACCES') throw error;
    throw new OperatorError(
      `The folder ${dirname(file)} belongs to another user (it was made by root, or by sudo): start as that user, or move the folder away.`,
    );
  }
}
