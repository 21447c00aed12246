import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takeFolderLock } from './folder-lock.ts';

const HALF_HOUR_MS = 30 * 60_000;

let dir: string;
let path: string;
let aheadMs: number;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-lock-'));
  path = join(dir, 'model.lock');
  aheadMs = 0;
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + aheadMs);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true });
});

it('is waited for as long as its holder lives', async () => {
  const holder = await takeFolderLock(path, () => {});
  const waiter = takeFolderLock(path, () => {});
  for (let hours = 0; hours < 2; hours += 0.5) {
    await delay(50);
    // As the holder does every two seconds.
    utimesSync(path, new Date(), new Date(Date.now() + hours * 1_000));
    aheadMs += HALF_HOUR_MS + 1_000;
    await delay(450);
  }
  holder.release();
  (await waiter).release();
});

it('is given up where its holder shows no sign of life', async () => {
  writeFileSync(path, 'some-other-machine 1 x');
  // That machine's clock goes an hour ahead.
  const future = new Date(Date.now() + 2 * HALF_HOUR_MS);
  utimesSync(path, future, future);
  const waiter = takeFolderLock(path, () => {});
  setTimeout(() => {
    aheadMs = HALF_HOUR_MS + 1_000;
  }, 300);
  await expect(waiter).rejects.toMatchObject({ code: 'cache_locked', message: expect.stringContaining(path) });
});
