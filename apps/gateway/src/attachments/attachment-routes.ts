import { type AttachmentOwner, type Database, deleteUnsentAttachment, findAttachment } from '@frontdesk/database';
import {
  type Attachment,
  type AttachmentAddress,
  attachmentQuery,
  CodedError,
  isPicture,
  limits,
} from '@frontdesk/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { needs } from '../access/admin-requests.ts';
import { readClaimedVisitor } from '../access/claimed-visitor.ts';
import { addressKeyOf } from '../access/client-address.ts';
import type { OwnAddress } from '../access/origins.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import type { SignedTokens } from '../access/signed-tokens.ts';
import { parseRequest } from '../parse-request.ts';
import { contentDisposition, savedFileName } from './file-name.ts';
import type { FileStore } from './file-store.ts';
import { receiveUpload } from './receive-upload.ts';
import type { UploadsRoom } from './uploads-room.ts';

export interface AttachmentRoutesOptions {
  database: Database;
  fileStore: FileStore;
  room: UploadsRoom;
  tokens: SignedTokens;
  limits: RateLimits;
  own: OwnAddress;
}

const params = z.object({ attachmentId: z.uuid() });
const siteFileParams = z.object({ siteId: z.uuid(), attachmentId: z.uuid() });
const passQuery = z.object({ pass: z.string().check(z.minLength(1), z.maxLength(limits.tokenChars)) });
const path = '/v1/attachments/:attachmentId';

/**
 * A customer's files: uploaded and read with the visitor's token, which no browser sends by itself; so nothing here is for
 * other origins' pages. For pictures and downloads, where a page can send no header, there is an address that ends soon.
 */
export function serveAttachments(scope: FastifyInstance, options: AttachmentRoutesOptions): void {
  const { database, tokens, own } = options;
  // The body is the file, and is read by whoever stores it, after everything else is known to be right.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null));

  scope.post('/v1/attachments', async (request, reply): Promise<Attachment> => {
    const owner = await ownerOf(request, options);
    const { name } = parseRequest(attachmentQuery, request.query);
    await options.limits.upload(addressKeyOf(request, own), owner.siteId);
    const stored = await receiveUpload(request, options, owner, name);
    reply.code(201).header('cache-control', 'no-store');
    return stored;
  });

  scope.delete(path, async (request, reply) => {
    const owner = await ownerOf(request, options);
    await deleteUnsentAttachment(database, owner, idOf(request));
    return reply.code(204).send();
  });

  scope.post(`${path}/address`, async (request, reply): Promise<AttachmentAddress> => {
    const owner = await ownerOf(request, options);
    const id = idOf(request);
    if (!(await findAttachment(database, { ...owner, id }))) throw new CodedError('attachment_unknown');
    const { token, expiresAt } = await tokens.signAttachment({ site: owner.siteId, attachment: id });
    reply.header('cache-control', 'no-store');
    return { path: `/v1/attachments/${id}?pass=${token}`, expiresAt: expiresAt.toISOString() };
  });

  scope.get(path, async (request, reply) => {
    const { pass } = parseRequest(passQuery, request.query);
    const { site, attachment } = await tokens.readAttachment(pass);
    if (attachment !== idOf(request)) throw new CodedError('token_invalid');
    return sendFile(reply, options, { siteId: site, id: attachment });
  });
}

/** The same files for agents, in a scope that lets nobody else in. */
export function serveAttachmentsToAgents(
  scope: FastifyInstance,
  options: Pick<AttachmentRoutesOptions, 'database' | 'fileStore'>,
): void {
  scope.get(
    '/v1/admin/sites/:siteId/attachments/:attachmentId',
    needs('conversations.read'),
    async (request, reply) => {
      const { siteId, attachmentId } = parseRequest(siteFileParams, request.params);
      return sendFile(reply, options, { siteId, id: attachmentId });
    },
  );
}

async function ownerOf(
  { headers }: FastifyRequest,
  options: Pick<AttachmentRoutesOptions, 'database' | 'tokens'>,
): Promise<AttachmentOwner> {
  const [, token] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) throw new CodedError('token_missing');
  const { siteId, visitorId } = await readClaimedVisitor(options, token);
  return { siteId, visitorId };
}

const idOf = (request: FastifyRequest) => parseRequest(params, request.params).attachmentId;

/** Nothing in it can run or be framed, whatever it holds: only pictures are shown, everything else is saved. */
async function sendFile(
  reply: FastifyReply,
  { database, fileStore }: Pick<AttachmentRoutesOptions, 'database' | 'fileStore'>,
  place: { siteId: string; id: string },
) {
  const found = await findAttachment(database, place);
  const content = found && (await fileStore.read(found.id));
  if (!found || !content) throw new CodedError('attachment_unknown');
  const { name, type, bytes } = found;
  const picture = isPicture(type);
  return reply
    .header('content-type', picture || type === 'application/pdf' ? type : 'application/octet-stream')
    .header('content-disposition', contentDisposition(picture ? 'inline' : 'attachment', savedFileName(name, type)))
    .header('content-length', bytes)
    .header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'")
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', 'private, max-age=900')
    .send(content);
}
