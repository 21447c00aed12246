import {
  changeMembership,
  createInvitation,
  type Database,
  findSiteRole,
  listInvitations,
  listMembers,
  releaseFromFormer,
  revokeInvitation,
} from '@frontdesk/database';
import {
  accountLimits,
  CodedError,
  type MadeInvitation,
  type MembersPage,
  may,
  memberBody,
  newInvitation,
  type Role,
} from '@frontdesk/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import type { AccessChanges } from '../access/access-changes.ts';
import { needs, siteOf } from '../access/admin-requests.ts';
import { refuseUnlessMay } from '../access/site-access.ts';
import type { ChangeConversation } from '../agent/conversation-changes.ts';
import { parseRequest } from '../parse-request.ts';
import { actorOf } from './actor-of.ts';

const site = '/v1/admin/sites/:siteId';
const member = z.object({ userId: z.string().check(z.maxLength(100)) });
const invitation = z.object({ invitationId: z.uuid() });

/** A site's members, and the invitations to become one. */
export function serveMembers(
  app: FastifyInstance,
  { database, accessChanges, change }: { database: Database; accessChanges: AccessChanges; change: ChangeConversation },
): void {
  /** Whoever may not answer any more has no conversations either. */
  async function changeRole(request: FastifyRequest, role: Role | null): Promise<void> {
    const { siteId, role: own } = siteOf(request);
    const { userId } = parseRequest(member, request.params);
    const actor = { ...actorOf(request), byOwner: may(own, 'owners.manage') };
    await changeMembership(database, actor, { siteId, userId, role });
    accessChanges.announce(userId);
    await releaseFromFormer(database, { siteId, userId }, (released) => change(async () => released));
  }

  app.get(`${site}/members`, needs('members.read'), async (request): Promise<MembersPage> => {
    const { siteId, role } = siteOf(request);
    const members = await listMembers(database, siteId);
    // Whom somebody has invited concerns those who may.
    return { members, invitations: may(role, 'members.manage') ? await listInvitations(database, siteId) : [] };
  });

  app.put(`${site}/members/:userId`, needs('members.manage'), async (request, reply) => {
    await changeRole(request, parseRequest(memberBody, request.body).role);
    return reply.code(204).send();
  });

  app.delete(`${site}/members/:userId`, needs('members.manage'), async (request, reply) => {
    await changeRole(request, null);
    return reply.code(204).send();
  });

  app.post(`${site}/invitations`, needs('members.manage'), async (request, reply): Promise<MadeInvitation> => {
    const { siteId, role: own, userId, isOwner } = siteOf(request);
    const { email, role, alsoSites = [] } = parseRequest(newInvitation, request.body);
    if (role === 'owner') refuseUnlessMay(own, 'owners.manage');
    for (const other of alsoSites) {
      const there = await findSiteRole(database, { userId, isOwner }, other);
      if (!there?.role) throw new CodedError('forbidden');
      refuseUnlessMay(there.role, role === 'owner' ? 'owners.manage' : 'members.manage');
    }
    const siteIds = [...new Set([siteId, ...alsoSites])];
    const made = await createInvitation(database, actorOf(request), {
      ...{ email, role, siteIds, days: accountLimits.invitationDays },
    });
    reply.code(201);
    return made;
  });

  app.delete(`${site}/invitations/:invitationId`, needs('members.manage'), async (request, reply) => {
    const { siteId } = siteOf(request);
    const { invitationId } = parseRequest(invitation, request.params);
    await revokeInvitation(database, actorOf(request), { siteId, invitationId });
    return reply.code(204).send();
  });
}
