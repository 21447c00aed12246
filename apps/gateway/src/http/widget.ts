import { CodedError, siteKey } from '@frontdesk/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressKeyOf } from '../access/client-address.ts';
import { isAllowedOrigin, isOwnOrigin, type OwnAddress, ownHosts } from '../access/origins.ts';
import type { SiteDirectory } from '../access/site-directory.ts';
import type { WidgetFile } from './widget-files.ts';

export interface WidgetOptions {
  sites: SiteDirectory;
  files: Map<string, WidgetFile>;
  own: OwnAddress;
}

/** The loader, which any page may fetch; the frame's page, which only a site's own pages may show; and its assets. */
export function serveWidget(app: FastifyInstance, { sites, files, own }: WidgetOptions): void {
  app.get('/widget.js', async (request, reply) => {
    // Short-lived: its address is in the pages of customers, who can't be asked to change it for a new version.
    reply.header('cache-control', 'public, max-age=300, stale-while-revalidate=86400');
    reply.header('cross-origin-resource-policy', 'cross-origin').header('access-control-allow-origin', '*');
    return send(request, reply, 'widget.js');
  });

  app.get<{ Params: { '*': string } }>('/frame/assets/*', async (request, reply) => {
    const name = `assets/${request.params['*']}`;
    if (!files.has(name)) throw new CodedError('not_found');
    // The name holds the content's hash.
    reply.header('cache-control', 'public, max-age=31536000, immutable');
    return send(request, reply, name);
  });

  app.get<{ Querystring: { site?: unknown; origin?: unknown } }>('/frame', async (request, reply) => {
    // Pages that isolate themselves from other sites show only frames that do so, too.
    reply.header('cross-origin-embedder-policy', 'require-corp').header('cross-origin-resource-policy', 'cross-origin');
    const key = siteKey.safeParse(request.query.site);
    const site = key.success ? await sites.byKey(key.data, addressKeyOf(request, own)) : null;
    // In a page that was opened before its site was removed: nobody should read an error there.
    if (!site && request.headers['sec-fetch-dest'] === 'iframe') return sendGone(reply);
    if (!site) throw new CodedError('site_unknown');
    const { origin } = request.query;
    const known =
      typeof origin === 'string' &&
      (isAllowedOrigin(origin, site.allowedOrigins) || isOwnOrigin(origin, request.headers, own));
    if (!known) throw new CodedError('origin_refused');
    reply.header('cache-control', 'no-cache');
    reply.header('content-security-policy', framePolicy(site.allowedOrigins, ownHosts(request.headers, own)));
    return send(request, reply, 'frame.html');
  });

  function send(request: FastifyRequest, reply: FastifyReply, name: string) {
    const file = files.get(name);
    if (!file) throw new CodedError('unavailable', { message: 'The widget is not built.' });
    reply.header('etag', file.etag).header('vary', 'accept-encoding');
    if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
    reply.type(file.type);
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(file.body);
    return reply.header('content-encoding', 'gzip').send(file.gzipped);
  }
}

/** Has the loader ask for a ticket: it is refused, and takes the chat from the page. */
function sendGone(reply: FastifyReply) {
  return reply
    .code(404)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', "default-src 'none'; script-src 'unsafe-inline'")
    .send(`<!doctype html><script>
      const origin = new URLSearchParams(location.search).get('origin');
      parent.postMessage({ frontdesk: 1, type: 'ticket-wanted' }, origin);
    </script>`);
}

/**
 * What the frame may do: load its own files, talk to the gateway, and be shown by the site's pages.
 * @param hosts the gateway's own, with their ports
 */
function framePolicy(allowedOrigins: readonly string[], hosts: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    // Pictures that were just chosen are shown before they are sent.
    "img-src 'self' data: blob:",
    // Not every browser counts the socket of the same host as 'self'.
    `connect-src 'self' ${hosts.map((host) => `ws://${host} wss://${host}`).join(' ')}`.trim(),
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors 'self' ${allowedOrigins.join(' ')}`.trim(),
  ].join('; ');
}
