import type { AdminSite, Role } from '@frontdesk/protocol';
import type { Queryable } from '../connection/client.ts';

/** Whose role is asked for: an owner of the installation is an owner at every site, without a membership. */
export interface Person {
  userId: string;
  isOwner: boolean;
}

/** A site's name, what the person may be there (null: no member), and whether it is removed. Null where there is no such site. */
export async function findSiteRole(
  database: Queryable,
  { userId, isOwner }: Person,
  siteId: string,
): Promise<{ siteName: string; role: Role | null; removed: boolean } | null> {
  const site = await database.site.findUnique({
    where: { id: siteId },
    select: { name: true, removedAt: true, memberships: { where: { userId }, select: { role: true } } },
  });
  if (!site) return null;
  const role = isOwner ? 'owner' : (site.memberships[0]?.role ?? null);
  return { siteName: site.name, role, removed: site.removedAt !== null };
}

/** What somebody may be at a site now, whoever asks; null: nothing. */
export async function findRoleOf(
  database: Queryable,
  { userId, siteId }: { userId: string; siteId: string },
): Promise<Role | null> {
  const user = await database.user.findUnique({
    where: { id: userId },
    select: { role: true, memberships: { where: { siteId }, select: { role: true } } },
  });
  return user?.role === 'owner' ? 'owner' : (user?.memberships[0]?.role ?? null);
}

/** The sites at which the person is anything, by name. */
export async function listSitesOf(database: Queryable, { userId, isOwner }: Person): Promise<AdminSite[]> {
  const sites = await database.site.findMany({
    where: { removedAt: null, ...(!isOwner && { memberships: { some: { userId } } }) },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, key: true, name: true, memberships: { where: { userId }, select: { role: true } } },
  });
  return sites.map(({ memberships, ...site }) => ({
    ...site,
    role: isOwner ? 'owner' : (memberships[0]?.role ?? 'viewer'),
  }));
}
