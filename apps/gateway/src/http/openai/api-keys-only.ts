import { type Database, findSiteByApiKey, type Site } from '@frontdesk/database';
import { CodedError, limits } from '@frontdesk/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const bearer = /^bearer +(\S+) *$/i;

/** Lets only requests with an API key to the routes of `scope`, before anything of their bodies is read. */
export function apiKeysOnly(scope: FastifyInstance, { database }: { database: Database }): void {
  scope.decorateRequest('keySite', null);
  scope.addHook('onRequest', async (request, reply) => {
    const key = bearer.exec(request.headers.authorization ?? '')?.[1];
    if (key === undefined || key.length > limits.tokenChars) {
      throw new CodedError('api_key_invalid', {
        message: 'Send an API key of your site in the header Authorization, as "Bearer fd_...".',
      });
    }
    const site = await findSiteByApiKey(database, key);
    if (!site) throw new CodedError('api_key_invalid');
    request.setDecorator('keySite', site);
    reply.header('cache-control', 'no-store');
  });
}

/** The site whose key a request bears that {@link apiKeysOnly} has let in. */
export const keySiteOf = (request: FastifyRequest): Site => request.getDecorator<Site>('keySite');
