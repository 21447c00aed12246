import { linkSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bringFile } from './normalize/prepare-graph.ts';
import { DataFile } from './onnx/data-file.ts';
import { MANIFEST, readManifest, writePrepared } from './prepared-files.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-files-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe.each([
  ['a link', linkSync],
  ['a symbolic link', symlinkSync],
])('where %s to a file of somebody else lies', (_, link) => {
  it.each<[string, (place: string) => unknown]>([
    ['a file that is written', (place) => writePrepared(place, 'new')],
    [
      'weights',
      (place) => {
        const data = new DataFile(place);
        data.append(Buffer.from('new'));
        return data.finish();
      },
    ],
    [
      'a file that is brought',
      async (place) => {
        writeFileSync(join(dir, 'new'), 'new');
        return bringFile(join(dir, 'new'), place);
      },
    ],
  ])('%s takes its place, and leaves that file alone', async (_, write) => {
    const [theirs, place] = [join(dir, 'theirs'), join(dir, 'place')];
    writeFileSync(theirs, 'theirs');
    link(theirs, place);
    expect(await write(place)).toEqual({
      bytes: 3,
      sha256: '11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437',
    });
    expect(readFileSync(place, 'utf8')).toBe('new');
    expect(readFileSync(theirs, 'utf8')).toBe('theirs');
  });
});

it('takes for missing only what is not there', async () => {
  const read = (folder: string) => readManifest('model', folder, z.object({}));
  await expect(read(dir)).rejects.toMatchObject({ code: 'not_prepared' });
  writeFileSync(join(dir, 'file'), '');
  await expect(read(join(dir, 'file'))).rejects.toMatchObject({ code: 'not_prepared' });
  symlinkSync(MANIFEST, join(dir, MANIFEST));
  await expect(read(dir)).rejects.toMatchObject({ code: 'ELOOP' });
});
