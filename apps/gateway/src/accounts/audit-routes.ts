import { type Database, listChanges } from '@frontdesk/database';
import { type AuditPage, accountLimits, auditQuery } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import { needs, siteOf } from '../access/admin-requests.ts';
import { parseRequest } from '../parse-request.ts';

/** Who changed what at a site. */
export function serveAudit(app: FastifyInstance, { database }: { database: Database }): void {
  app.get('/v1/admin/sites/:siteId/audit', needs('audit.read'), async (request): Promise<AuditPage> => {
    const { siteId, isOwner } = siteOf(request);
    const { before, action } = parseRequest(auditQuery, request.query);
    const limit = accountLimits.auditPerPage;
    const rows = await listChanges(database, { siteId, byOwner: isOwner, before, action, limit: limit + 1 });
    return { entries: rows.slice(0, limit), more: rows.length > limit };
  });
}
