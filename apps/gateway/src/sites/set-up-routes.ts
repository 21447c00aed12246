import { type Database, readSetUpFacts } from '@frontdesk/database';
import type { SetUpFacts } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import { needs, siteOf } from '../access/admin-requests.ts';

/** What there is of what makes a site ready, for whoever sets it up. @param options.mails letters can be sent */
export function serveSetUp(app: FastifyInstance, { database, mails }: { database: Database; mails: boolean }): void {
  app.get('/v1/admin/sites/:siteId/set-up', needs('site.edit'), async (request): Promise<SetUpFacts> => {
    return { ...(await readSetUpFacts(database, siteOf(request).siteId)), mails };
  });
}
