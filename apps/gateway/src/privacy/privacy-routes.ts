import { Readable } from 'node:stream';
import { cacheableQuestion } from '@frontdesk/answers';
import {
  type Database,
  deleteVisitor,
  exportVisitor,
  findSite,
  listDeletionReceipts,
  recordChange,
  searchVisitors,
  updateSiteRetention,
} from '@frontdesk/database';
import { CodedError, type DeletionReceiptView, type Privacy, privacyBody, visitorSearch } from '@frontdesk/protocol';
import type { NoticePublisher } from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import type { FileStore } from '../attachments/file-store.ts';
import { removeFiles } from '../attachments/remove-files.ts';
import { parseRequest } from '../parse-request.ts';
import type { Relay } from '../relay/relay.ts';
import { tellDeleted, tellStopped } from './tell-deleted.ts';
import { untilWorkersTold } from './until-workers-told.ts';
import { visitorArchive } from './visitor-archive.ts';

const site = '/v1/admin/sites/:siteId';
const visitorParams = z.object({ siteId: z.uuid(), visitorId: z.uuid() });
const visitorOf = (request: FastifyRequest) => parseRequest(visitorParams, request.params);

/** What customers may ask of those who keep their data: all of it, or nothing of it any more; and how long it is kept. */
export function servePrivacy(
  app: FastifyInstance,
  options: {
    database: Database;
    fileStore: FileStore;
    notices: NoticePublisher;
    relay: Pick<Relay, 'receive'>;
    logger: Logger;
  },
): void {
  const { database, logger } = options;
  const read = async (siteId: string): Promise<Privacy> => {
    const found = await findSite(database, siteId);
    if (!found) throw new CodedError('site_unknown');
    return { retentionDays: found.retentionDays, receipts: await listDeletionReceipts(database, siteId) };
  };

  app.get(`${site}/privacy`, needs('privacy.manage'), (request) => read(siteOf(request).siteId));

  app.put(`${site}/privacy`, needs('privacy.manage'), async (request) => {
    const { siteId } = siteOf(request);
    const { retentionDays } = parseRequest(privacyBody, request.body);
    await updateSiteRetention(database, actorOf(request), { siteId, retentionDays });
    return read(siteId);
  });

  app.get(`${site}/visitors`, needs('privacy.manage'), (request) =>
    searchVisitors(database, { siteId: siteOf(request).siteId, ...parseRequest(visitorSearch, request.query) }),
  );

  app.get(`${site}/visitors/:visitorId/export`, needs('privacy.manage'), async (request, reply) => {
    const { siteId, visitorId } = visitorOf(request);
    const exported = await exportVisitor(database, { siteId, visitorId });
    if (!exported) throw new CodedError('not_found');
    await recordChange(database, actorOf(request), {
      ...{ siteId, action: 'customer.exported', target: visitorId.slice(-8) },
    });
    return reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="customer-${visitorId}.zip"`)
      .send(Readable.from(visitorArchive(exported, options.fileStore), { objectMode: false }));
  });

  app.delete(`${site}/visitors/:visitorId`, needs('privacy.manage'), async (request): Promise<DeletionReceiptView> => {
    const { siteId, visitorId } = visitorOf(request);
    const of = { siteId, visitorId, actor: actorOf(request), normalForm: cacheableQuestion };
    const deletion = await deleteVisitor(database, of, (answer) => tellStopped(options.notices, answer));
    if (!deletion) throw new CodedError('not_found');
    const { receipt, conversations } = deletion;
    tellDeleted(options, conversations, receipt.id);
    // What can't be removed now is tried again with the other files.
    await removeFiles(options).catch((error: unknown) => logger.error({ error }, 'files were not removed'));
    return untilWorkersTold(database, receipt, siteId);
  });
}
