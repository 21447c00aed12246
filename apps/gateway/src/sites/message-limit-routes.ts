import { type Database, readMessageLimits, updateMessageLimits } from '@frontdesk/database';
import { type MessageLimits, messageLimitsBody } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import { parseRequest } from '../parse-request.ts';

const path = '/v1/admin/sites/:siteId/message-limits';

/** How many messages a site may take of an installation that it shares: its people see it, and whoever owns the installation says it. */
export function serveMessageLimits(app: FastifyInstance, { database }: { database: Database }): void {
  app.get(
    path,
    needs('site.read'),
    (request): Promise<MessageLimits> => readMessageLimits(database, siteOf(request).siteId),
  );

  app.put(path, needs('site.limit', { ofInstallation: true }), async (request, reply) => {
    const { before: loaded, ...limits } = parseRequest(messageLimitsBody, request.body);
    await updateMessageLimits(database, actorOf(request), { siteId: siteOf(request).siteId, loaded, ...limits });
    return reply.code(204).send();
  });
}
