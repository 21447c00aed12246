import { randomUUID } from 'node:crypto';
import {
  CodedError,
  type InvitationView,
  type MadeInvitation,
  may,
  type OpenInvitation,
  type Role,
  roles,
} from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { readClock } from '../connection/clock.ts';
import { type Actor, recordChange } from './audit.ts';
import { hashOfToken, newToken } from './link-tokens.ts';

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
  const token = newToken();
  return database.$transaction(async (transaction) => {
    // One after another: two at once would both be open.
    await transaction.$queryRaw`
      SELECT id FROM site WHERE id = ANY(${[...siteIds]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
    if (await isMemberOfAll(transaction, email, siteIds)) throw new CodedError('already_member');
    for (const siteId of siteIds) await withdraw(transaction, actor, { siteId, email });
    const expiresAt = new Date((await readClock(transaction)).getTime() + days * 86_400_000);
    const { id } = await transaction.invitation.create({
      data: { email, role, siteIds: [...siteIds], tokenHash: hashOfToken(token), expiresAt, invitedBy: actor.userId },
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

/** Which invitations are meant: the one of that id, or those to an address, or those that somebody made to be one of these. */
type Which = { id: string } | { email: string } | { invitedBy: string; roles: readonly Role[] };

function isMeant(which: Which): Prisma.Sql {
  if ('id' in which) return Prisma.sql`id = ${which.id}::uuid`;
  if ('email' in which) return Prisma.sql`email = ${which.email}`;
  return Prisma.sql`invited_by = ${which.invitedBy} AND role::text = ANY(${[...which.roles]})`;
}

/** What is open of these no longer offers a site; what offers none any more is revoked. */
export async function withdraw(
  database: Queryable,
  actor: Actor,
  { siteId, ...which }: { siteId: string } & Which,
): Promise<boolean> {
  // One statement: of two sites that are withdrawn at once, both are.
  const withdrawn = await database.$queryRaw<{ email: string }[]>`
    UPDATE invitation
       SET site_ids = CASE WHEN cardinality(site_ids) = 1 THEN site_ids ELSE array_remove(site_ids, ${siteId}::uuid) END,
           revoked_at = CASE WHEN cardinality(site_ids) = 1 THEN now() END
     WHERE ${isMeant(which)} AND site_ids @> ARRAY[${siteId}::uuid]
       AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()
    RETURNING email`;
  for (const { email } of withdrawn)
    await recordChange(database, actor, { siteId, action: 'member.invitation-revoked', target: email });
  return withdrawn.length > 0;
}

/**
 * What somebody has offered at a site goes with their right to offer it: who is removed does not come back by an invitation that
 * they made for themselves.
 * @param invitation.role theirs from now on; null: none
 */
export async function withdrawUnentitled(
  transaction: Queryable,
  actor: Actor,
  { siteId, userId, role }: { siteId: string; userId: string; role: Role | null },
): Promise<void> {
  const mayOffer = (offered: Role) => may(role, offered === 'owner' ? 'owners.manage' : 'members.manage');
  const unentitled = roles.filter((offered) => !mayOffer(offered));
  await withdraw(transaction, actor, { siteId, invitedBy: userId, roles: unentitled });
}

const openAt = (now: Date) => ({ acceptedAt: null, revokedAt: null, expiresAt: { gt: now } });

/** Those to a site that can still be accepted, the newest first. */
export async function listInvitations(database: Queryable, siteId: string): Promise<OpenInvitation[]> {
  const rows = await database.invitation.findMany({
    where: { siteIds: { has: siteId }, ...openAt(await readClock(database)) },
    orderBy: { id: 'desc' },
  });
  return rows.map(({ id, email, role, expiresAt }) => ({ id, email, role, expiresAt: expiresAt.toISOString() }));
}

/** It no longer offers that site; one that offers no other is good for nothing any more. @throws CodedError `not_found` */
export async function revokeInvitation(
  database: Database,
  actor: Actor,
  { siteId, invitationId: id }: { siteId: string; invitationId: string },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    if (await withdraw(transaction, actor, { siteId, id })) return;
    throw new CodedError('not_found', { message: 'This invitation is not open any more.' });
  });
}

/** What an open invitation offers. @throws CodedError `invitation_invalid` */
export async function readInvitation(database: Queryable, token: string): Promise<InvitationView> {
  const found = await database.invitation.findFirst({
    where: { tokenHash: hashOfToken(token), ...openAt(await readClock(database)) },
  });
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
 * Accepts an invitation, once: makes the account where the address has none, and the memberships. Whoever has an account accepts
 * for themselves alone, and keeps its password, and the role that they have at a site already.
 * @param userId who is signed in; null: nobody
 * @param name of a new account, as is `passwordHash`
 * @returns the account's id
 * @throws CodedError `invitation_invalid`; `sign_in_required` where the address has an account and somebody else, or nobody, is
 *   signed in; `bad_request` for a new account without a name
 */
export async function acceptInvitation(
  database: Database,
  {
    token,
    name,
    passwordHash,
    userId: signedIn,
  }: { token: string; name: string | undefined; passwordHash: string; userId: string | null },
): Promise<string> {
  return database.$transaction(async (transaction) => {
    // One of two who accept at once: the other one finds nothing.
    const now = await readClock(transaction);
    const taken = await transaction.invitation.updateManyAndReturn({
      where: { tokenHash: hashOfToken(token), ...openAt(now) },
      data: { acceptedAt: now },
    });
    const [found] = taken;
    if (!found) throw new CodedError('invitation_invalid');
    const known = await transaction.user.findUnique({ where: { email: found.email }, select: { id: true } });
    if (known && known.id !== signedIn) throw new CodedError('sign_in_required');
    const userId = known?.id ?? randomUUID();
    if (!known) {
      if (name === undefined) throw new CodedError('bad_request', { message: 'A new account needs a name.' });
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
