import {
  createCannedReply,
  type Database,
  deleteCannedReply,
  listCannedReplies,
  updateCannedReply,
} from '@frontdesk/database';
import { type CannedReply, cannedReplyBody, editedCannedReply } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import { parseRequest } from '../parse-request.ts';

const path = '/v1/admin/sites/:siteId/canned-replies';
const reply = z.object({ replyId: z.uuid() });

/** Texts that agents put into replies. */
export function serveCannedReplies(app: FastifyInstance, { database }: { database: Database }): void {
  app.get(
    path,
    needs('conversations.read'),
    (request): Promise<CannedReply[]> => listCannedReplies(database, siteOf(request).siteId),
  );

  app.post(path, needs('site.edit'), async (request, response): Promise<CannedReply> => {
    const body = parseRequest(cannedReplyBody, request.body);
    const made = await createCannedReply(database, actorOf(request), { siteId: siteOf(request).siteId, ...body });
    response.code(201);
    return made;
  });

  app.put(`${path}/:replyId`, needs('site.edit'), async (request, response) => {
    const { replyId: id } = parseRequest(reply, request.params);
    const { before: loaded, ...body } = parseRequest(editedCannedReply, request.body);
    await updateCannedReply(database, actorOf(request), { siteId: siteOf(request).siteId, id, loaded, ...body });
    return response.code(204).send();
  });

  app.delete(`${path}/:replyId`, needs('site.edit'), async (request, response) => {
    const { replyId: id } = parseRequest(reply, request.params);
    await deleteCannedReply(database, actorOf(request), { siteId: siteOf(request).siteId, id });
    return response.code(204).send();
  });
}
