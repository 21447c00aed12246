import httpProxy from '@fastify/http-proxy';
import { CodedError, siteKey } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addressKeyOf, clientAddress } from '../access/client-address.ts';
import { type OwnAddress, requestHost, requestScheme } from '../access/origins.ts';
import type { SiteDirectory } from '../access/site-directory.ts';
import type { SignIn } from '../sign-in/sign-in.ts';

export interface WebProxyOptions {
  webUrl: string;
  sites: SiteDirectory;
  own: OwnAddress;
  signIn: SignIn;
  logger: Logger;
}

const signInPath = '/admin/sign-in';
/** For whoever has no session, and may have no account yet. */
const openPages: readonly string[] = [signInPath, '/admin/invitation', '/admin/new-password'];

/** Passes whatever the gateway does not answer itself to the web server; the admin's pages only with a session. */
export async function proxyToWeb(
  app: FastifyInstance,
  { webUrl, sites, own, signIn, logger }: WebProxyOptions,
): Promise<void> {
  /** Of the site whose chat is asked for. */
  const siteNames = new WeakMap<FastifyRequest, string>();

  /** The web server has no database: the gateway tells it what the chat's page is called. */
  async function findSiteName(request: FastifyRequest, key: string): Promise<void> {
    try {
      const site = await sites.byKey(key, addressKeyOf(request, own));
      if (site) siteNames.set(request, site.name);
    } catch (error) {
      if (error instanceof CodedError) return;
      logger.warn({ error }, 'the page of the chat comes without the name of its site');
    }
  }

  await app.register(httpProxy, {
    upstream: webUrl,
    // Pages are read and forms posted; nothing else is for the web server.
    httpMethods: ['GET', 'HEAD', 'POST'],
    disableRequestLogging: true,
    preHandler: async (request, reply) => {
      const pathname = pagePath(request.url);
      const key = siteKey.safeParse(/^\/chat\/([^/]+)\/?$/.exec(pathname)?.[1]);
      if (key.success) await findSiteName(request, key.data);
      if (!isAdminPage(pathname) || (await signIn.readSession(request.headers))) return;
      // With the query: it says which conversation was open.
      const query = /\?.*/.exec(request.url)?.[0] ?? '';
      await reply.redirect(`${signInPath}?next=${encodeURIComponent(pathname + query)}`, 302);
    },
    replyOptions: {
      rewriteRequestHeaders: (request, headers) => ({
        ...headers,
        'x-forwarded-host': requestHost(request.headers, own),
        'x-forwarded-proto': requestScheme(request.headers, own),
        'x-forwarded-for': clientAddress(request.headers, request.socket.remoteAddress, own.trustedProxies),
        // A header has no letters but English ones. Empty, so that no client names a site.
        'x-site-name': encodeURIComponent(siteNames.get(request as FastifyRequest) ?? ''),
      }),
      rewriteHeaders: (headers, request) => ({
        ...headers,
        'content-security-policy': [headers['content-security-policy'], framing(request?.url ?? '/')]
          .filter(Boolean)
          .join(', '),
      }),
      onError: (reply, { error }) => {
        logger.warn({ error }, 'the web server does not answer');
        reply.code(503).header('retry-after', '5').type('text/html; charset=utf-8').send(unavailablePage);
      },
    },
  });
}

/** The path as the web server may understand it, however it was written. */
function pagePath(url: string): string {
  const { pathname } = new URL(`http://gateway${url}`);
  try {
    return decodeURIComponent(pathname).replace(/\/+/g, '/');
  } catch {
    throw new CodedError('bad_request');
  }
}

const isAdminPage = (pathname: string): boolean =>
  (pathname === '/admin' || pathname.startsWith('/admin/')) && !openPages.includes(pathname);

/** Nobody may show the admin's pages in a frame: a click there must be meant. */
const framing = (url: string): string =>
  /^\/admin(?:\/|$)/.test(pagePath(url)) ? "frame-ancestors 'none'" : "frame-ancestors 'self'";

const unavailablePage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>One moment</title>
<body data-code="unavailable" style="font: 16px/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 30em; padding: 0 16px">
<h1 style="font-size: 20px">This page is not available right now.</h1>
<p>It should be back in a moment; this page tries again by itself. <small>(unavailable)</small></p>
`;
