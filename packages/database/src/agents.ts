import type { AgentPerson } from '@frontdesk/protocol';
import type { Queryable } from './client.ts';

/** Whoever may answer at a site: its members but viewers, and the owners of the installation. */
const mayAnswerAt = (siteId: string) => ({
  OR: [{ role: 'owner' }, { memberships: { some: { siteId, role: { not: 'viewer' as const } } } }],
});

/** Somebody who may be given conversations of that site, or null. */
export function findAssignee(database: Queryable, siteId: string, userId: string): Promise<AgentPerson | null> {
  return database.user.findFirst({ where: { id: userId, ...mayAnswerAt(siteId) }, select: { id: true, name: true } });
}

/** Everybody who may be given conversations of that site, by name. */
export function listAssignees(database: Queryable, siteId: string): Promise<AgentPerson[]> {
  return database.user.findMany({
    where: mayAnswerAt(siteId),
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true },
  });
}
