import { encodeZip } from './write-zip.ts';

const PIECES = 3;

/** A zip archive in pieces, as entries of a wheel. */
export function splitArchive(files: Readonly<Record<string, Buffer>>): Record<string, Buffer> {
  const archive = encodeZip(files);
  const bytes = Math.ceil(archive.length / PIECES);
  return Object.fromEntries(
    Array.from({ length: PIECES }, (_, place) => [
      `tiny/archive.00${place + 1}`,
      archive.subarray(place * bytes, (place + 1) * bytes),
    ]),
  );
}
