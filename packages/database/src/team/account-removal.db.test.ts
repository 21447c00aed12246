import { randomUUID } from 'node:crypto';
import { CodedError, type Role } from '@frontdesk/protocol';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findUser } from '../index.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { newSite } from '../testing/test-site.ts';
import { openConnections, untilWaiting } from '../testing/until-waiting.ts';
import { listAccountsAtNoSite, removeAccount } from './account-removal.ts';
import { operator as command } from './audit.ts';
import { createInvitation, readInvitation } from './invitations.ts';
import { createPasswordLink } from './password-links.ts';
import { createOwner } from './users.ts';

const database = useTestDatabase();
const owner = { email: 'owner@frontdesk.test', name: 'Owner', passwordHash: 'x' };
let operator: { userId: string; email: string };
let siteId: string;

beforeAll(() => openConnections(database));
beforeEach(async () => {
  await database.user.deleteMany();
  operator = await createOperator(owner.email);
  siteId = await newSite(database, { name: 'Shop' });
});

async function createOperator(email: string) {
  await createOwner(database, { ...owner, email });
  const { id } = await database.user.findUniqueOrThrow({ where: { email } });
  return { userId: id, email };
}

async function createMember(role: Role | null, site = siteId) {
  const userId = randomUUID();
  const email = `${userId}@frontdesk.test`;
  const accounts = { create: { id: randomUUID(), accountId: userId, providerId: 'credential', password: 'x' } };
  const sessions = { create: { id: randomUUID(), token: randomUUID(), expiresAt: new Date(Date.now() + 60_000) } };
  const memberships = role ? { create: { siteId: site, role } } : {};
  await database.user.create({ data: { id: userId, email, name: 'Ada', accounts, sessions, memberships } });
  return { userId, email };
}
const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe('an account that is deleted', () => {
  it('does not come back by an invitation that is on its way', async () => {
    const ada = await createMember('viewer');
    const elsewhere = await newSite(database);
    const offer = { email: ada.email, role: 'owner', siteIds: [elsewhere], days: 1 } as const;
    const { token } = await createInvitation(database, operator, offer);
    await removeAccount(database, operator, ada.userId);
    await expect(readInvitation(database, token)).rejects.toEqual(code('invitation_invalid'));
  });

  it('may nothing and is signed in nowhere from that moment on', async () => {
    const ada = await createMember('admin');
    await createPasswordLink(database, command, { userId: ada.userId, days: 1 });
    const settings = { members: [ada.userId, operator.userId] };
    await database.site.update({ where: { id: siteId }, data: { teamSettings: settings } });
    const offer = { email: 'again@frontdesk.test', role: 'agent', siteIds: [siteId], days: 1 } as const;
    const { token } = await createInvitation(database, ada, offer);
    await removeAccount(database, operator, ada.userId);
    for (const table of [database.session, database.account, database.passwordLink, database.membership])
      expect(await (table as typeof database.session).count({ where: { userId: ada.userId } })).toBe(0);
    expect(await database.user.findUnique({ where: { id: ada.userId } })).toMatchObject({
      ...{ name: '', email: `${ada.userId}@deleted.invalid`, role: 'member' },
    });
    expect((await database.site.findUniqueOrThrow({ where: { id: siteId } })).teamSettings).toEqual({
      members: [operator.userId],
    });
    await expect(readInvitation(database, token)).rejects.toEqual(code('invitation_invalid'));
    const told = await database.auditEntry.findMany({ where: { userId: operator.userId }, orderBy: { id: 'asc' } });
    expect(told.map(({ siteId: at, action, target }) => [at, action, target])).toEqual([
      [siteId, 'member.removed', ada.email],
      [siteId, 'member.invitation-revoked', offer.email],
      [null, 'account.deleted', ada.email],
    ]);
    // Their address is free, and a second time there is nobody.
    expect(await findUser(database, ada.email)).toBeNull();
    await expect(removeAccount(database, operator, ada.userId)).rejects.toEqual(code('not_found'));
    await expect(removeAccount(database, operator, randomUUID())).rejects.toEqual(code('not_found'));
  });

  it('is no site’s last owner where it is one’s own, unless the site is removed', async () => {
    const ada = await createMember('owner');
    const removed = await newSite(database, { name: 'Gone', removedAt: new Date() });
    const second = await newSite(database, { name: 'Café' });
    for (const at of [removed, second])
      await database.membership.create({ data: { userId: ada.userId, siteId: at, role: 'owner' } });
    await expect(removeAccount(database, ada, ada.userId)).rejects.toEqual(
      new CodedError('last_owner', {
        message: 'You are the only owner of Café, Shop. Make somebody else an owner there, or remove the site, first.',
      }),
    );
    expect(await database.session.count({ where: { userId: ada.userId } })).toBe(1);
    await createMember('owner');
    await createMember('admin', second);
    await expect(removeAccount(database, ada, ada.userId)).rejects.toThrow('only owner of Café.');
    await createMember('owner', second);
    await removeAccount(database, ada, ada.userId);
    expect(await database.membership.count({ where: { userId: ada.userId } })).toBe(0);
  });

  it('may be the last owner’s where whoever owns the installation deletes it', async () => {
    const ada = await createMember('owner');
    await removeAccount(database, operator, ada.userId);
    expect(await database.membership.count({ where: { siteId } })).toBe(0);
  });

  it('is not the last that owns the installation, also of two who delete each other at once', async () => {
    await expect(removeAccount(database, operator, operator.userId)).rejects.toEqual(code('last_operator'));
    const other = await createOperator('other@frontdesk.test');
    const both = await Promise.allSettled([
      removeAccount(database, operator, other.userId),
      removeAccount(database, other, operator.userId),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await database.user.count({ where: { role: 'owner' } })).toBe(1);
    // Whoever is left is the one that is meant where none is named, however late they came.
    const [left] = await database.user.findMany({ where: { role: 'owner' } });
    expect(await findUser(database)).toEqual({ id: left?.id, email: left?.email });
  });

  it('of two owners of a site who leave at once one stays', async () => {
    const [ada, bo] = [await createMember('owner'), await createMember('owner')];
    let second: Promise<PromiseSettledResult<void>[]> | undefined;
    await database.$transaction(
      async (transaction) => {
        await transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
        second = Promise.allSettled([ada, bo].map((one) => removeAccount(database, one, one.userId)));
        await untilWaiting(transaction, 2);
      },
      { timeout: 30_000 },
    );
    const outcomes = await second;
    expect(outcomes?.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await database.membership.count({ where: { siteId, role: 'owner' } })).toBe(1);
  });
});

it('accounts of people who are at no site are listed, but owners of the installation and who is deleted', async () => {
  await createMember('viewer');
  const [first, second, third] = [await createMember(null), await createMember(null), await createMember(null)];
  await removeAccount(database, operator, third.userId);
  const emails = ({ accounts }: { accounts: { email: string }[] }) => accounts.map(({ email }) => email);
  expect(emails(await listAccountsAtNoSite(database))).toEqual([second.email, first.email]);
  const one = await listAccountsAtNoSite(database, { limit: 1 });
  expect([emails(one), one.more]).toEqual([[second.email], true]);
});
