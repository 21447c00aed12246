import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sourcesDir } from './cache-folder.ts';
import { type FolderLock, takeFolderLock, touchPath } from './folder-lock.ts';
import { ModelError, usingCache } from './model-error.ts';
import type { OnProgress } from './progress.ts';

export interface PreparedFolderOptions<Content> {
  /** The folder to be there at the end. */
  dir: string;
  cacheDir: string;
  /** Reads it and checks that it is whole. Throws ModelError `not_prepared` if it is not. */
  read(dir: string): Promise<Content>;
  /** Makes it at another place: fetches and converts. */
  make(outputDir: string, lock: FolderLock): Promise<void>;
  onProgress: OnProgress;
  signal?: AbortSignal | undefined;
}

/** Left behind by a killed process if it is so old: who works in a folder keeps its date new. */
const ABANDONED_MS = 60 * 60_000;

/** Another version of a model that nobody has asked for during so long: each use gives a folder a new date. */
const UNUSED_MS = 90 * 24 * 60 * 60_000;

/** How folders end that are being made, or replaced; a model's own name may have the word in it. */
const PARTIAL = /\.partial-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DOWNLOAD = /^download-/;

/**
 * Finds a folder, or makes it; any number of processes may do so at once. It is either whole or not there: it is made
 * beside its place and renamed. A damaged one is made anew. Throws what `read` and `make` throw, and ModelError
 * `cache_locked`, `cache_unusable` or `disk_full`.
 */
export function prepareFolder<Content>(options: PreparedFolderOptions<Content>): Promise<Content> {
  return usingCache(options.cacheDir, async () => {
    const found = await readIfSound(options);
    return 'content' in found ? found.content : prepareLocked(options);
  });
}

async function prepareLocked<Content>(options: PreparedFolderOptions<Content>): Promise<Content> {
  const { dir, cacheDir, read, onProgress, signal } = options;
  await mkdir(dirname(dir), { recursive: true });
  const partial = `${dir}.partial-${randomUUID()}`;
  const onWait = () => onProgress({ step: 'wait' });
  const lock = await takeFolderLock(`${dir}.lock`, onWait, { signal, folder: partial });
  try {
    const madeByOther = await readIfSound(options);
    if ('content' in madeByOther) return madeByOther.content;
    if (madeByOther.damage) onProgress({ step: 'rebuild', reason: madeByOther.damage });
    await removeOlder(dirname(dir), (name) => PARTIAL.test(name), ABANDONED_MS);
    await removeOlder(sourcesDir(cacheDir), (name) => DOWNLOAD.test(name), ABANDONED_MS);
    await makeInto(partial, options, lock);
    await removeOlder(dirname(dir), (name) => isOfSameModel(name, basename(dir)), UNUSED_MS);
    return await read(dir);
  } finally {
    lock.release();
  }
}

/** What is in the folder; or what is wrong with it, which is nothing if there is none. */
async function readIfSound<Content>({
  dir,
  read,
}: PreparedFolderOptions<Content>): Promise<{ content: Content } | { damage?: string }> {
  try {
    const content = await read(dir);
    touchPath(dir);
    return { content };
  } catch (error) {
    if (!(error instanceof ModelError) || error.code !== 'not_prepared') throw error;
    const exists = await stat(dir).catch(() => undefined);
    return exists ? { damage: error.message } : {};
  }
}

async function makeInto<Content>(
  partial: string,
  { dir, make }: PreparedFolderOptions<Content>,
  lock: FolderLock,
): Promise<void> {
  try {
    await make(partial, lock);
    await replaceFolder(partial, dir);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Puts a folder in the place of another; a process that has the old files open or mapped keeps them. */
async function replaceFolder(from: string, to: string): Promise<void> {
  const old = `${to}.partial-${randomUUID()}`;
  await rename(to, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(from, to);
  await rm(old, { recursive: true, force: true });
}

/** Whether both are folders of one model, as `preparedDir` names them. */
function isOfSameModel(one: string, other: string): boolean {
  const [name, otherName] = [one, other].map((folder) => /^(.+)-[0-9a-f]{12}-/.exec(folder)?.[1]);
  return name !== undefined && name === otherName;
}

async function removeOlder(folder: string, isMeant: (name: string) => boolean, ageMs: number): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names.filter(isMeant)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > ageMs) await rm(path, { recursive: true, force: true });
  }
}
