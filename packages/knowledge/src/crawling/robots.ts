import robotsParser from 'robots-parser';
import { DocumentError } from '../document-error.ts';
import { crawlLimits } from '../limits.ts';
import { decodeText } from '../reading/decode-text.ts';
import type { WebClient } from './web-client.ts';

/** What a site's robots.txt allows this crawler, by RFC 9309. */
export interface Robots {
  mayRead(url: URL): boolean;
  /** Wanted between two requests; 0 when nothing is said. */
  delayMs: number;
  sitemaps: string[];
}

/**
 * Fetches and reads /robots.txt. Without one everything may be read. While the server can't give it, nothing may: that
 * fails the crawl, because it says of no page that it is not to be read any more.
 * @throws DocumentError `private_address`, `unreachable`, `cancelled`
 */
export async function fetchRobots(
  client: WebClient,
  origin: URL,
  { product, signal }: { product: string; signal?: AbortSignal | undefined },
): Promise<Robots> {
  const address = new URL('/robots.txt', origin);
  const allowed: Robots = { mayRead: () => true, delayMs: 0, sitemaps: [] };
  let text: string;
  try {
    const response = await client.get(address, { maxBytes: crawlLimits.robotsBytes, signal });
    if (response.status >= 500 || response.status === 429)
      throw new DocumentError(
        'unreachable',
        `${address.href} could not be read: the server answered ${response.status}.`,
      );
    if (response.status !== 200) return allowed;
    text = decodeText(response.bytes, { charset: 'utf-8' });
  } catch (error) {
    // A picture in its place, or half a megabyte, says nothing.
    if (
      error instanceof DocumentError &&
      ['unreadable', 'too_large', 'redirected_away', 'http_error'].includes(error.code)
    ) {
      return allowed;
    }
    throw error;
  }
  const robots = robotsParser(address.href, text);
  return {
    // The library knows one host and protocol; the same rules hold for the same site's other ways to write them.
    mayRead: (url) => robots.isAllowed(pageOf(origin, url).href, product) !== false,
    delayMs: (robots.getCrawlDelay(product) ?? 0) * 1_000,
    sitemaps: robots.getSitemaps(),
  };
}

/** A page's path and query at another origin. As an address of its own a path of two slashes would name a host. */
function pageOf(origin: URL, { pathname, search }: URL): URL {
  return Object.assign(new URL(origin), { pathname, search });
}
