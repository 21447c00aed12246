import { useTestDatabase } from '@frontdesk/database/testing';
import type { AccountsAtNoSite, AuditPage, Me, MembersPage } from '@frontdesk/protocol';
import { createLogger } from '@frontdesk/telemetry';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { forgetFormerPeople } from '../privacy/start-retention.ts';
import { askGateway } from '../testing/ask-gateway.ts';
import { createTestMember, createTestOwner, signIn, signInCookie, type TestAccount } from '../testing/test-admin.ts';
import { connectAgent } from '../testing/test-agent.ts';
import { startTestGateway, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, type TestSite } from '../testing/test-site.ts';

const database = useTestDatabase();
const gateway = await useTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '1000' });
const otherGateway = await useTestGateway();
let installation: string;
let site: TestSite;
let ada: TestAccount & { userId: string };
let cookie: string;

beforeAll(async () => {
  await createTestOwner(database);
  installation = await signInCookie(gateway);
});
beforeEach(async () => {
  site = await createTestSite(database);
  ada = await createTestMember(database, { siteId: site.id, role: 'agent' });
  cookie = await signInCookie(gateway, ada);
});

const ask = <Body>(who: string, method: string, path: string, body?: object) =>
  askGateway<Body>(gateway, who, method, `admin/${path}`, body);
const deleteOwn = (who: string, current: string) => ask(who, 'POST', 'me/deletion', { current });
const deleteAccount = (who: string, userId: string) => ask(who, 'DELETE', `accounts/${userId}`);

/** A conversation that she has, and the socket with which she has it. */
async function atWork() {
  const { id: visitorId } = await createTestVisitor(database, site.id);
  const data = { siteId: site.id, visitorId, state: 'with_person' as const, assigneeId: ada.userId };
  const { id } = await database.conversation.create({ data });
  const socket = await connectAgent(otherGateway, cookie, site.id);
  const ended = new Promise((resolve) => socket.once('disconnect', resolve));
  const read = () => database.conversation.findUniqueOrThrow({ where: { id } });
  return { ended, read };
}

/** Nothing is left of her but the log of changes. */
async function expectGone(): Promise<void> {
  expect((await ask(cookie, 'GET', 'me')).code).toBe('sign_in_required');
  expect((await signIn(gateway, ada)).status).toBe(401);
  const { members } = (await ask<MembersPage>(installation, 'GET', `sites/${site.id}/members`)).body;
  expect(members.map(({ userId }) => userId)).not.toContain(ada.userId);
  const told = { publish: () => {}, receive: () => {} };
  const logger = createLogger({ name: 'test', level: 'fatal' });
  await forgetFormerPeople({ database, notices: told as never, relay: told as never, logger });
  expect(await database.user.findUnique({ where: { id: ada.userId } })).toBeNull();
}
const changes = async () =>
  (await ask<AuditPage>(installation, 'GET', `sites/${site.id}/audit`)).body.entries
    .filter(({ target }) => target === ada.email)
    .map(({ who, name, action }) => [who, name, action]);

test('who deletes their own account is out at once, wherever they are, and what they had waits for others', async () => {
  const { ended, read } = await atWork();
  expect((await deleteOwn(cookie, 'another password')).code).toBe('password_wrong');
  expect((await ask(cookie, 'POST', 'me/deletion', {})).code).toBe('bad_request');
  expect((await ask<Me>(cookie, 'GET', 'me')).body.userId).toBe(ada.userId);
  expect((await deleteOwn(cookie, ada.password)).status).toBe(204);
  expect(await ended).toBe('io server disconnect');
  expect(await read()).toMatchObject({ state: 'waiting_for_person', assigneeId: null });
  await expectGone();
  expect(await changes()).toEqual([
    [ada.email, null, 'account.deleted'],
    [ada.email, null, 'member.removed'],
  ]);
});

test('whoever owns the installation deletes others’ accounts, also of who is at no site; nobody else does', async () => {
  const { ended, read } = await atWork();
  const owner = await createTestMember(database, { siteId: site.id, role: 'owner' });
  expect((await deleteAccount(await signInCookie(gateway, owner), ada.userId)).code).toBe('forbidden');
  const left = await createTestMember(database, { siteId: site.id, role: 'agent' });
  await ask(installation, 'DELETE', `sites/${site.id}/members/${left.userId}`);
  const atNoSite = async () =>
    (await ask<AccountsAtNoSite>(installation, 'GET', 'accounts/at-no-site')).body.accounts.map(({ email }) => email);
  expect(await atNoSite()).toEqual([left.email]);
  for (const { userId } of [ada, left]) expect((await deleteAccount(installation, userId)).status).toBe(204);
  expect((await deleteAccount(installation, left.userId)).code).toBe('not_found');
  expect(await atNoSite()).toEqual([]);
  expect(await ended).toBe('io server disconnect');
  expect(await read()).toMatchObject({ state: 'waiting_for_person', assigneeId: null });
  await expectGone();
});

test('the last owner of a site stays, and the last of the installation; one’s own takes the password', async () => {
  const owner = await createTestMember(database, { siteId: site.id, role: 'owner' });
  const refused = await deleteOwn(await signInCookie(gateway, owner), owner.password);
  expect([refused.status, refused.code]).toEqual([409, 'last_owner']);
  const { userId } = (await ask<Me>(installation, 'GET', 'me')).body;
  expect((await deleteAccount(installation, userId)).code).toBe('forbidden');
  expect((await deleteOwn(installation, owner.password)).code).toBe('last_operator');
  expect((await ask(installation, 'GET', 'me')).status).toBe(200);
});

test('one’s password can’t be found by trying', async () => {
  const strict = keep(await startTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '3' }));
  const own = await signInCookie(strict, ada);
  const codes: (string | undefined)[] = [];
  for (let attempt = 0; attempt < 3; attempt += 1)
    codes.push((await askGateway(strict, own, 'POST', 'admin/me/deletion', { current: 'wrong password' })).code);
  expect(codes).toEqual(['password_wrong', 'password_wrong', 'rate_limited']);
});
