import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FolderLock } from './folder-lock.ts';
import { ModelError } from './model-error.ts';
import { prepareFolder } from './prepared-folder.ts';

let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'frontdesk-folder-'));
});
afterEach(() => rmSync(cacheDir, { recursive: true }));

function prepare(name: string, make: (outputDir: string, lock: FolderLock) => Promise<void>): Promise<string> {
  const read = async (dir: string) => {
    if (!existsSync(dir)) throw new ModelError('not_prepared', 'It is not there.');
    return dir;
  };
  return prepareFolder({ dir: join(cacheDir, 'models', name), cacheDir, read, make, onProgress: () => {} });
}

it('takes no folder for left behind whose maker is alive, however long it has written nothing there', async () => {
  const made = await prepare('slow', async (outputDir, lock) => {
    mkdirSync(outputDir);
    const longAgo = new Date(Date.now() - 2 * 60 * 60_000);
    utimesSync(outputDir, longAgo, longAgo);
    lock.touch();
    await prepare('quick', async (other) => void mkdirSync(other));
    expect(existsSync(outputDir)).toBe(true);
  });
  expect(existsSync(made)).toBe(true);
});
