import type { Database, Queryable } from '../connection/client.ts';
import { readClock } from '../connection/clock.ts';
import { type Actor, recordChange } from '../team/audit.ts';

/** A site's identity secret as it is stored: only who has the key of the installation can open it. */
export interface SealedIdentitySecret {
  version: number;
  sealed: Uint8Array<ArrayBuffer>;
  createdAt: Date;
  /** Null: of the newest one. */
  validUntil: Date | null;
}

/** Those that count now, the newest first. */
export function findIdentitySecrets(database: Queryable, siteId: string): Promise<SealedIdentitySecret[]> {
  return database.$queryRaw<SealedIdentitySecret[]>`
    SELECT version, sealed, created_at AS "createdAt", valid_until AS "validUntil" FROM identity_secret
     WHERE site_id = ${siteId}::uuid AND (valid_until IS NULL OR valid_until > now())
     ORDER BY version DESC`;
}

/**
 * Adds a secret that takes the place of the newest, which counts for `formerHours` more; those before it are deleted.
 * @param seal seals a new secret for its version
 * @param actor written down as who did it
 * @returns the version
 */
export function addIdentitySecret(
  database: Database,
  {
    siteId,
    formerHours,
    seal,
    actor,
  }: {
    siteId: string;
    formerHours: number;
    seal: (version: number) => Uint8Array<ArrayBuffer>;
    actor: Actor;
  },
): Promise<number> {
  return database.$transaction(async (tx) => {
    // Two at once would make the same version.
    await tx.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
    const newest = await tx.identitySecret.findFirst({ where: { siteId }, orderBy: { version: 'desc' } });
    const former = newest?.version ?? 0;
    await tx.identitySecret.deleteMany({ where: { siteId, version: { lt: former } } });
    const formerValidUntil = new Date((await readClock(tx)).getTime() + formerHours * 3_600_000);
    await tx.identitySecret.updateMany({ where: { siteId, version: former }, data: { validUntil: formerValidUntil } });
    const version = former + 1;
    await tx.identitySecret.create({ data: { siteId, version, sealed: seal(version) } });
    await recordChange(tx, actor, {
      ...{ siteId, action: former === 0 ? 'identity.made' : 'identity.rotated', target: `Version ${version}` },
      after: former === 0 ? undefined : { formerUntil: formerValidUntil.toISOString() },
    });
    return version;
  });
}

/**
 * Puts other sealed forms in the place of those that are stored, of all sites.
 * @param replace the other form of one; null: it stays as it is
 * @returns how many were replaced
 */
export async function replaceSealedSecrets(
  database: Database,
  replace: (stored: { siteId: string; version: number; sealed: Uint8Array }) => Uint8Array<ArrayBuffer> | null,
): Promise<number> {
  const all = await database.identitySecret.findMany({ select: { siteId: true, version: true, sealed: true } });
  let replaced = 0;
  for (const stored of all) {
    const sealed = replace(stored);
    if (!sealed) continue;
    // Another gateway may have done it meanwhile, or the site is gone.
    const { count } = await database.identitySecret.updateMany({ where: stored, data: { sealed } });
    replaced += count;
  }
  return replaced;
}
