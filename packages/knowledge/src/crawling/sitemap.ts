import { setImmediate } from 'node:timers/promises';
import { SaxesParser } from 'saxes';
import { DocumentError } from '../document-error.ts';

/** What a sitemap lists: pages, or of an index further sitemaps. */
export interface Sitemap {
  pages: string[];
  sitemaps: string[];
}

/**
 * Reads a sitemap, an index of sitemaps, or a text file with an address in each line; no further than `mostEntries`. It takes
 * turns with what else this thread does.
 * @throws DocumentError `unreadable`
 */
export async function readSitemap(text: string, mostEntries: number): Promise<Sitemap> {
  const sitemap: Sitemap = { pages: [], sitemaps: [] };
  const entries = () => sitemap.pages.length + sitemap.sitemaps.length;
  const isFull = () => entries() >= mostEntries;
  if (!/^\s*</.test(text)) {
    for (let from = 0, turnAt = turnChars; from < text.length && !isFull(); ) {
      const next = text.indexOf('\n', from);
      const to = next < 0 ? text.length : next;
      const line = text.slice(from, to).trim();
      if (URL.canParse(line)) sitemap.pages.push(line);
      from = to + 1;
      if (from < turnAt) continue;
      turnAt = from + turnChars;
      await setImmediate();
    }
    return sitemap;
  }
  const parser = new SaxesParser();
  const path: string[] = [];
  let prefix = '';
  let address = '';
  let failure: Error | undefined;
  let faults = 0;
  let tagAt = 0;
  parser.on('error', (error) => {
    failure ??= error;
    faults += 1;
    // Some in each entry are read over; a file that is made of them takes long.
    if (faults > mostFaults + 4 * entries()) throw notSound(error);
  });
  // Names with another prefix than the root's are of extensions: pictures, videos, translations.
  parser.on('opentag', ({ name }) => {
    if (path.length > mostLevels) throw notSound();
    if (path.length === 0) prefix = /^.*:/.exec(name)?.[0] ?? '';
    path.push(name.startsWith(prefix) ? name.slice(prefix.length) : name);
    address = '';
    tagAt = parser.position;
  });
  const read = (piece: string) => {
    if (path.at(-1) === 'loc') address += piece;
  };
  parser.on('text', read);
  parser.on('cdata', read);
  parser.on('closetag', () => {
    const [name, parent] = [path.pop(), path.at(-1)];
    tagAt = parser.position;
    if (name !== 'loc' || isFull()) return;
    if (parent === 'url') sitemap.pages.push(address.trim());
    if (parent === 'sitemap') sitemap.sitemaps.push(address.trim());
  });
  for (let from = 0; from < text.length && !isFull(); from += turnChars) {
    // Attributes without end would be gathered, and then checked in one go.
    if (from - tagAt > longestTag) throw notSound();
    parser.write(text.slice(from, from + turnChars));
    await setImmediate();
  }
  if (!isFull()) parser.close();
  if (failure && entries() === 0) throw notSound(failure);
  return sitemap;
}

/** So many are read in one turn: some milliseconds, even of what is made to take long. */
const turnChars = 8_192;
/** A tag, and what stands before the next. */
const longestTag = 2 ** 17;
/** Beside those in entries. */
const mostFaults = 1_000;

/** A sitemap has three, extensions a few more. */
const mostLevels = 50;

const notSound = (cause?: Error) => new DocumentError('unreadable', 'This is not a sound sitemap.', { cause });
