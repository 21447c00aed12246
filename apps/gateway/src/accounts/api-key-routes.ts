import { createApiKeyAs, type Database, listApiKeys, revokeApiKey } from '@frontdesk/database';
import { type ApiKeyView, apiKeyBody, type MadeApiKey } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import { needs, siteOf } from '../access/admin-requests.ts';
import { parseRequest } from '../parse-request.ts';
import { actorOf } from './actor-of.ts';

const site = '/v1/admin/sites/:siteId';
const key = z.object({ keyId: z.uuid() });

/** The keys with which a site's own server asks. */
export function serveApiKeys(app: FastifyInstance, { database }: { database: Database }): void {
  app.get(
    `${site}/api-keys`,
    needs('keys.manage'),
    (request): Promise<ApiKeyView[]> => listApiKeys(database, siteOf(request).siteId),
  );

  app.post(`${site}/api-keys`, needs('keys.manage'), async (request, reply): Promise<MadeApiKey> => {
    const body = parseRequest(apiKeyBody, request.body);
    const made = await createApiKeyAs(database, actorOf(request), { siteId: siteOf(request).siteId, ...body });
    reply.code(201);
    return made;
  });

  app.delete(`${site}/api-keys/:keyId`, needs('keys.manage'), async (request, reply) => {
    const { keyId } = parseRequest(key, request.params);
    await revokeApiKey(database, actorOf(request), { siteId: siteOf(request).siteId, keyId });
    return reply.code(204).send();
  });
}
