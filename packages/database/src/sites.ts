import type { Site } from '../generated/client.ts';
import type { Queryable } from './client.ts';

/** The site that a public key names, or null. */
export function findSiteByKey(database: Queryable, key: string): Promise<Site | null> {
  return database.site.findUnique({ where: { key } });
}

export function findSite(database: Queryable, siteId: string): Promise<Site | null> {
  return database.site.findUnique({ where: { id: siteId } });
}

/** Every origin that some site allows: for a preflight request, which does not say yet which site it is about. */
export async function readAllowedOrigins(database: Queryable): Promise<string[]> {
  const sites = await database.site.findMany({ select: { allowedOrigins: true } });
  return [...new Set(sites.flatMap((site) => site.allowedOrigins))];
}
