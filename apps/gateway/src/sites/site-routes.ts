import {
  createSite,
  type Database,
  listRemovedSites,
  listSitesOf,
  readSiteContents,
  removeSite,
  restoreSite,
} from '@frontdesk/database';
import { type AdminSite, newSite, type SiteContents, siteRemoval } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import { needs, sessionOf, siteOf } from '../access/admin-requests.ts';
import type { SiteRemovals } from '../access/site-removals.ts';
import { actorOf } from '../accounts/actor-of.ts';
import { parseRequest } from '../parse-request.ts';

const removal = '/v1/admin/sites/:siteId/removal';

/** Sites themselves: listed, made, removed, and restored while that can be done. */
export function serveSites(
  app: FastifyInstance,
  { database, siteRemovals }: { database: Database; siteRemovals: SiteRemovals },
): void {
  app.get('/v1/admin/sites', needs('session'), async (request): Promise<AdminSite[]> => {
    const session = sessionOf(request);
    return [...(await listSitesOf(database, session)), ...(await listRemovedSites(database, session))];
  });

  app.post('/v1/admin/sites', needs('site.create'), async (request, reply): Promise<{ siteId: string }> => {
    const siteId = await createSite(database, actorOf(request), parseRequest(newSite, request.body));
    reply.code(201);
    return { siteId };
  });

  app.get(
    removal,
    needs('site.remove', { removedToo: true }),
    (request): Promise<SiteContents> => readSiteContents(database, siteOf(request).siteId),
  );

  app.post(removal, needs('site.remove', { removedToo: true }), async (request, reply) => {
    const { siteId } = siteOf(request);
    const { name } = parseRequest(siteRemoval, request.body);
    await removeSite(database, actorOf(request), { siteId, name });
    siteRemovals.announce(siteId);
    return reply.code(204).send();
  });

  app.delete(removal, needs('site.remove', { removedToo: true }), async (request, reply) => {
    const { siteId } = siteOf(request);
    await restoreSite(database, actorOf(request), siteId);
    siteRemovals.announce(siteId);
    return reply.code(204).send();
  });
}
