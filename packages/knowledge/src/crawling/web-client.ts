import type { lookup } from 'node:dns';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { DocumentError } from '../document-error.ts';
import { crawlLimits } from '../limits.ts';
import { withoutPassword } from './page-address.ts';
import { type AllowedAddress, isPublicAddress, privateAddress, publicLookup } from './public-address.ts';

/** What a server sent. */
export interface WebResponse {
  /** Where it was found, after redirects. */
  url: URL;
  status: number;
  /** Without its parameters, in lower case; empty when none was sent. */
  contentType: string;
  charset: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  bytes: Uint8Array;
}

export interface WebRequest {
  /** Largest body, unpacked. */
  maxBytes: number;
  /** Of a larger one take the beginning, instead of refusing it. */
  mayCut?: boolean;
  signal?: AbortSignal | undefined;
  /** Told where a redirect leads, before it is followed; throws when it may not be. */
  checkRedirect?(url: URL): void;
  /** Media types to read; of others nothing is read and `bytes` is empty. Left out, all. */
  accept?: readonly string[];
}

export interface WebClientOptions {
  userAgent: string;
  requestMs?: number;
  /** For tests. */
  allowAddress?: AllowedAddress;
  /** For tests: how names are resolved. */
  resolve?: typeof lookup;
}

/** Fetches from public web servers, and from no others, whatever names and redirects say. */
export class WebClient {
  private readonly agent: Agent;
  private readonly options: WebClientOptions;

  constructor(options: WebClientOptions) {
    this.options = options;
    const { allowAddress = () => false, resolve } = options;
    const connectPublic = buildConnector({ timeout: 10_000, lookup: publicLookup(resolve) });
    const connectAllowed = buildConnector({ timeout: 10_000 });
    this.agent = new Agent({
      connections: 2,
      keepAliveTimeout: 5_000,
      headersTimeout: options.requestMs ?? crawlLimits.requestMs,
      bodyTimeout: options.requestMs ?? crawlLimits.requestMs,
      maxResponseSize: -1,
      connect: (target, done) => {
        const host = target.hostname.replace(/^\[|\]$/g, '');
        if (allowAddress(host, Number(target.port))) return connectAllowed(target, done);
        // No lookup sees an address that is written as one.
        if (isIP(host) !== 0 && !isPublicAddress(host)) return done(privateAddress(host), null);
        return connectPublic(target, done);
      },
    });
  }

  /** @throws DocumentError when nothing could be fetched; a status of an error is none */
  async get(address: URL, request: WebRequest): Promise<WebResponse> {
    const timeout = AbortSignal.timeout(this.options.requestMs ?? crawlLimits.requestMs);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    let url = address;
    try {
      for (let redirects = 0; redirects <= crawlLimits.redirects; redirects += 1) {
        refuseUnfit(url);
        const response = await this.send(url, signal);
        const next = redirectOf(response, url);
        if (!next) return await receive(response, url, request, signal);
        await discard(response.body);
        request.checkRedirect?.(next);
        url = next;
      }
      throw new DocumentError('redirected_away', `${address.href} leads from one address to the next without end.`);
    } catch (error) {
      throw asDocumentError(error, url, request.signal);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private send(url: URL, signal: AbortSignal) {
    return this.agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      signal,
      headers: {
        'user-agent': this.options.userAgent,
        accept: 'text/html,application/xhtml+xml,text/plain;q=0.8,text/markdown;q=0.8,application/xml;q=0.5,*/*;q=0.1',
        'accept-encoding': 'gzip, br',
      },
    });
  }
}

/** @throws DocumentError `bad_address` */
function refuseUnfit(url: URL): void {
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') {
    throw new DocumentError('bad_address', 'This is not the address of a web page (https://…).');
  }
}

const header = (response: Dispatcher.ResponseData, name: string): string => {
  const value = response.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
};

function redirectOf(response: Dispatcher.ResponseData, url: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(response.statusCode)) return null;
  const location = header(response, 'location');
  if (!URL.canParse(location, url.href)) throw new DocumentError('http_error', `${url.href} leads nowhere.`);
  return withoutPassword(new URL(location, url));
}

async function receive(
  response: Dispatcher.ResponseData,
  url: URL,
  { maxBytes, mayCut = false, accept }: WebRequest,
  signal: AbortSignal,
): Promise<WebResponse> {
  const [type = '', ...parameters] = header(response, 'content-type').split(';');
  const contentType = type.trim().toLowerCase();
  const charset = /charset\s*=\s*"?([^\s"]+)/i.exec(parameters.join(';'))?.[1];
  const isWanted = response.statusCode === 200 && (!accept || contentType === '' || accept.includes(contentType));
  if (!isWanted) await discard(response.body);
  const bytes = isWanted ? await readBody(response, { maxBytes, mayCut }, signal) : new Uint8Array();
  return { url, status: response.statusCode, contentType, charset, headers: response.headers, bytes };
}

async function readBody(
  response: Dispatcher.ResponseData,
  { maxBytes, mayCut }: { maxBytes: number; mayCut: boolean },
  signal: AbortSignal,
): Promise<Uint8Array> {
  const tooLarge = () => new DocumentError('too_large', `This page is too large: at most ${maxBytes / 2 ** 20} MiB.`);
  if (!mayCut && Number(header(response, 'content-length')) > maxBytes) {
    await discard(response.body);
    throw tooLarge();
  }
  const body = unpacked(response.body, header(response, 'content-encoding'));
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of body) {
      signal.throwIfAborted();
      length += piece.length;
      pieces.push(piece);
      if (length <= maxBytes) continue;
      if (mayCut) break;
      throw tooLarge();
    }
  } finally {
    body.destroy();
    await discard(response.body);
  }
  return Buffer.concat(pieces, Math.min(length, maxBytes));
}

function unpacked(body: Readable, encoding: string): Readable {
  const unpack = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress }[
    encoding.trim().toLowerCase()
  ];
  if (!unpack) return body;
  const stream = unpack();
  body.on('error', (error) => stream.destroy(error));
  return body.pipe(stream);
}

/** Ends a body that is not read on; its connection is not used again. */
async function discard(body: Readable): Promise<void> {
  body.on('error', () => undefined);
  body.destroy();
}

function asDocumentError(error: unknown, url: URL, signal: AbortSignal | undefined): DocumentError {
  if (error instanceof DocumentError) return error;
  if (signal?.aborted) return new DocumentError('cancelled', 'The import was stopped.', { cause: error });
  // With several addresses each attempt has an error of its own.
  const causes = error instanceof AggregateError ? error.errors : [error, (error as Error).cause];
  const coded = causes.find((cause) => cause instanceof DocumentError);
  if (coded) return coded as DocumentError;
  const { name, code } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError')
    return new DocumentError('unreachable', `${url.host} takes too long to answer.`, { cause: error });
  const detail = code ? ` (${code})` : '';
  return new DocumentError('unreachable', `${url.host} could not be reached${detail}.`, { cause: error });
}
