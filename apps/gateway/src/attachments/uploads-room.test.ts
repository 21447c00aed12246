import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFolderStore } from './file-store.ts';
import { hasRoom, siteHasRoom } from './uploads-room.ts';

test.each([
  ['all of it', { sites: {}, freeShare: 0.5 }, true],
  ['just enough', { sites: { a: 500, b: 400 }, freeShare: 0.05 }, true],
  ['too little of what may be taken up', { sites: { a: 500, b: 401 }, freeShare: 0.9 }, false],
  ['too little of the disk', { sites: { a: 0 }, freeShare: 0.049 }, false],
  ['nobody knows of the disk', { sites: { a: 0 }, freeShare: Number.NaN }, true],
])('there is room for a file: %s', (_, { sites, freeShare }, room) => {
  expect(hasRoom({ sites: new Map(Object.entries(sites)), freeShare }, 100, 1_000)).toBe(room);
});

test.each([
  ['one that is alone has all', { a: 900 }, true],
  ['one of several has half', { a: 400, b: 0 }, true],
  ['and no more', { a: 401, b: 0 }, false],
  ['whatever others have', { a: 0, b: 900 }, true],
  ['one that was just made', { b: 0, c: 0 }, true],
])('a site has its share of the room: %s', (_, sites, room) => {
  const look = { sites: new Map(Object.entries(sites)), freeShare: 0.5 };
  expect(siteHasRoom(look, 'a', 100, 1_000)).toBe(room);
});

test('how much of the disk is free is known before there is a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'frontdesk-uploads-'));
  const free = await createFolderStore(join(folder, 'not', 'made')).freeShare();
  expect(free).toBeGreaterThan(0);
  expect(free).toBeLessThanOrEqual(1);
  expect(await createFolderStore('/dev/null/nowhere').freeShare()).toBeNaN();
  await rm(folder, { recursive: true });
});
