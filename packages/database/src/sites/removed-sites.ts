import { type AdminSite, CodedError, type SiteContents, siteLimits } from '@frontdesk/protocol';
import { advisoryLocks, takeTurn } from '../connection/advisory-locks.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { readClock } from '../connection/clock.ts';
import type { DeletedConversation } from '../deletions/deletions.ts';
import { type Actor, recordChange, siteDeleted } from '../team/audit.ts';
import type { Person } from '../team/memberships.ts';

const dayMs = 86_400_000;
const restorableMs = siteLimits.restorableDays * dayMs;
const restorableSince = async (database: Queryable) => new Date((await readClock(database)).getTime() - restorableMs);

/** What is lost with a site. Conversations in which agents tried the bot do not count. */
export async function readSiteContents(database: Queryable, siteId: string): Promise<SiteContents> {
  const [conversations, documents, members] = await Promise.all([
    database.conversation.count({ where: { siteId, sandbox: false } }),
    database.knowledgeDocument.count({ where: { siteId } }),
    database.membership.count({ where: { siteId } }),
  ]);
  return { conversations, documents, members };
}

/**
 * Nobody is answered there from now on; after some days all of it is deleted. Of a site that is removed already nothing changes.
 * @throws CodedError `bad_request` when that is not its name
 */
export async function removeSite(
  database: Database,
  actor: Actor,
  { siteId, name }: { siteId: string; name: string },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    const site = await lockSite(transaction, siteId);
    if (site.name.trim() !== name.trim()) throw new CodedError('bad_request', { message: 'This is not its name.' });
    if (site.removedAt !== null) return;
    const before = { ...(await readSiteContents(transaction, siteId)) };
    const removedAt = await readClock(transaction);
    await transaction.site.update({ where: { id: siteId }, data: { removedAt }, select: { id: true } });
    await recordChange(transaction, actor, { siteId, action: 'site.removed', target: site.name, before });
  });
}

/** Of these sites those at which nobody is answered any more: removed, or deleted. */
export async function findRemovedSites(database: Queryable, siteIds: readonly string[]): Promise<string[]> {
  const there = await database.site.findMany({
    where: { id: { in: [...siteIds] }, removedAt: null },
    select: { id: true },
  });
  const ids = new Set(there.map(({ id }) => id));
  return siteIds.filter((id) => !ids.has(id));
}

/** Undoes it: all is as it was. @throws CodedError `site_unknown` where it is too late: its deletion has begun */
export async function restoreSite(database: Database, actor: Actor, siteId: string): Promise<void> {
  await database.$transaction(async (transaction) => {
    const site = await lockSite(transaction, siteId);
    if (site.removedAt === null) return;
    if (site.removedAt <= (await restorableSince(transaction))) throw new CodedError('site_unknown');
    await transaction.site.update({ where: { id: siteId }, data: { removedAt: null }, select: { id: true } });
    await recordChange(transaction, actor, { siteId, action: 'site.restored', target: site.name });
  });
}

async function lockSite(transaction: Queryable, siteId: string): Promise<{ name: string; removedAt: Date | null }> {
  const [site] = await transaction.$queryRaw<{ name: string; removedAt: Date | null }[]>`
    SELECT name, removed_at AS "removedAt" FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
  if (!site) throw new CodedError('site_unknown');
  return site;
}

/** The sites that the person may restore, by name. */
export async function listRemovedSites(database: Queryable, { userId, isOwner }: Person): Promise<AdminSite[]> {
  const sites = await database.site.findMany({
    where: {
      removedAt: { gt: await restorableSince(database) },
      ...(!isOwner && { memberships: { some: { userId, role: 'owner' } } }),
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, key: true, name: true, removedAt: true },
  });
  return sites.map(({ removedAt, ...site }) => ({
    ...{ ...site, role: 'owner' },
    deletedOn: new Date((removedAt?.getTime() ?? 0) + restorableMs).toISOString(),
  }));
}

/** A part of a site's deletion. */
export interface SiteDeletion {
  siteId: string;
  conversations: DeletedConversation[];
  /** Nothing of it is left, but for the bytes of its files: a trigger has noted those. */
  finished: boolean;
}

/**
 * Deletes of a site that was removed so long ago that it can't be restored any more, the longest removed first: at most `limit`
 * conversations, and with the last of them the site itself with all that is of it. In the log of changes one entry is left, of
 * no site: who removed it, and how much it was. To be called until there is nothing to do, by any number of processes.
 * @returns null where no site is due, or another process is at it
 */
export function deleteRemovedSite(database: Database, { limit }: { limit: number }): Promise<SiteDeletion | null> {
  return database.$transaction(
    async (transaction) => {
      if (!(await takeTurn(transaction, advisoryLocks.deletions)).held) return null;
      // Whoever restores it at this moment comes first, or too late.
      const [site] = await transaction.$queryRaw<{ id: string; name: string }[]>`
        SELECT id, name FROM site WHERE removed_at <= ${await restorableSince(transaction)}
         ORDER BY removed_at LIMIT 1 FOR UPDATE`;
      if (!site) return null;
      const siteId = site.id;
      const conversations = await transaction.$queryRaw<DeletedConversation[]>`
        DELETE FROM conversation WHERE id IN (
          SELECT id FROM conversation WHERE site_id = ${siteId}::uuid LIMIT ${limit}
        ) RETURNING site_id AS "siteId", visitor_id AS "visitorId", id AS "conversationId"`;
      const finished = conversations.length < limit;
      if (finished) await deleteRest(transaction, site);
      return { siteId, conversations, finished };
    },
    { timeout: 600_000 },
  );
}

async function deleteRest(transaction: Queryable, { id, name }: { id: string; name: string }): Promise<void> {
  const removal = await transaction.auditEntry.findFirst({
    where: { siteId: id, action: 'site.removed' },
    orderBy: { id: 'desc' },
  });
  await transaction.site.delete({ where: { id }, select: { id: true } });
  await transaction.auditEntry.deleteMany({ where: { siteId: id } });
  await transaction.$executeRaw`
    UPDATE invitation SET site_ids = array_remove(site_ids, ${id}::uuid) WHERE site_ids @> ARRAY[${id}::uuid]`;
  await transaction.invitation.deleteMany({ where: { siteIds: { isEmpty: true } } });
  const { userId = '', userName: email = '', before } = removal ?? {};
  await recordChange(
    transaction,
    { userId, email },
    { siteId: null, action: siteDeleted, target: name, before: before ?? undefined },
  );
}
