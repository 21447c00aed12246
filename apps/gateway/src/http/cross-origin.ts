import { type Database, readAllowedOrigins } from '@frontdesk/database';
import { CodedError } from '@frontdesk/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isAllowedOrigin, isOwnOrigin, type OwnAddress } from '../access/origins.ts';

/** How long the list of all allowed origins is believed; a site's own list is always read fresh. */
const listLifeMs = 5_000;

/**
 * Checks a request's origin against a site's, and lets the page read the answer.
 * @throws CodedError `origin_refused`
 */
export function allowOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  site: { allowedOrigins: string[] },
  own: OwnAddress,
): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  if (!isOwnOrigin(origin, request.headers, own) && !isAllowedOrigin(origin, site.allowedOrigins)) {
    throw new CodedError('origin_refused');
  }
  reply.header('access-control-allow-origin', origin).header('vary', 'origin');
}

/**
 * Answers preflight requests: a browser asks before it says which site it is about, so here it is enough that some site
 * allows the origin; the request itself is then checked against its own site.
 */
export function answerPreflights(
  app: FastifyInstance,
  paths: readonly string[],
  { database, own }: { database: Database; own: OwnAddress },
): void {
  let list: { origins: Promise<string[]>; untilMs: number } | undefined;
  const allOrigins = () => {
    if (!list || list.untilMs < Date.now()) {
      list = { origins: readAllowedOrigins(database), untilMs: Date.now() + listLifeMs };
      list.origins.catch(() => {
        list = undefined;
      });
    }
    return list.origins;
  };
  for (const path of paths) {
    app.options(path, async (request, reply) => {
      allowOrigin(request, reply, { allowedOrigins: await allOrigins() }, own);
      return reply
        .code(204)
        .header('access-control-allow-methods', 'POST')
        .header('access-control-allow-headers', 'content-type')
        .header('access-control-max-age', '600')
        .send();
    });
  }
}
