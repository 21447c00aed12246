import type { Site } from '../generated/client.ts';
import type { Queryable } from './client.ts';

/** The site that a public key names, or null. */
export function findSiteByKey(database: Queryable, key: string): Promise<Site | null> {
  return database.site.findUnique({ where: { key } });
}

export function findSite(database: Queryable, siteId: string): Promise<Site | null> {
  return database.site.findUnique({ where: { id: siteId } });
}
