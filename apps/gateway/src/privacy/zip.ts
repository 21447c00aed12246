import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** A file of an archive. */
export interface ZipEntry {
  name: string;
  content: AsyncIterable<Uint8Array>;
  /** Pays where it is text. Defaults to false. */
  compress?: boolean;
}

/** Sizes and places have 32 bits. */
const mostBytes = 2 ** 32 - 1;

/**
 * A zip archive, chunk by chunk as it is read: of what the entries hold no more is in memory than the chunk in hand.
 * @throws RangeError beyond 4 GiB; and whatever an entry's content throws
 */
export async function* zip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let made: Uint8Array[] = [];
  const archive = new Zip((error, chunk) => {
    if (error) throw error;
    made.push(chunk);
  });
  const take = () => {
    const taken = made;
    made = [];
    for (const { length } of taken) bytes += length;
    if (bytes > mostBytes) throw new RangeError('an archive holds 4 GiB at most');
    return taken;
  };
  for await (const { name, content, compress = false } of entries) {
    const file = compress ? new ZipDeflate(name) : new ZipPassThrough(name);
    archive.add(file);
    for await (const chunk of content) {
      file.push(chunk);
      yield* take();
    }
    file.push(new Uint8Array(), true);
    yield* take();
  }
  archive.end();
  yield* take();
}
