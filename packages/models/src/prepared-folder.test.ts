import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FolderLock } from './folder-lock.ts';
import { ModelError } from './model-error.ts';
import { prepareFolder } from './prepared-folder.ts';

let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'frontdesk-folder-'));
});
afterEach(() => rmSync(cacheDir, { recursive: true }));

const dayMs = 24 * 60 * 60_000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);

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

it.each([
  ['my.partial-model-0123456789ab-onnx1', true],
  ['a.partial-deadbeef-0123456789ab-0123456789ab-11', true],
  [`a-0123456789ab-11.partial-${randomUUID()}.lock`, true],
  [`a-0123456789ab-11.partial-${randomUUID()}`, false],
])('clears what was left half made, and no folder that only has such a name: %s', async (name, isKept) => {
  const other = join(cacheDir, 'models', name);
  mkdirSync(other, { recursive: true });
  const longAgo = new Date(Date.now() - 2 * 60 * 60_000);
  utimesSync(other, longAgo, longAgo);
  await prepare('new', async (outputDir) => void mkdirSync(outputDir));
  expect(existsSync(other)).toBe(isKept);
});

it('removes versions of a model that nobody has used for 90 days, and nothing else', async () => {
  const found = {
    'small-aaaaaaaaaaaa-10': 91,
    'small-bbbbbbbbbbbb-11-043f20d6': 89,
    'small-instruct-aaaaaaaaaaaa-10': 91,
    'onnxruntime-gpu-1.30.0-cuda13': 91,
  };
  for (const [name, days] of Object.entries(found)) {
    mkdirSync(join(cacheDir, 'models', name), { recursive: true });
    utimesSync(join(cacheDir, 'models', name), daysAgo(days), daysAgo(days));
  }
  await prepare('small-cccccccccccc-12', async (outputDir) => void mkdirSync(outputDir));
  const [, ...kept] = Object.keys(found);
  expect(readdirSync(join(cacheDir, 'models')).sort()).toEqual([...kept, 'small-cccccccccccc-12'].sort());
});

it('gives a folder a new date with each use', async () => {
  const made = await prepare('small-cccccccccccc-12', async (outputDir) => void mkdirSync(outputDir));
  utimesSync(made, daysAgo(80), daysAgo(80));
  await prepare('small-cccccccccccc-12', () => Promise.reject(new Error('made again')));
  expect(Date.now() - statSync(made).mtimeMs).toBeLessThan(dayMs);
});

it('says which folder can not be one, and what names another', async () => {
  writeFileSync(join(cacheDir, 'models'), '');
  cacheDir = join(cacheDir, 'models');
  const message = expect.stringMatching(`kept in ${cacheDir}: it, or what it is to lie in, is a file.*FRONTDESK_CACHE`);
  await expect(prepare('new', async () => {})).rejects.toMatchObject({ code: 'cache_unusable', message });
  cacheDir = dirname(cacheDir);
});

it.each([
  ['in it', () => join(cacheDir, 'models', 'new', 'manifest.json'), 'cache_unusable'],
  ['on the way to it', () => dirname(cacheDir), 'cache_unusable'],
  ['elsewhere', () => `${cacheDir}-of-others`, 'EACCES'],
  ['of no file', () => undefined, 'EACCES'],
])('blames it for a permission that is denied, %s: %#', async (_, path, code) => {
  const denied = () => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES', path: path() }));
  await expect(prepare('new', denied)).rejects.toMatchObject({ code });
});

// To mount a disk takes root, as CI has it.
const canMount = process.platform === 'linux' && process.getuid?.() === 0;
it.skipIf(!canMount)('is used where it can only be read, and says so where it has to be written', async () => {
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', cacheDir]);
  try {
    const made = await prepare('old', async (outputDir) => void mkdirSync(outputDir));
    execFileSync('mount', ['-o', 'remount,ro', cacheDir]);
    expect(await prepare('old', () => Promise.reject(new Error('made again')))).toBe(made);
    await expect(prepare('new', async (outputDir) => void mkdirSync(outputDir))).rejects.toMatchObject({
      code: 'cache_unusable',
      message: expect.stringMatching(/can only be read.*FRONTDESK_CACHE/),
    });
  } finally {
    execFileSync('umount', [cacheDir]);
  }
});
