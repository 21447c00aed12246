import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { ModelError } from '../model-error.ts';

/** So often progress is told. */
const STEP_BYTES = 4 << 20;

/** What an entry of an archive must be. */
export interface ExpectedEntry {
  entry: string;
  bytes: number;
  sha256: string;
}

/**
 * Unpacks one file of a zip archive and checks its size and hash on the way.
 * Throws ModelError `checksum_mismatch` if the archive does not hold exactly that file.
 */
export async function unpackEntry(
  archive: string,
  target: string,
  expected: ExpectedEntry,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const zip = await yauzl.openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== expected.entry) continue;
      if (entry.uncompressedSize !== expected.bytes) break;
      const hash = createHash('sha256');
      let [bytes, told] = [0, 0];
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          bytes += chunk.length;
          if (bytes === expected.bytes || bytes - told >= STEP_BYTES) {
            told = bytes;
            onBytes(bytes);
          }
          done(null, chunk);
        },
      });
      await pipeline(await zip.openReadStreamPromise(entry), meter, createWriteStream(target, { flush: true }));
      if (hash.digest('hex') !== expected.sha256) break;
      return;
    }
  } finally {
    zip.close();
  }
  throw new ModelError('checksum_mismatch', `The archive does not hold ${expected.entry} as it was published.`);
}
