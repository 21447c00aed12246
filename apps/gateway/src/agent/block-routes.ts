import {
  blockSilentVisitor,
  blockVisitor,
  type Database,
  findNewestConversation,
  listBlocked,
} from '@frontdesk/database';
import { blockBody, blockedCustomersQuery } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import { parseRequest } from '../parse-request.ts';
import type { ChangeConversation } from './conversation-changes.ts';

const site = '/v1/admin/sites/:siteId';
const visitorParams = z.object({ visitorId: z.uuid() });

/** Of whom a site takes nothing, and whether of one of them it does again: also of whom no conversation is left. */
export function serveBlocks(
  app: FastifyInstance,
  { database, change }: { database: Database; change: ChangeConversation },
): void {
  app.get(`${site}/blocked-customers`, needs('conversations.read'), (request) =>
    listBlocked(database, { siteId: siteOf(request).siteId, ...parseRequest(blockedCustomersQuery, request.query) }),
  );

  app.put(`${site}/visitors/:visitorId/block`, needs('conversations.answer'), async (request, reply) => {
    const { siteId, userId, name } = siteOf(request);
    const { visitorId } = parseRequest(visitorParams, request.params);
    const { blocked } = parseRequest(blockBody, request.body);
    const actor = actorOf(request);
    const conversationId = await findNewestConversation(database, { siteId, visitorId });
    if (conversationId === null) await blockSilentVisitor(database, { siteId, visitorId, blocked, by: name, actor });
    else
      await change((store) =>
        blockVisitor(store, { siteId, conversationId, agent: { id: userId, name }, actor, blocked }),
      );
    return reply.code(204).send();
  });
}
