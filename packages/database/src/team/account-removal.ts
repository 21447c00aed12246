import { type AccountsAtNoSite, accountLimits, CodedError } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { takeOutOfTeam } from '../sites/team-settings.ts';
import { type Actor, recordChange } from './audit.ts';
import { withdraw, withdrawUnentitled } from './invitations.ts';

/** Accounts of people who were removed from every site, the newest first; owners of the installation are at all of them. */
export async function listAccountsAtNoSite(
  database: Queryable,
  { limit = accountLimits.accountsPerPage }: { limit?: number } = {},
): Promise<AccountsAtNoSite> {
  const people = await database.user.findMany({
    where: { role: { not: 'owner' }, memberships: { none: {} }, formerPerson: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    select: { id: true, name: true, email: true, createdAt: true },
  });
  const accounts = people.slice(0, limit).map(({ id, name, email, createdAt }) => ({
    ...{ userId: id, name, email, createdAt: createdAt.toISOString() },
  }));
  return { accounts, more: people.length > limit };
}

/**
 * Deletes somebody's account: from this moment on they are signed in nowhere, and a member of nothing. What they are called is taken
 * out of what they did a little later, bit by bit, and their row goes with the last of it (`forgetFormerPerson`); what they have of
 * conversations is to be given to others before (`releaseFromAllSites`). The log of changes keeps their address: whoever deletes their
 * account must not take with it what they did to others.
 * @param actor whoever does it: themselves, or an owner of the installation
 * @throws CodedError `not_found`; `last_operator` where nobody would own the installation any more; for one's own account `last_owner`
 *   where a site would have no owner of its own
 */
export async function removeAccount(database: Database, actor: Actor, userId: string): Promise<void> {
  await database.$transaction(async (transaction) => {
    // Sites before people, as whoever joins one; of two operators who remove each other, the second finds nobody else left.
    await transaction.$queryRaw`
      SELECT id FROM site WHERE id IN (SELECT site_id FROM membership WHERE user_id = ${userId}) ORDER BY id FOR UPDATE`;
    await transaction.$queryRaw`
      SELECT id FROM "user" WHERE id = ${userId} OR role = 'owner' ORDER BY id FOR UPDATE`;
    const user = await transaction.user.findUnique({
      where: { id: userId, formerPerson: null },
      select: { email: true, role: true, memberships: { select: { siteId: true, role: true } } },
    });
    if (!user) throw new CodedError('not_found', { message: 'There is no such person.' });
    if (user.role === 'owner' && (await transaction.user.count({ where: { role: 'owner' } })) === 1)
      throw new CodedError('last_operator');
    if (userId === actor.userId) await refuseLastOwner(transaction, userId);
    await keepNames(transaction, userId);
    for (const { siteId, role } of user.memberships) {
      await recordChange(transaction, actor, {
        ...{ siteId, action: 'member.removed', target: user.email, before: { role } },
      });
    }
    for (const siteId of await sitesThatName(transaction, { userId, email: user.email })) {
      await withdraw(transaction, actor, { siteId, email: user.email });
      await withdrawUnentitled(transaction, actor, { siteId, userId, role: null });
      await takeOutOfTeam(transaction, { siteId, userId });
    }
    await signOutForGood(transaction, userId);
    await recordChange(transaction, actor, { siteId: null, action: 'account.deleted', target: user.email });
  }, patience);
}

/** The log of changes, which may be long, is looked through. */
const patience = { maxWait: 30_000, timeout: 30_000 };

/** An owner of the installation is one at every site, but a site whose own people are all gone has nobody who looks after it. */
async function refuseLastOwner(transaction: Queryable, userId: string): Promise<void> {
  const sites = await transaction.site.findMany({
    where: {
      removedAt: null,
      memberships: { some: { userId, role: 'owner' }, none: { role: 'owner', userId: { not: userId } } },
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { name: true },
    take: 4,
  });
  if (sites.length === 0) return;
  const names = sites.slice(0, 3).map(({ name }) => name);
  const listed = `${names.join(', ')}${sites.length > 3 ? ' and others' : ''}`;
  throw new CodedError('last_owner', {
    message: `You are the only owner of ${listed}. Make somebody else an owner there, or remove the site, first.`,
  });
}

/** All that somebody was ever called, and signed in with: events and versions have it as it was then. */
async function keepNames(transaction: Queryable, userId: string): Promise<void> {
  // An address that they gave up may be another one's by now.
  await transaction.$executeRaw`
    WITH before AS (
      SELECT before->>'name' AS name, before->>'email' AS email FROM audit_entry
       WHERE user_id = ${userId} AND action = 'account.changed'
       UNION SELECT name, email FROM "user" WHERE id = ${userId})
    INSERT INTO former_person (user_id, names, emails)
    SELECT ${userId}, coalesce(array_agg(DISTINCT name) FILTER (WHERE name <> ''), '{}'),
           coalesce(array_agg(DISTINCT email) FILTER (WHERE email IS NOT NULL AND NOT EXISTS (
             SELECT FROM "user" AS other WHERE other.email = before.email AND other.id <> ${userId})), '{}')
      FROM before`;
}

/** Sites to which they have invited somebody, or are invited themselves, or that hand over to them. */
async function sitesThatName(
  transaction: Queryable,
  { userId, email }: { userId: string; email: string },
): Promise<string[]> {
  const sites = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id FROM site WHERE jsonb_exists(team_settings->'members', ${userId})
     UNION SELECT unnest(site_ids) FROM invitation
      WHERE (invited_by = ${userId} OR email = ${email}) AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()
     ORDER BY 1`;
  return sites.map(({ id }) => id);
}

/** Takes from an account all that it may, and what tells whose it was; its row stays for a while, as what they did hangs on it. */
async function signOutForGood(transaction: Queryable, userId: string): Promise<void> {
  const where = { userId };
  await transaction.session.deleteMany({ where });
  await transaction.account.deleteMany({ where });
  await transaction.passwordLink.deleteMany({ where });
  await transaction.membership.deleteMany({ where });
  await transaction.waitingLetter.deleteMany({ where });
  await transaction.agentPresence.deleteMany({ where });
  await transaction.$executeRaw(Prisma.sql`
    UPDATE "user" SET role = 'member', name = '', image = NULL, email = id || '@deleted.invalid', email_verified = false,
           waiting_letters = false, updated_at = now()
     WHERE id = ${userId}`);
}
