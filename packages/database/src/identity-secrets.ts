import { type Actor, recordChange } from './audit.ts';
import type { Database, Queryable } from './client.ts';

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
  return database.identitySecret.findMany({
    where: { siteId, OR: [{ validUntil: null }, { validUntil: { gt: new Date() } }] },
    orderBy: { version: 'desc' },
    select: { version: true, sealed: true, createdAt: true, validUntil: true },
  });
}

/**
 * Adds a secret that takes the place of the newest, which counts until `formerValidUntil`; those before it are deleted.
 * @param seal seals a new secret for its version
 * @param actor written down as who did it
 * @returns the version
 */
export function addIdentitySecret(
  database: Database,
  {
    siteId,
    formerValidUntil,
    seal,
    actor,
  }: {
    siteId: string;
    formerValidUntil: Date;
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
