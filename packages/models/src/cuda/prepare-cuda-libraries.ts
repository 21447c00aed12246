import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, statfs, symlink, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { z } from 'zod';
import { defaultCacheDir, sourcesDir } from '../cache-folder.ts';
import { isThere } from '../fetch/fetch-from-wheel.ts';
import type { PipOptions } from '../fetch/retry-pip.ts';
import { withWheel } from '../fetch/with-wheel.ts';
import type { FolderLock } from '../folder-lock.ts';
import { diskFull, ModelError } from '../model-error.ts';
import type { SourceOptions } from '../prepare-model.ts';
import { checkSizes, MANIFEST, readManifest } from '../prepared-files.ts';
import { prepareFolder } from '../prepared-folder.ts';
import type { OnProgress } from '../progress.ts';
import {
  bytesNeeded,
  CUDA_TARGET,
  CUDA_VERSION,
  CUDA_WHEELS,
  isWantedLibrary,
  type LibraryWheel,
} from './cuda-wheels.ts';

const WHAT = 'folder of CUDA libraries';
/** Sizes by file. */
const manifestSchema = z.record(
  z.string(),
  z.int().transform((bytes) => ({ bytes })),
);
/** cuDNN's loader asks for it by this name. */
const LINKS = { 'libcudnn.so': 'libcudnn.so.9', 'libnvrtc.so': 'libnvrtc.so.13' };

export interface PrepareCudaOptions extends SourceOptions {
  /** Defaults to ONNX Runtime's CUDA build and what it needs. */
  wheels?: readonly LibraryWheel[];
}

/**
 * Finds ONNX Runtime's CUDA build in the cache folder, or fetches it there with what it needs of CUDA and cuDNN: all
 * libraries in one folder. What has been fetched is kept until all is there. Returns the folder.
 * Throws ModelError with a message for people.
 */
export async function prepareCudaLibraries(options: PrepareCudaOptions = {}): Promise<string> {
  const { wheels = CUDA_WHEELS, onProgress = () => {}, signal } = options;
  const cacheDir = resolve(options.cacheDir ?? defaultCacheDir());
  const dir = join(cacheDir, 'cuda', CUDA_VERSION);
  const make = (outputDir: string, lock: FolderLock) => makeFolder(outputDir, lock, wheels, cacheDir, options);
  return prepareFolder({ dir, cacheDir, read: readFolder, make, onProgress, signal });
}

/** Checks, by size, that everything is there. Throws ModelError `not_prepared`. */
async function readFolder(dir: string): Promise<string> {
  await checkSizes(WHAT, dir, await readManifest(WHAT, dir, manifestSchema));
  return dir;
}

async function makeFolder(
  outputDir: string,
  lock: FolderLock,
  wheels: readonly LibraryWheel[],
  cacheDir: string,
  options: PrepareCudaOptions,
): Promise<void> {
  const { onProgress = () => {}, signal } = options;
  const total = wheels.reduce((sum, { bytes }) => sum + bytes, 0);
  await mkdir(outputDir, { recursive: true });
  await mkdir(sourcesDir(cacheDir), { recursive: true });
  await checkRoom(outputDir, wheels, cacheDir);
  const fetched: string[] = [];
  let before = 0;
  for (const wheel of wheels) {
    // One progress over all wheels, so that the total size is seen from the beginning.
    const onWheel: OnProgress = (progress) => {
      lock.touch();
      onProgress(progress.step === 'download' ? { ...progress, bytes: before + progress.bytes, total } : progress);
    };
    fetched.push(await fetchWheel(wheel, cacheDir, { ...options, onProgress: onWheel }));
    before += wheel.bytes;
  }
  const sizes: Record<string, number> = {};
  for (const [index, archive] of fetched.entries()) {
    signal?.throwIfAborted();
    lock.touch();
    onProgress({ step: 'unpack', bytes: index, total: fetched.length });
    Object.assign(sizes, await unpackLibraries(archive, outputDir));
  }
  for (const [name, target] of Object.entries(LINKS)) {
    if (target in sizes) await symlink(target, join(outputDir, name));
  }
  await writeFile(join(outputDir, MANIFEST), JSON.stringify(sizes), { flush: true });
  for (const archive of fetched) await rm(archive);
}

async function checkRoom(outputDir: string, wheels: readonly LibraryWheel[], cacheDir: string): Promise<void> {
  const fetched: LibraryWheel[] = [];
  for (const wheel of wheels) {
    const kept = await stat(keptPath(wheel, cacheDir)).catch(() => undefined);
    // By size: they are hashed when it is their turn.
    if (kept?.size === wheel.bytes) fetched.push(wheel);
  }
  const { bavail, bsize } = await statfs(outputDir);
  const needed = bytesNeeded(wheels, fetched);
  if (bavail * bsize >= needed) return;
  throw diskFull(cacheDir, undefined, ` (${Math.ceil(needed / 1e6)} MB are wanted while CUDA's libraries are fetched)`);
}

function keptPath({ sha256 }: LibraryWheel, cacheDir: string): string {
  return join(sourcesDir(cacheDir), `${sha256}.whl`);
}

async function fetchWheel(wheel: LibraryWheel, cacheDir: string, options: PipOptions): Promise<string> {
  const kept = keptPath(wheel, cacheDir);
  if (await isThere(kept, wheel)) return kept;
  await withWheel(
    { ...wheel, target: CUDA_TARGET },
    sourcesDir(cacheDir),
    options,
    (file) => rename(file, kept),
    (failures) =>
      new ModelError(
        'source_unreachable',
        `The CUDA libraries could not be fetched: ${[...new Set(failures)].join('; ')}. Bring the cache folder from a machine that has them.`,
      ),
  );
  return kept;
}

/** @returns the libraries' sizes, by name */
async function unpackLibraries(archive: string, outputDir: string): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  const zip = await yauzl.openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      if (!isWantedLibrary(entry.fileName)) continue;
      const name = basename(entry.fileName);
      // yauzl checks size and checksum on the way.
      await pipeline(
        await zip.openReadStreamPromise(entry),
        createWriteStream(join(outputDir, name), { flush: true, mode: 0o755 }),
      );
      sizes[name] = entry.uncompressedSize;
    }
  } finally {
    zip.close();
  }
  return sizes;
}
