import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Where the bytes of files lie, by id. All gateways need the same one. */
export interface FileStore {
  /** Stores a file, whole or not at all: when `content` fails, nothing is left. */
  write(id: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** @returns null where there is none */
  read(id: string): Promise<Readable | null>;
  /** One that is not there is removed already. */
  remove(id: string): Promise<void>;
  /** Of the disk that they are on, from 0 to 1; NaN where it does not say. */
  freeShare(): Promise<number>;
}

/** A UUID, which is all that a path is ever made of. */
const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Files in a folder that no web server knows: `<the id's last two digits>/<id>`, so that no folder grows large. The last
 * ones, since ids begin with their time. Several gateways share it as a volume.
 */
export function createFolderStore(folder: string): FileStore {
  const pathOf = (id: string) => {
    if (!idPattern.test(id)) throw new Error('a file is named by its id alone');
    return join(folder, id.slice(-2), id);
  };
  return {
    async write(id, content) {
      const path = pathOf(id);
      const unfinished = `${path}.unfinished`;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      try {
        await pipeline(content, createWriteStream(unfinished, { mode: 0o600, flags: 'wx', flush: true }));
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    async read(id) {
      try {
        const file = await open(pathOf(id));
        return createReadStream('', { fd: file });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    async remove(id) {
      await rm(pathOf(id), { force: true });
      await rm(`${pathOf(id)}.unfinished`, { force: true });
    },
    freeShare: () => freeShareOf(folder),
  };
}

/** Of the disk that a folder is on, or will be when it is made. */
async function freeShareOf(path: string): Promise<number> {
  try {
    const { bavail, blocks } = await statfs(path);
    return bavail / blocks;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT' && path !== dirname(path);
    return isMissing ? freeShareOf(dirname(path)) : Number.NaN;
  }
}
