import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress, publicLookup } from '@frontdesk/knowledge';
import { signatureOf } from './signature.ts';

export interface SignedPost {
  url: string;
  id: string;
  body: string;
  secret: string;
  /** Hosts, or hosts with ports, that may be reached although they are not of the public internet. */
  privateHosts: readonly string[];
  /** What asks: the header `User-Agent`. */
  userAgent: string;
  /** How long it may take in all. */
  withinMs: number;
  /** The most that is read of the body of an answer with status 200; left out, nothing is. */
  bodyBytes?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface ServerAnswer {
  status: number;
  /** The header `Retry-After`, as it came. */
  retryAfter?: string | undefined;
  /** With status 200, where it is read. */
  body?: Uint8Array | undefined;
}

/** Why there is no answer, for whoever set the server up. */
export class OwnServerError extends Error {}

/**
 * Posts once to a site's own server, signed as Standard Webhooks has it. Redirects are not followed, and of what is answered only the
 * status, `Retry-After` and the body that was asked for are read. What customers write goes to public hosts encrypted only.
 * @throws OwnServerError where there is no answer
 */
export function postSigned(post: SignedPost): Promise<ServerAnswer> {
  const { url, id, body, secret, privateHosts, userAgent, withinMs, bodyBytes, signal } = post;
  const address = new URL(url);
  const host = address.hostname.replace(/^\[|\]$/g, '');
  const mayBePrivate = isAllowed(address, privateHosts);
  // No lookup sees an address that is written as one.
  if (!mayBePrivate && isIP(host) !== 0 && !isPublicAddress(host)) return Promise.reject(notPublic(host));
  if (!mayBePrivate && address.protocol !== 'https:')
    return Promise.reject(
      new OwnServerError(`${host} would be told without encryption. Use an address with https://.`),
    );
  const timestamp = Math.floor(Date.now() / 1_000);
  return new Promise((resolve, reject) => {
    const { request } = address.protocol === 'https:' ? https : http;
    const sent = request(address, {
      method: 'POST',
      agent: false,
      ...(mayBePrivate ? {} : { lookup: publicLookup() }),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': userAgent,
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signatureOf(secret, { id, timestamp, body }),
      },
    });
    const end = (error: OwnServerError) => {
      reject(error);
      sent.destroy();
    };
    const late = () => end(new OwnServerError(`${address.host} took longer than ${withinMs / 1_000} s to answer.`));
    const timeout = setTimeout(late, withinMs);
    const stop = () => end(new OwnServerError('Frontdesk was being stopped.'));
    signal?.addEventListener('abort', stop);
    sent.on('response', (response) => {
      const status = response.statusCode ?? 0;
      const answered = (read?: Uint8Array) => {
        resolve({ status, retryAfter: response.headers['retry-after'], body: read });
        response.destroy();
      };
      response.on('error', () => undefined);
      if (bodyBytes === undefined || status !== 200) return answered();
      const tooLong = () => end(new OwnServerError(`${address.host} answered with more than ${bodyBytes} bytes.`));
      readBody(response, bodyBytes, { answered, tooLong });
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'private_address') end(notPublic(address.host));
      else end(new OwnServerError(`${address.host} could not be reached${error.code ? ` (${error.code})` : ''}.`));
    });
    // Also where there was neither answer nor error, as where the protocol is to be changed, and where a body breaks off.
    sent.on('close', () => {
      clearTimeout(timeout);
      signal?.removeEventListener('abort', stop);
      reject(new OwnServerError(`${address.host} gave no answer.`));
    });
    if (signal?.aborted) stop();
    else sent.end(body);
  });
}

function readBody(
  response: http.IncomingMessage,
  most: number,
  { answered, tooLong }: { answered(read: Uint8Array): void; tooLong(): void },
): void {
  const pieces: Buffer[] = [];
  let bytes = 0;
  response.on('data', (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > most) tooLong();
    else pieces.push(piece);
  });
  response.on('end', () => answered(Buffer.concat(pieces)));
}

/** Whether the operator allows it: by its host, or by host and port. */
function isAllowed({ protocol, hostname, port }: URL, privateHosts: readonly string[]): boolean {
  const standardPort = protocol === 'https:' ? '443' : '80';
  return privateHosts.includes(hostname) || privateHosts.includes(`${hostname}:${port || standardPort}`);
}

const notPublic = (host: string) =>
  new OwnServerError(`${host} is not on the public internet. Whoever runs this can allow it by WEBHOOK_HOSTS.`);
