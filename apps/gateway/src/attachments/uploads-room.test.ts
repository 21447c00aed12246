import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFolderStore } from './file-store.ts';
import { hasRoom } from './uploads-room.ts';

test.each([
  ['all of it', { usedBytes: 0, freeShare: 0.5 }, true],
  ['just enough', { usedBytes: 900, freeShare: 0.05 }, true],
  ['too little of what may be taken up', { usedBytes: 901, freeShare: 0.9 }, false],
  ['too little of the disk', { usedBytes: 0, freeShare: 0.049 }, false],
  ['nobody knows of the disk', { usedBytes: 0, freeShare: Number.NaN }, true],
])('there is room for a file: %s', (_, look, room) => {
  expect(hasRoom(look, 100, 1_000)).toBe(room);
});

test('how much of the disk is free is known before there is a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'frontdesk-uploads-'));
  const free = await createFolderStore(join(folder, 'not', 'made')).freeShare();
  expect(free).toBeGreaterThan(0);
  expect(free).toBeLessThanOrEqual(1);
  expect(await createFolderStore('/dev/null/nowhere').freeShare()).toBeNaN();
  await rm(folder, { recursive: true });
});
