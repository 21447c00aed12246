import { addSource, type Database, importAgain } from '@frontdesk/database';
import {
  type AddedSource,
  CodedError,
  documentBytes,
  type FileFormat,
  fileQuery,
  formatOfFile,
} from '@frontdesk/protocol';
import type { ImportQueue } from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import { parseRequest } from '../parse-request.ts';
import { enqueueImport } from './enqueue-import.ts';
import { sourceOf } from './source-of.ts';

const largest = Math.max(...Object.values(documentBytes));

/**
 * Files, as the body of a request whose query has the name. What is too large for its format is refused by the length that
 * the request announces, before its body is read; a body of unknown length is read until it is larger than any file may be.
 */
export function serveFileUpload(
  scope: FastifyInstance,
  { database, imports, logger }: { database: Database; imports: ImportQueue; logger: Logger },
): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largest }, async (_: unknown, body: Buffer) => body);
  scope.addHook('onRequest', async (request) => {
    const { format } = fileOf(request);
    refuseTooLarge(format, Number(request.headers['content-length'] ?? 0));
  });

  scope.post('/v1/admin/sites/:siteId/files', needs('knowledge.edit'), async (request, reply): Promise<AddedSource> => {
    const { siteId } = siteOf(request);
    const { name, format } = fileOf(request);
    const job = await addSource(database, actorOf(request), {
      siteId,
      kind: 'file',
      name,
      format,
      content: contentOf(request),
    });
    await enqueueImport({ imports, logger }, job, 'content');
    reply.code(201);
    return { sourceId: job.sourceId };
  });

  scope.put(
    '/v1/admin/sites/:siteId/files/:sourceId',
    needs('knowledge.edit'),
    async (request): Promise<AddedSource> => {
      const place = sourceOf(request);
      const { name, format } = fileOf(request);
      const job = await importAgain(database, actorOf(request), {
        ...{ ...place, name, format, content: contentOf(request) },
      });
      await enqueueImport({ imports, logger }, job, 'content');
      return { sourceId: job.sourceId };
    },
  );
}

function fileOf(request: FastifyRequest): { name: string; format: FileFormat } {
  const { name } = parseRequest(fileQuery, request.query);
  const format = formatOfFile(name);
  if (!format) throw new CodedError('file_type_unknown');
  return { name, format };
}

function contentOf(request: FastifyRequest): Uint8Array<ArrayBuffer> {
  const { body } = request;
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw new CodedError('bad_request', { message: 'The file is empty.' });
  refuseTooLarge(fileOf(request).format, body.length);
  return new Uint8Array(body);
}

function refuseTooLarge(format: FileFormat, bytes: number): void {
  const most = documentBytes[format];
  if (bytes <= most) return;
  const message = `This file is too large: ${format.toUpperCase()} files may have up to ${most / 2 ** 20} MB.`;
  throw new CodedError('file_too_large', { message });
}
