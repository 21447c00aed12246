import { createHash, randomBytes } from 'node:crypto';
import type { Site } from '../generated/client.ts';
import type { Queryable } from './client.ts';

/** 256 random bits: a plain hash is enough to keep, there is nothing to guess from a dictionary. */
const keyBytes = 32;

/** Makes an API key for a site's own server. The key is returned this once; only its hash is kept. */
export async function createApiKey(
  database: Queryable,
  { siteId, name }: { siteId: string; name: string },
): Promise<string> {
  const key = `fd_${randomBytes(keyBytes).toString('base64url')}`;
  await database.apiKey.create({ data: { siteId, name, hash: hashKey(key) } });
  return key;
}

/** The site whose server holds this key, or null; a revoked key is no key. */
export async function findSiteByApiKey(database: Queryable, key: string): Promise<Site | null> {
  const apiKey = await database.apiKey.findUnique({ where: { hash: hashKey(key) }, include: { site: true } });
  if (!apiKey || apiKey.revokedAt) return null;
  await database.apiKey.update({ where: { id: apiKey.id }, data: { lastUsedAt: new Date() } });
  return apiKey.site;
}

const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex');
