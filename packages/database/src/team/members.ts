import { CodedError, type Member, type Role } from '@frontdesk/protocol';
import type { Database, Queryable } from '../connection/client.ts';
import { takeOutOfTeam } from '../sites/team-settings.ts';
import { type Actor, recordChange } from './audit.ts';
import { withdrawUnentitled } from './invitations.ts';

/** Who may do what at a site: its members, and the owners of the installation. */
export async function listMembers(database: Queryable, siteId: string): Promise<Member[]> {
  const people = await database.user.findMany({
    where: { OR: [{ role: 'owner' }, { memberships: { some: { siteId } } }] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      name: true,
      email: true,
      role: true,
      memberships: { where: { siteId }, select: { role: true } },
    },
  });
  return people.map(({ id, name, email, role, memberships }) => ({
    ...{ userId: id, name, email, ofInstallation: role === 'owner' },
    role: role === 'owner' ? 'owner' : (memberships[0]?.role ?? 'viewer'),
  }));
}

/** A change of one membership; `role` null removes it. */
export interface MembershipChange {
  siteId: string;
  userId: string;
  role: Role | null;
}

/**
 * Gives a member another role, or none.
 * @throws CodedError `forbidden` where an owner is concerned and `byOwner` is false; `last_owner` where nobody would own the
 * site any more; `not_found`
 */
export async function changeMembership(
  database: Database,
  actor: Actor & { byOwner: boolean },
  { siteId, userId, role }: MembershipChange,
): Promise<void> {
  await database.$transaction(async (transaction) => {
    // Two at once must not both find that there is another owner left.
    await transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
    const found = await transaction.membership.findUnique({
      where: { userId_siteId: { userId, siteId } },
      select: { role: true, user: { select: { email: true } } },
    });
    if (!found) throw new CodedError('not_found', { message: 'This person is not a member of the site.' });
    if ((found.role === 'owner' || role === 'owner') && !actor.byOwner) throw new CodedError('forbidden');
    if (found.role === 'owner' && role !== 'owner') {
      const others = await transaction.membership.count({ where: { siteId, role: 'owner', userId: { not: userId } } });
      const ofInstallation = await transaction.user.count({ where: { role: 'owner' } });
      if (others + ofInstallation === 0) throw new CodedError('last_owner');
    }
    const key = { userId_siteId: { userId, siteId } };
    if (role) await transaction.membership.update({ where: key, data: { role } });
    else await transaction.membership.delete({ where: key });
    await withdrawUnentitled(transaction, actor, { siteId, userId, role });
    if (!role || role === 'viewer') await takeOutOfTeam(transaction, { siteId, userId });
    await recordChange(transaction, actor, {
      ...{ siteId, action: role ? 'member.role-changed' : 'member.removed', target: found.user.email },
      before: { role: found.role },
      after: role ? { role } : undefined,
    });
  });
}
