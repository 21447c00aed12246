import type { IncomingHttpHeaders } from 'node:http';
import { CodedError } from '@frontdesk/protocol';
import { listed } from './client-address.ts';

/** Where the gateway itself is, as the browser of this request sees it. */
export interface OwnAddress {
  publicUrl: string | undefined;
  trustedProxies: number;
}

/** The host (with port) that the browser asked for. */
export function requestHost(headers: IncomingHttpHeaders, { trustedProxies }: OwnAddress): string {
  const forwarded = trustedProxies > 0 ? listed(headers['x-forwarded-host']).at(-1) : undefined;
  return forwarded ?? headers.host ?? '';
}

/** Where the gateway can be reached: as the browser asked for it, and as it is known. Only what can be a host. */
export function ownHosts(headers: IncomingHttpHeaders, own: OwnAddress): string[] {
  const known = own.publicUrl === undefined ? [] : [new URL(own.publicUrl).host];
  return [...new Set([requestHost(headers, own), ...known])].filter((host) => /^[\w.:[\]-]+$/.test(host));
}

/** The scheme that the browser used; the gateway itself speaks http. */
export function requestScheme(headers: IncomingHttpHeaders, { publicUrl, trustedProxies }: OwnAddress): string {
  const forwarded = trustedProxies > 0 ? listed(headers['x-forwarded-proto']).at(-1) : undefined;
  if (forwarded === 'https' || forwarded === 'http') return forwarded;
  return publicUrl?.startsWith('https:') ? 'https' : 'http';
}

/** Whether a page of the gateway itself asks: its origin is the public address, or its host the host that was asked. */
export function isOwnOrigin(origin: string, headers: IncomingHttpHeaders, own: OwnAddress): boolean {
  const parsed = parseOrigin(origin);
  if (!parsed) return false;
  const known = ownPublicOrigin(own);
  if (origin === known) return true;
  // A host that is known by https has no page by http but of whoever stands between.
  const isForged = origin.replace(/^http:/, 'https:') === known;
  return !isForged && parsed.host === requestHost(headers, own).toLowerCase();
}

/**
 * Lets only the gateway's own pages pass, for what a cookie allows: it comes along whichever page asks.
 * @throws CodedError `origin_refused`
 */
export function refuseUnlessOwn(headers: IncomingHttpHeaders, own: OwnAddress): void {
  const { origin } = headers;
  if (origin === undefined || !isOwnOrigin(origin, headers, own)) throw new CodedError('origin_refused');
}

function ownPublicOrigin({ publicUrl }: OwnAddress): string | undefined {
  return publicUrl === undefined ? undefined : new URL(publicUrl).origin;
}

/** Whether one of a site's allowed origins is this one: exact, or with any port (`http://localhost:*`). */
export function isAllowedOrigin(origin: string, allowedOrigins: readonly string[]): boolean {
  const parsed = parseOrigin(origin);
  if (!parsed) return false;
  return allowedOrigins.some((allowed) => {
    if (!allowed.endsWith(':*')) return allowed === parsed.origin;
    return allowed.slice(0, -2) === `${parsed.protocol}//${parsed.hostname}`;
  });
}

/**
 * Lets a request pass that comes from one of the site's pages or of the gateway's own. Programs send no origin; a browser
 * always does.
 * @throws CodedError `origin_refused`
 */
export function refuseForeignOrigin(
  headers: IncomingHttpHeaders,
  { allowedOrigins }: { allowedOrigins: readonly string[] },
  own: OwnAddress,
): void {
  const { origin } = headers;
  if (origin === undefined || isOwnOrigin(origin, headers, own) || isAllowedOrigin(origin, allowedOrigins)) return;
  throw new CodedError('origin_refused');
}

/** Only an origin exactly as browsers write it: scheme, host, port, nothing else. `null` is nobody's origin. */
function parseOrigin(origin: string): URL | null {
  if (!/^https?:\/\//.test(origin) || !URL.canParse(origin)) return null;
  const url = new URL(origin);
  return url.origin === origin ? url : null;
}
