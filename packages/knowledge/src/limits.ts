import { documentBytes } from '@frontdesk/protocol';
import type { DocumentFormat } from './document.ts';

const mebibyte = 2 ** 20;

/** What one document may cost. What is larger is refused as a whole, with a code: half a document would answer wrongly. */
export const documentLimits = {
  /** Largest file of each format. */
  bytes: documentBytes satisfies Record<DocumentFormat, number>,
  /** Most bytes of a DOCX's parts, unpacked. */
  unpackedBytes: 50 * mebibyte,
  /** Most parts in a DOCX. */
  parts: 2_000,
  pages: 500,
  /** Most data rows of a CSV file. */
  rows: 10_000,
  columns: 100,
  sections: 20_000,
  /** Most characters of text, in UTF-16 units: about 300,000 words. */
  chars: 2_000_000,
  /** Deepest nesting of elements or lists. */
  depth: 200,
  /** Longest that reading one document may take. */
  readMs: 30_000,
  /** Most memory of the process that reads, JavaScript's heap and buffers together. */
  readMemoryBytes: 700 * mebibyte,
  /** Most links taken from one page, and longest address. */
  links: 2_000,
  addressChars: 2_000,
} as const;

/** How a site is crawled. A crawl can be told fewer pages and less depth, another pause, and another time for a request. */
export const crawlLimits = {
  pages: 300,
  /** Links to follow from the start. */
  depth: 5,
  /** Between two requests, redirects apart; a larger `Crawl-delay` of robots.txt counts, up to `longestDelayMs`. */
  delayMs: 500,
  longestDelayMs: 10_000,
  /** Longest time for one request, its redirects included. */
  requestMs: 20_000,
  redirects: 5,
  /** Longest time for the whole crawl. */
  crawlMs: 30 * 60_000,
  /** Read of a robots.txt; what stands behind it is not obeyed. */
  robotsBytes: 512 * 1024,
  /** Most letters to compare with its rules to tell whether one page may be read. */
  robotsComparisons: 20_000_000,
  sitemapBytes: 10 * mebibyte,
  /** Most sitemaps, an index and those that it names. */
  sitemaps: 20,
} as const;
