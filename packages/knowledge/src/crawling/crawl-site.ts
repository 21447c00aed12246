import type { lookup } from 'node:dns';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Document, DocumentSource, Section, WebPage } from '../document.ts';
import { DocumentError, type DocumentErrorCode, noText } from '../document-error.ts';
import { crawlLimits, documentLimits } from '../limits.ts';
import { decodeText } from '../reading/decode-text.ts';
import { robotsDirectives } from '../reading/robots-directives.ts';
import { isSameSite, mayBePage, pageAddress, pageKey, withoutPassword } from './page-address.ts';
import type { AllowedAddress } from './public-address.ts';
import { fetchRobots } from './robots.ts';
import type { RobotsRules } from './robots-rules.ts';
import { readSitemap } from './sitemap.ts';
import { WebClient, type WebResponse } from './web-client.ts';

/** The name that robots.txt may address. */
const crawlerName = 'FrontdeskBot';

/** A page that was read. */
export interface CrawledPage {
  url: string;
  document: Document;
}

/** A page that was not, and why. */
export interface CrawlFailure {
  url: string;
  error: DocumentError;
}

export interface CrawlProgress {
  /** Pages done with, read or not. */
  done: number;
  /** Pages known so far, no more than the crawl takes. */
  known: number;
}

export interface CrawlOptions {
  /** Reads what was fetched: {@link openDocumentReader}'s `read`. */
  read(source: DocumentSource & { format: 'html' | 'text' | 'markdown' }): Promise<Document | WebPage>;
  /** Told of each page as it is read; awaited, so that no more is fetched than is taken. */
  onPage(page: CrawledPage): Promise<void> | void;
  onFailure?(failure: CrawlFailure): void;
  onProgress?(progress: CrawlProgress): void;
  signal?: AbortSignal;
  maxPages?: number;
  maxDepth?: number;
  delayMs?: number;
  requestMs?: number;
  /** For tests: a private address that may be asked, and how names are resolved. */
  allowAddress?: AllowedAddress;
  resolve?: typeof lookup;
}

/** What became of a crawl. */
export interface CrawlSummary {
  read: number;
  failed: number;
  /** There may be more pages: it takes no more, or what leads to them could not be read this time. */
  isCut: boolean;
}

const formats: Record<string, 'html' | 'text' | 'markdown'> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/plain': 'text',
  'text/markdown': 'markdown',
};
const sitemapTypes = [
  'application/xml',
  'text/xml',
  'application/gzip',
  'application/x-gzip',
  'text/plain',
  'application/octet-stream',
];

/** What a page of plain text says of its site. */
const plainPage = { links: [], canonical: null, noindex: false, surroundings: [] };

/** Errors that say for good what is at an address. With any other, what the page leads to may still be there. */
const finalErrors = new Set<DocumentErrorCode>([
  'gone',
  'robots_refused',
  'redirected_away',
  'unsupported_type',
  'no_text',
]);

/**
 * Reads a web site from the address of a page or of a sitemap (which ends in `.xml`, `.xml.gz` or `sitemap.txt`), page
 * after page, the same site only, as its robots.txt allows.
 * @throws DocumentError when not even the start can be read, and `cancelled`
 */
export async function crawlSite(start: string, options: CrawlOptions): Promise<CrawlSummary> {
  if (!URL.canParse(start))
    throw new DocumentError('bad_address', 'This is not the address of a web page (https://…).');
  const { requestMs, allowAddress, resolve } = options;
  const client = new WebClient({
    userAgent: `Mozilla/5.0 (compatible; ${crawlerName}/1.0)`,
    ...(requestMs === undefined ? {} : { requestMs }),
    ...(allowAddress === undefined ? {} : { allowAddress }),
    ...(resolve === undefined ? {} : { resolve }),
  });
  try {
    return await new Crawl(client, new URL(start), options).run();
  } finally {
    await client.close();
  }
}

interface Waiting {
  url: URL;
  /** Links from the start; null of a sitemap's page, whose links are not followed. */
  depth: number | null;
}

class Crawl {
  private readonly client: WebClient;
  private readonly start: URL;
  private readonly options: CrawlOptions;
  private readonly maxPages: number;
  private readonly maxDepth: number;
  private readonly endMs = performance.now() + crawlLimits.crawlMs;
  /** Keys of the pages that were ever to be read, and of those that were, under each of their addresses. */
  private readonly seen = new Set<string>();
  private readonly read = new Set<string>();
  /** What stood around pages that were read. */
  private readonly told = new Set<string>();
  private readonly queue: Waiting[] = [];
  private readonly summary: CrawlSummary = { read: 0, failed: 0, isCut: false };
  private robots: RobotsRules = { mayRead: () => true, delayMs: 0 };
  private lastRequestMs = Number.NEGATIVE_INFINITY;
  private startError: DocumentError | undefined;

  constructor(client: WebClient, start: URL, options: CrawlOptions) {
    this.client = client;
    this.start = start;
    this.options = options;
    this.maxPages = Math.min(options.maxPages ?? crawlLimits.pages, crawlLimits.pages);
    this.maxDepth = Math.min(options.maxDepth ?? crawlLimits.depth, crawlLimits.depth);
  }

  async run(): Promise<CrawlSummary> {
    const { signal } = this.options;
    this.robots = await fetchRobots(this.client, this.start, { product: crawlerName, signal });
    this.lastRequestMs = performance.now();
    if (/\.xml(?:\.gz)?$|sitemap[^/]*\.txt$/i.test(this.start.pathname)) await this.readSitemaps();
    else this.enqueue(this.start, 0);
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      if (this.summary.read + this.summary.failed >= this.maxPages || performance.now() > this.endMs) {
        this.summary.isCut = true;
        break;
      }
      await this.visit(next);
      this.tell();
      // One page after the other may be refused without a request, each after a look through all rules: others have turns between.
      await setImmediate();
    }
    if (this.startError && this.summary.read === 0) throw this.startError;
    return this.summary;
  }

  private async visit(next: Waiting): Promise<void> {
    const { url } = next;
    try {
      const page = await this.readPage(next);
      if (page === 'seen') return;
      this.summary.read += 1;
      await this.options.onPage(page);
    } catch (error) {
      if (!(error instanceof DocumentError) || error.code === 'cancelled') throw error;
      this.summary.failed += 1;
      // Nothing but the start was asked for: that it fails, and leads to nothing else, is the crawl's failure.
      if (url === this.start) this.startError = error;
      if (url === this.start && this.queue.length === 0) throw error;
      if (!finalErrors.has(error.code)) this.summary.isCut = true;
      this.options.onFailure?.({ url: url.href, error });
    }
  }

  private async readPage({ url, depth }: Waiting): Promise<CrawledPage | 'seen'> {
    if (this.read.has(pageKey(url))) return 'seen';
    if (!this.robots.mayRead(url)) throw refused(url, 'The site’s robots.txt');
    const response = await this.fetch(url, { maxBytes: documentLimits.bytes.html, accept: Object.keys(formats) });
    if (response.status !== 200) {
      throw failed(url, response.status);
    }
    const format = formats[response.contentType || 'text/html'];
    if (!format)
      throw new DocumentError('unsupported_type', `${url.href} is not a page of text, but ${response.contentType}.`);
    if (this.read.has(pageKey(response.url))) return 'seen';
    const source = { format, bytes: response.bytes, url: response.url.href };
    const found = await this.options.read(
      response.charset === undefined ? source : { ...source, charset: response.charset },
    );
    const page: WebPage = 'links' in found ? found : { ...found, ...plainPage };
    const { links, canonical, noindex, surroundings, ...document } = page;
    const directives = directivesOf(response);
    const isRefused = noindex || directives.has('noindex');
    const own = this.canonicalOf(canonical, response.url);
    // An address may lead to a page that calls itself by that very address.
    const isOwn = [url, response.url].some((one) => pageKey(one) === pageKey(own));
    const isSeen = !isOwn && this.isReadOrWaiting(own);
    const isKept = !isRefused && !isSeen;
    if (isKept) {
      for (const key of [url, response.url, own].map(pageKey)) {
        this.seen.add(key);
        this.read.add(key);
      }
    }
    // What is not kept may still be all that leads to a page.
    if (depth !== null && !directives.has('nofollow')) {
      for (const link of links.map((address) => new URL(address))) {
        if (isKept || goesOn(response.url, link)) this.enqueue(link, depth + 1);
      }
    }
    if (isRefused) throw refused(url, 'The page');
    if (isSeen) return 'seen';
    if (document.sections.length === 0) throw noText();
    const sections = [...document.sections, ...surroundings.filter((section) => this.isNew(section))];
    return { url: pageAddress(own).href, document: { ...document, sections } };
  }

  /** Whether no page before had the same above or below its main part. */
  private isNew({ titles, blocks }: Section): boolean {
    const said = JSON.stringify([titles, blocks]);
    if (this.told.has(said)) return false;
    this.told.add(said);
    return true;
  }

  /** The address that a page calls its own, if it is one of this site; else where it was found. */
  private canonicalOf(canonical: string | null, url: URL): URL {
    if (canonical === null) return url;
    const own = new URL(canonical);
    return isSameSite(own, url) && mayBePage(own) ? own : url;
  }

  private isReadOrWaiting(page: URL): boolean {
    const key = pageKey(page);
    return this.read.has(key) || this.queue.some(({ url }) => pageKey(url) === key);
  }

  /** Fetches politely: not before the delay is over, and once more when the server asks to wait. */
  private async fetch(url: URL, request: { maxBytes: number; accept: readonly string[] }): Promise<WebResponse> {
    const { signal } = this.options;
    for (let attempt = 0; ; attempt += 1) {
      await this.waitForTurn(this.delayMs());
      const response = await this.client.get(url, {
        ...request,
        signal,
        checkRedirect: (next) => this.checkRedirect(next),
      });
      const isBusy = response.status === 429 || response.status === 503;
      if (!isBusy || attempt > 0) return response;
      const wait = Number(response.headers['retry-after'] ?? 5) * 1_000;
      if (!(wait <= crawlLimits.longestDelayMs)) return response;
      await this.waitForTurn(wait);
    }
  }

  private checkRedirect(next: URL): void {
    if (!isSameSite(next, this.start)) {
      throw new DocumentError('redirected_away', `The page leads to another site: ${next.origin}.`);
    }
    if (next.href.length > documentLimits.addressChars)
      throw new DocumentError('redirected_away', 'The page leads to an address that is too long for one.');
    if (!this.robots.mayRead(next)) throw refused(next, 'The site’s robots.txt');
  }

  private delayMs(): number {
    const wanted = Math.min(this.robots.delayMs, crawlLimits.longestDelayMs);
    return Math.max(this.options.delayMs ?? crawlLimits.delayMs, wanted);
  }

  private async waitForTurn(delayMs: number): Promise<void> {
    const { signal } = this.options;
    try {
      await sleep(Math.max(0, this.lastRequestMs + delayMs - performance.now()), undefined, { signal });
    } catch (cause) {
      throw new DocumentError('cancelled', 'The import was stopped.', { cause });
    }
    this.lastRequestMs = performance.now();
  }

  private async readSitemaps(): Promise<void> {
    const waiting = [this.start];
    const asked = new Set<string>();
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (asked.has(next.href) || !isSameSite(next, this.start)) continue;
      if (asked.size >= crawlLimits.sitemaps || performance.now() > this.endMs) {
        this.summary.isCut = true;
        break;
      }
      asked.add(next.href);
      try {
        const { pages, sitemaps } = await this.readSitemap(next);
        for (const [index, page] of pages.entries()) {
          if (URL.canParse(page)) this.enqueue(new URL(page), null);
          // There may be tens of thousands.
          if (index % 500 === 499) await setImmediate();
        }
        waiting.push(...sitemaps.filter((one) => URL.canParse(one)).map((one) => withoutPassword(new URL(one))));
      } catch (error) {
        if (!(error instanceof DocumentError) || error.code === 'cancelled' || next === this.start) throw error;
        this.summary.failed += 1;
        if (error.code !== 'gone') this.summary.isCut = true;
        this.options.onFailure?.({ url: next.href, error });
      }
    }
    if (this.queue.length === 0) throw new DocumentError('no_text', 'This sitemap lists no page of its site.');
  }

  private async readSitemap(url: URL) {
    const response = await this.fetch(url, { maxBytes: crawlLimits.sitemapBytes, accept: sitemapTypes });
    if (response.status !== 200) {
      throw failed(url, response.status);
    }
    // Of such an answer nothing was received.
    if (response.contentType !== '' && !sitemapTypes.includes(response.contentType))
      throw new DocumentError('unsupported_type', `${url.href} is not a sitemap, but ${response.contentType}.`);
    return readSitemap(decodeText(await unzipped(response.bytes), { charset: 'utf-8' }), 50_000);
  }

  private enqueue(url: URL, depth: Waiting['depth']): void {
    if (url !== this.start && !(mayBePage(url) && isSameSite(url, this.start))) return;
    const key = pageKey(url);
    if (this.seen.has(key)) return;
    if ((depth !== null && depth > this.maxDepth) || this.seen.size >= this.maxPages * 2) {
      this.summary.isCut = true;
      return;
    }
    this.seen.add(key);
    this.queue.push({ url: url === this.start ? url : pageAddress(url), depth });
  }

  private tell(): void {
    const done = this.summary.read + this.summary.failed;
    this.options.onProgress?.({ done, known: Math.min(done + this.queue.length, this.maxPages) });
  }
}

const failed = (url: URL, status: number) =>
  new DocumentError(
    status === 404 || status === 410 ? 'gone' : 'http_error',
    `${url.href} could not be read: the server answered ${status}.`,
  );
const refused = (url: URL, who: string) => new DocumentError('robots_refused', `${who} asks not to read ${url.href}.`);

/** Whether a link leads to another page, or to another part of a list: filters of one would be combined without end. */
function goesOn(page: URL, link: URL): boolean {
  const shape = ({ search }: URL) => search.replace(/\d+/g, '#');
  return link.pathname !== page.pathname || shape(link) === shape(page);
}

/** The header may be sent more than once. */
const directivesOf = ({ headers }: WebResponse): Set<string> =>
  new Set([headers['x-robots-tag'] ?? []].flat().flatMap((value) => [...robotsDirectives(value, crawlerName)]));

/** A sitemap may be packed. */
async function unzipped(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: crawlLimits.sitemapBytes });
  } catch (cause) {
    const isLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new DocumentError(isLarge ? 'expands_too_far' : 'unreadable', 'This is not a sound sitemap.', { cause });
  }
}
