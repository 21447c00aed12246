import { DocumentError } from '../document-error.ts';
import { crawlLimits } from '../limits.ts';
import { type RobotsRules, readRobots } from './robots-rules.ts';
import type { WebClient } from './web-client.ts';

/**
 * Fetches and reads /robots.txt, of a long one the lines within the limit. Without one everything may be read. While the
 * server can't give it, nothing may: that fails the crawl, because it says of no page that it is not to be read any more.
 * @throws DocumentError `private_address`, `unreachable`, `cancelled`
 */
export async function fetchRobots(
  client: WebClient,
  origin: URL,
  { product, signal }: { product: string; signal?: AbortSignal | undefined },
): Promise<RobotsRules> {
  const address = new URL('/robots.txt', origin);
  const allowed: RobotsRules = { mayRead: () => true, delayMs: 0 };
  const maxBytes = crawlLimits.robotsBytes;
  try {
    const { status, bytes } = await client.get(address, { maxBytes, mayCut: true, signal });
    if (status >= 500 || status === 429)
      throw new DocumentError('unreachable', `${address.href} could not be read: the server answered ${status}.`);
    if (status !== 200) return allowed;
    const text = new TextDecoder().decode(bytes);
    const wholeLines = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    return readRobots(bytes.length < maxBytes ? text : text.slice(0, wholeLines), product);
  } catch (error) {
    if (error instanceof DocumentError && ['redirected_away', 'http_error'].includes(error.code)) return allowed;
    throw error;
  }
}
