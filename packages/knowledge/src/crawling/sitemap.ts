import { SaxesParser } from 'saxes';
import { DocumentError } from '../document-error.ts';

/** What a sitemap lists: pages, or of an index further sitemaps. */
export interface Sitemap {
  pages: string[];
  sitemaps: string[];
}

/**
 * Reads a sitemap, an index of sitemaps, or a text file with an address in each line.
 * @throws DocumentError `unreadable`
 */
export function readSitemap(text: string, mostEntries: number): Sitemap {
  const sitemap: Sitemap = { pages: [], sitemaps: [] };
  const isFull = () => sitemap.pages.length + sitemap.sitemaps.length >= mostEntries;
  if (!/^\s*</.test(text)) {
    for (const line of text.split(/\r?\n/)) if (URL.canParse(line.trim()) && !isFull()) sitemap.pages.push(line.trim());
    return sitemap;
  }
  const parser = new SaxesParser();
  const path: string[] = [];
  let prefix = '';
  let address = '';
  let failure: Error | undefined;
  let faults = 0;
  parser.on('error', (error) => {
    failure ??= error;
    faults += 1;
    // One in each entry is read over; megabytes of faults take longer than what else this thread does can wait.
    if (faults > mostEntries * 4) throw notSound(error);
  });
  // Names with another prefix than the root's are of extensions: pictures, videos, translations.
  parser.on('opentag', ({ name }) => {
    if (path.length > mostLevels) throw notSound();
    if (path.length === 0) prefix = /^.*:/.exec(name)?.[0] ?? '';
    path.push(name.startsWith(prefix) ? name.slice(prefix.length) : name);
    address = '';
  });
  const read = (piece: string) => {
    if (path.at(-1) === 'loc') address += piece;
  };
  parser.on('text', read);
  parser.on('cdata', read);
  parser.on('closetag', () => {
    const [name, parent] = [path.pop(), path.at(-1)];
    if (name !== 'loc' || isFull()) return;
    if (parent === 'url') sitemap.pages.push(address.trim());
    if (parent === 'sitemap') sitemap.sitemaps.push(address.trim());
  });
  parser.write(text).close();
  if (failure && sitemap.pages.length + sitemap.sitemaps.length === 0) {
    throw notSound(failure);
  }
  return sitemap;
}

/** A sitemap has three, extensions a few more. */
const mostLevels = 50;

const notSound = (cause?: Error) => new DocumentError('unreadable', 'This is not a sound sitemap.', { cause });
