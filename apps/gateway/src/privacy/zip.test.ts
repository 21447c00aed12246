import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type ZipEntry, zip } from './zip.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
async function* contentOf(...chunks: string[]) {
  for (const chunk of chunks) yield bytesOf(chunk);
}
async function* entriesOf(...entries: ZipEntry[]) {
  yield* entries;
}

test('files come out of it as they went in', async () => {
  const long = 'again and again '.repeat(5_000);
  const chunks: Uint8Array[] = [];
  const entries = entriesOf(
    { name: 'a.json', content: contentOf('{"a":', '1}') },
    { name: 'files/Größe.txt', content: contentOf() },
    { name: 'long.txt', content: contentOf(long, 'end'), compress: true },
  );
  for await (const chunk of zip(entries)) chunks.push(chunk);
  const archive = Buffer.concat(chunks);
  const files = Object.entries(unzipSync(archive)).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]);
  expect(Object.fromEntries(files)).toEqual({ 'a.json': '{"a":1}', 'files/Größe.txt': '', 'long.txt': `${long}end` });
  expect(archive.length).toBeLessThan(2_000);
});

test('no more is read than is taken, and who takes no more closes what is open', async () => {
  let read = 0;
  let closed = false;
  async function* endless() {
    try {
      for (;;) {
        read += 1;
        yield new Uint8Array(65_536);
      }
    } finally {
      closed = true;
    }
  }
  let taken = 0;
  for await (const chunk of zip(entriesOf({ name: 'endless', content: endless() }))) {
    taken += chunk.length;
    if (taken > 100 * 65_536) break;
  }
  expect(read).toBeLessThanOrEqual(101);
  expect(closed).toBe(true);
});
