import { type Database, deleteUnsentAttachment, findConversationOwner } from '@frontdesk/database';
import { type Attachment, attachmentQuery, CodedError } from '@frontdesk/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { needs, siteOf } from '../access/admin-requests.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import { parseRequest } from '../parse-request.ts';
import type { FileStore } from './file-store.ts';
import { receiveUpload } from './receive-upload.ts';
import type { UploadsRoom } from './uploads-room.ts';

const path = '/v1/admin/sites/:siteId/conversations/:conversationId/attachments';
const inConversation = z.object({ conversationId: z.uuid() });
const ofFile = z.object({ attachmentId: z.uuid() });

/** Files that an agent sends to a customer: uploaded for one conversation, and checked as customers' files are. */
export function serveAgentUploads(
  scope: FastifyInstance,
  options: { database: Database; fileStore: FileStore; room: UploadsRoom; limits: RateLimits },
): void {
  const { database, limits } = options;
  // The body is the file, and is read by whoever stores it, after everything else is known to be right.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null));

  async function ownerOf(request: FastifyRequest) {
    const { siteId, userId } = siteOf(request);
    const owner = await findConversationOwner(database, parseRequest(inConversation, request.params).conversationId);
    if (owner?.siteId !== siteId) throw new CodedError('conversation_unknown');
    return { ...owner, agentId: userId };
  }

  scope.post(path, needs('conversations.answer'), async (request, reply): Promise<Attachment> => {
    const owner = await ownerOf(request);
    const { name } = parseRequest(attachmentQuery, request.query);
    await limits.upload(owner.agentId);
    const stored = await receiveUpload(request, options, owner, name);
    reply.code(201);
    return stored;
  });

  scope.delete(`${path}/:attachmentId`, needs('conversations.answer'), async (request, reply) => {
    const { attachmentId } = parseRequest(ofFile, request.params);
    await deleteUnsentAttachment(database, await ownerOf(request), attachmentId);
    return reply.code(204).send();
  });
}
