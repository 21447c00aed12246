import { createHash, randomBytes } from 'node:crypto';
import { type ApiKeyScope, type ApiKeyView, apiKeyScopes, CodedError, type MadeApiKey } from '@frontdesk/protocol';
import type { Site } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { type Actor, recordChange } from '../team/audit.ts';

/** 256 random bits: a plain hash is enough to keep, there is nothing to guess from a dictionary. */
const keyBytes = 32;

/** Of a key, what its owner may be shown later. */
const startChars = 8;
/** Whoever asks often would else write its row at every request. */
const lastUsedEveryMs = 60_000;

export interface NewApiKey {
  siteId: string;
  name: string;
  /** Left out, all. */
  scopes?: readonly ApiKeyScope[] | undefined;
}

/** Makes an API key for a site's own server. The key is returned this once; only its hash is kept. */
export async function makeApiKey(
  database: Queryable,
  { siteId, name, scopes = apiKeyScopes }: NewApiKey,
): Promise<MadeApiKey> {
  const key = `fd_${randomBytes(keyBytes).toString('base64url')}`;
  const data = { siteId, name, scopes: [...new Set(scopes)], hash: hashKey(key), start: key.slice(0, startChars) };
  const { id } = await database.apiKey.create({ data, select: { id: true } });
  return { id, key };
}

/** The same, written down as somebody's change. */
export function createApiKeyAs(database: Database, actor: Actor, newKey: NewApiKey): Promise<MadeApiKey> {
  return database.$transaction(async (transaction) => {
    const made = await makeApiKey(transaction, newKey);
    const { siteId, name, scopes = apiKeyScopes } = newKey;
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'key.made', target: name, after: { scopes: [...scopes] } },
    });
    return made;
  });
}

/** A site's keys that are not revoked, the newest first. */
export async function listApiKeys(database: Queryable, siteId: string): Promise<ApiKeyView[]> {
  const keys = await database.apiKey.findMany({ where: { siteId, revokedAt: null }, orderBy: { id: 'desc' } });
  return keys.map(({ id, name, start, scopes, createdAt, lastUsedAt }) => ({
    ...{ id, name, start, scopes: knownScopes(scopes), createdAt: createdAt.toISOString() },
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}

/** Nothing can be asked with the key any more. @throws CodedError `not_found` for one of another site, or revoked already */
export async function revokeApiKey(
  database: Database,
  actor: Actor,
  { siteId, keyId }: { siteId: string; keyId: string },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    const [revoked] = await transaction.apiKey.updateManyAndReturn({
      where: { id: keyId, siteId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (!revoked) throw new CodedError('not_found', { message: 'There is no such key.' });
    await recordChange(transaction, actor, { siteId, action: 'key.revoked', target: revoked.name });
  });
}

/** A key as it is asked with. */
export interface HeldApiKey {
  site: Site;
  scopes: readonly ApiKeyScope[];
}

/**
 * The key, and the site whose server holds it, or null; a revoked key is no key.
 * @throws CodedError `site_unknown` for one of a site that is removed
 */
export async function findApiKey(database: Queryable, key: string): Promise<HeldApiKey | null> {
  const apiKey = await database.apiKey.findUnique({ where: { hash: hashKey(key) }, include: { site: true } });
  if (!apiKey || apiKey.revokedAt) return null;
  if (apiKey.site.removedAt) throw new CodedError('site_unknown');
  const now = Date.now();
  if (apiKey.lastUsedAt === null || now - apiKey.lastUsedAt.getTime() >= lastUsedEveryMs) {
    await database.apiKey.update({ where: { id: apiKey.id }, data: { lastUsedAt: new Date(now) } });
  }
  return { site: apiKey.site, scopes: knownScopes(apiKey.scopes) };
}

/** A scope that a newer version gave opens nothing here. */
const knownScopes = (scopes: readonly string[]): ApiKeyScope[] =>
  apiKeyScopes.filter((scope) => scopes.includes(scope));

const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex');
