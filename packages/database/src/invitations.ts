import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  CodedError,
  type InvitationView,
  type MadeInvitation,
  type OpenInvitation,
  type Role,
} from '@frontdesk/protocol';
import { type Actor, recordChange } from './audit.ts';
import type { Database, Queryable } from './client.ts';

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Makes an invitation to sites. The token is returned this once; only its hash is kept. Older ones of that address to these
 * sites are good for nothing any more.
 * @throws CodedError `already_member` of all of these sites
 */
export async function createInvitation(
  database: Database,
  actor: Actor,
  { email: written, role, siteIds, days }: { email: string; role: Role; siteIds: readonly string[]; days: number },
): Promise<MadeInvitation> {
  const email = written.toLowerCase();
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(Date.now() + days * 86_400_000);
  return database.$transaction(async (transaction) => {
    // One after another: two at once would both be open.
    await transaction.$queryRaw`
      SELECT id FROM site WHERE id = ANY(${[...siteIds]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
    if (await isMemberOfAll(transaction, email, siteIds)) throw new CodedError('already_member');
    await closeOlder(transaction, actor, { email, siteIds });
    const { id } = await transaction.invitation.create({
      data: { email, role, siteIds: [...siteIds], tokenHash: hashOf(token), expiresAt },
    });
    for (const siteId of siteIds) {
      await recordChange(transaction, actor, { siteId, action: 'member.invited', target: email, after: { role } });
    }
    return { id, token, expiresAt: expiresAt.toISOString() };
  });
}

async function isMemberOfAll(database: Queryable, email: string, siteIds: readonly string[]): Promise<boolean> {
  const user = await database.user.findUnique({
    where: { email },
    select: { role: true, memberships: { where: { siteId: { in: [...siteIds] } }, select: { siteId: true } } },
  });
  return user !== null && (user.role === 'owner' || user.memberships.length === new Set(siteIds).size);
}

/** What is open for that address no longer offers these sites; what offers none any more is revoked. */
async function closeOlder(
  database: Queryable,
  actor: Actor,
  { email, siteIds }: { email: string; siteIds: readonly string[] },
): Promise<void> {
  const older = await database.invitation.findMany({ where: { email, siteIds: { hasSome: [...siteIds] }, ...open() } });
  for (const { id, siteIds: offered } of older) {
    const left = offered.filter((siteId) => !siteIds.includes(siteId));
    const data = left.length === 0 ? { revokedAt: new Date() } : { siteIds: left };
    await database.invitation.update({ where: { id }, data });
    for (const siteId of offered.filter((one) => siteIds.includes(one)))
      await recordChange(database, actor, { siteId, action: 'member.invitation-revoked', target: email });
  }
}

const open = () => ({ acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } });

/** Those to a site that can still be accepted, the newest first. */
export async function listInvitations(database: Queryable, siteId: string): Promise<OpenInvitation[]> {
  const rows = await database.invitation.findMany({
    where: { siteIds: { has: siteId }, ...open() },
    orderBy: { id: 'desc' },
  });
  return rows.map(({ id, email, role, expiresAt }) => ({ id, email, role, expiresAt: expiresAt.toISOString() }));
}

/** Its link is good for nothing any more. @throws CodedError `not_found` */
export async function revokeInvitation(
  database: Database,
  actor: Actor,
  { siteId, invitationId }: { siteId: string; invitationId: string },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    const found = await transaction.invitation.findFirst({
      where: { id: invitationId, siteIds: { has: siteId }, ...open() },
    });
    if (!found) throw new CodedError('not_found', { message: 'This invitation is not open any more.' });
    await transaction.invitation.update({ where: { id: invitationId }, data: { revokedAt: new Date() } });
    await recordChange(transaction, actor, { siteId, action: 'member.invitation-revoked', target: found.email });
  });
}

/** What an open invitation offers. @throws CodedError `invitation_invalid` */
export async function readInvitation(database: Queryable, token: string): Promise<InvitationView> {
  const found = await database.invitation.findFirst({ where: { tokenHash: hashOf(token), ...open() } });
  if (!found) throw new CodedError('invitation_invalid');
  const sites = await database.site.findMany({
    where: { id: { in: found.siteIds } },
    select: { name: true },
    orderBy: { name: 'asc' },
  });
  const account = await database.user.findUnique({ where: { email: found.email }, select: { id: true } });
  return {
    email: found.email,
    role: found.role,
    siteNames: sites.map(({ name }) => name),
    hasAccount: account !== null,
  };
}

/**
 * Accepts an invitation, once: makes the account where the address has none, and the memberships. Whoever has an account keeps
 * its password, and a stronger role than the one that is offered.
 * @param passwordHash of a new account
 * @returns the account's id
 * @throws CodedError `invitation_invalid`
 */
export async function acceptInvitation(
  database: Database,
  { token, name, passwordHash }: { token: string; name: string; passwordHash: string },
): Promise<string> {
  return database.$transaction(async (transaction) => {
    // One of two who accept at once: the other one finds nothing.
    const taken = await transaction.invitation.updateManyAndReturn({
      where: { tokenHash: hashOf(token), ...open() },
      data: { acceptedAt: new Date() },
    });
    const [found] = taken;
    if (!found) throw new CodedError('invitation_invalid');
    const known = await transaction.user.findUnique({ where: { email: found.email }, select: { id: true } });
    const userId = known?.id ?? randomUUID();
    if (!known) {
      const account = { id: randomUUID(), accountId: userId, providerId: 'credential', password: passwordHash };
      await transaction.user.create({
        data: {
          id: userId,
          email: found.email,
          name,
          emailVerified: true,
          role: 'member',
          accounts: { create: account },
        },
      });
    }
    const sites = await transaction.site.findMany({ where: { id: { in: found.siteIds } }, select: { id: true } });
    for (const { id: siteId } of sites) {
      const key = { userId_siteId: { userId, siteId } };
      const before = await transaction.membership.findUnique({ where: key });
      if (before) continue;
      await transaction.membership.create({ data: { userId, siteId, role: found.role } });
      await recordChange(
        transaction,
        { userId, email: found.email },
        { siteId, action: 'member.joined', target: found.email, after: { role: found.role } },
      );
    }
    return userId;
  });
}
