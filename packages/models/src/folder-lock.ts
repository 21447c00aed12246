import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { ModelError } from './model-error.ts';

const POLL_MS = 200;
const TOUCH_MS = 2_000;
/** A lock that nobody touched for so long belongs to a process that was killed. */
const STALE_MS = 60_000;
/** Until then a lock from the future, of a clock that goes ahead, may still belong to a living process. */
const GIVE_UP_MS = 30 * 60_000;

/** A held lock. */
export interface FolderLock {
  /** Says that the holder is alive, and its folder in use; long synchronous work must call it now and then. */
  touch(): void;
  release(): void;
}

/**
 * Takes the lock file, waiting for a living holder (`onWait` is called once). For a prepared folder it only spares work: that
 * is made in a folder of its own and renamed into place, so two holders (after a holder slept for a minute) do no harm. Of a
 * hub's files two holders would write the same parts: what came is checked, and one of them may fail.
 * While it is held, `folder` keeps a new date, if it is there. Throws ModelError `cache_locked` after half an hour without
 * a sign of life.
 */
export async function takeFolderLock(
  path: string,
  onWait: () => void,
  { signal, folder }: { signal?: AbortSignal | undefined; folder?: string } = {},
): Promise<FolderLock> {
  const owner = `${hostname()} ${process.pid} ${randomUUID()}`;
  let touched = touchedAt(path);
  let heard = performance.now();
  for (let waits = 0; ; waits++) {
    if (tryCreate(path, owner)) return hold(path, owner, folder);
    if (isAbandoned(path)) {
      rmSync(path, { force: true });
      continue;
    }
    if (waits === 0) onWait();
    const before = touched;
    touched = touchedAt(path);
    if (touched !== before) heard = performance.now();
    if (performance.now() - heard > GIVE_UP_MS) {
      throw new ModelError(
        'cache_locked',
        `Another process prepares the model and has shown no sign of life for too long. It holds ${path}.`,
      );
    }
    await delay(POLL_MS, undefined, { signal });
  }
}

function tryCreate(path: string, owner: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeFileSync(file, owner);
    return true;
  } catch (error) {
    // On a full disk: others would wait for nobody.
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

/** By the clock of its file system. */
function touchedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

function isAbandoned(path: string): boolean {
  const touched = touchedAt(path);
  if (touched === undefined) return false;
  if (Date.now() - touched > STALE_MS) return true;
  const [host, pid] = readOwner(path).split(' ');
  return host === hostname() && pid !== undefined && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Gives a path a new date, which says that it is in use. What has gone, or is another's now, stays as it is. */
export function touchPath(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // It is called by timers: nobody would catch it there.
  }
}

function hold(path: string, owner: string, folder: string | undefined): FolderLock {
  const touch = () => {
    if (readOwner(path) === owner) touchPath(path);
    if (folder) touchPath(folder);
  };
  const timer = setInterval(touch, TOUCH_MS);
  return {
    touch,
    release: () => {
      clearInterval(timer);
      if (readOwner(path) === owner) rmSync(path, { force: true });
    },
  };
}

/** The holder's name, or nothing if the lock has gone in the meantime. */
function readOwner(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
