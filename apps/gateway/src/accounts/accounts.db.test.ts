import { randomUUID } from 'node:crypto';
import { createOwner, type Database, findApiKey, readInvitation } from '@frontdesk/database';
import type {
  ApiKeyView,
  AuditPage,
  InvitationView,
  MadeApiKey,
  MadeInvitation,
  MadePasswordLink,
  Me,
  MembersPage,
  SessionView,
} from '@frontdesk/protocol';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { giveNewPassword } from '../sign-in/accounts.ts';
import { askGateway } from '../testing/ask-gateway.ts';
import {
  createTestMember,
  createTestOwner,
  signIn,
  signInCookie,
  type TestAccount,
  testAccount,
} from '../testing/test-admin.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, openTestDatabase, type TestSite } from '../testing/test-site.ts';

let database: Database;
let gateway: TestGateway;
let otherGateway: TestGateway;
let site: TestSite;
let installation: string;
let admin: TestAccount & { userId: string };
let adminCookie: string;
const clients: Socket[] = [];

beforeAll(async () => {
  database = openTestDatabase();
  gateway = await startTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '1000' });
  otherGateway = await startTestGateway();
  await createTestOwner(database);
  installation = await signInCookie(gateway);
});
beforeEach(async () => {
  site = await createTestSite(database);
  admin = await createTestMember(database, { siteId: site.id, role: 'admin' });
  adminCookie = await signInCookie(gateway, admin);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
});
afterAll(async () => {
  await Promise.all([gateway.close(), otherGateway.close()]);
  await database.$disconnect();
});

const ask = <Body>(cookie: string, method: string, path: string, body?: object) =>
  askGateway<Body>(gateway, cookie, method, path, body);
const ofSite = (path: string) => `admin/sites/${site.id}/${path}`;
const changes = async () =>
  (await ask<AuditPage>(adminCookie, 'GET', ofSite('audit'))).body.entries.map(({ who, action, target }) => ({
    who,
    action,
    target,
  }));

/** A socket of the site, at another gateway than the one that is asked. */
function connect(cookie: string): Promise<Socket> {
  const socket = io(`${otherGateway.url}/agent`, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false, auth: { siteId: site.id } },
    extraHeaders: { cookie, origin: otherGateway.url },
  });
  clients.push(socket);
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', (error) => reject((error as { data?: unknown }).data ?? error));
  });
}
const ended = (socket: Socket) => new Promise((resolve) => socket.once('disconnect', resolve));

describe('invitations', () => {
  const invite = (body: object, cookie = adminCookie) =>
    ask<MadeInvitation>(cookie, 'POST', ofSite('invitations'), body);
  const person = () => ({ email: `${randomUUID()}@frontdesk.test`, role: 'agent' });
  const accept = (token: string, cookie = '') =>
    ask(cookie, 'POST', 'invitations/accept', { token, name: 'Ann', password: 'a long new password' });

  test('make an account and a membership, once', async () => {
    const { email, role } = person();
    const { body } = await invite({ email, role });
    expect((await ask('', 'POST', 'invitations/read', { token: body.token })).body).toEqual({
      ...{ email, role, siteNames: ['Test shop'], hasAccount: false },
    });
    expect(await database.invitation.count({ where: { tokenHash: body.token } })).toBe(0);
    const both = await Promise.all([accept(body.token), accept(body.token)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([204, 404]);
    expect((await accept(body.token)).code).toBe('invitation_invalid');
    const cookie = await signInCookie(gateway, { email, password: 'a long new password' });
    expect((await ask(cookie, 'GET', 'admin/sites')).body).toEqual([
      { id: site.id, key: site.key, name: 'Test shop', role: 'agent' },
    ]);
    expect(await changes()).toEqual([
      { who: email, action: 'member.joined', target: email },
      { who: admin.email, action: 'member.invited', target: email },
    ]);
  });

  test('need the name of who has no account yet, and of nobody else', async () => {
    const { body } = await invite(person());
    const nameless = (token: string, cookie = '') =>
      ask(cookie, 'POST', 'invitations/accept', { token, password: 'a long new password' });
    expect((await nameless(body.token)).code).toBe('bad_request');
    expect((await accept(body.token)).status).toBe(204);
    const known = await createTestMember(database, { siteId: (await createTestSite(database)).id, role: 'agent' });
    const { token } = (await invite({ email: known.email, role: 'agent' })).body;
    expect((await nameless(token, await signInCookie(gateway, known))).status).toBe(204);
  });

  test('expire, and can be revoked', async () => {
    const [late, gone] = [await invite(person()), await invite(person())];
    await database.invitation.update({ where: { id: late.body.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await accept(late.body.token)).code).toBe('invitation_invalid');
    expect((await ask(adminCookie, 'DELETE', ofSite(`invitations/${gone.body.id}`))).status).toBe(204);
    await expect(readInvitation(database, gone.body.token)).rejects.toMatchObject({ code: 'invitation_invalid' });
    expect((await ask<MembersPage>(adminCookie, 'GET', ofSite('members'))).body.invitations).toEqual([]);
  });

  test('are accepted for nobody but oneself by whoever has an account, who keeps their role', async () => {
    const [other, third] = [await createTestSite(database), await createTestSite(database)];
    const ann = await createTestMember(database, { siteId: other.id, role: 'viewer' });
    const offer = { email: ann.email, role: 'agent', alsoSites: [other.id, third.id] };
    const { body } = await invite(offer, installation);
    for (const cookie of ['', adminCookie, installation])
      expect(await accept(body.token, cookie)).toMatchObject({ status: 401, code: 'sign_in_required' });
    expect((await changes()).map(({ action }) => action)).toEqual(['member.invited']);
    const own = await signInCookie(gateway, ann);
    expect((await accept(body.token, own)).status).toBe(204);
    const roles = await database.membership.findMany({ where: { userId: ann.userId } });
    expect(Object.fromEntries(roles.map(({ siteId, role }) => [siteId, role]))).toEqual({
      ...{ [site.id]: 'agent', [other.id]: 'viewer', [third.id]: 'agent' },
    });
    expect((await signIn(gateway, ann)).status).toBe(200);
  });

  test('are revoked for a site by those of that site alone', async () => {
    const other = await createTestSite(database);
    const { email } = person();
    const { body } = await invite({ email, role: 'agent', alsoSites: [other.id] }, installation);
    const revoke = (cookie: string, siteId: string) =>
      ask(cookie, 'DELETE', `admin/sites/${siteId}/invitations/${body.id}`);
    expect((await revoke(adminCookie, site.id)).status).toBe(204);
    expect((await revoke(adminCookie, site.id)).code).toBe('not_found');
    // What it offers elsewhere stands.
    expect((await ask<InvitationView>('', 'POST', 'invitations/read', { token: body.token })).status).toBe(200);
    expect((await changes()).map(({ action }) => action)).toEqual(['member.invitation-revoked', 'member.invited']);
    const at = (siteId: string) => ask<AuditPage>(installation, 'GET', `admin/sites/${siteId}/audit`);
    expect((await at(other.id)).body.entries.map(({ action }) => action)).toEqual(['member.invited']);
    expect((await revoke(installation, other.id)).status).toBe(204);
    expect((await accept(body.token)).code).toBe('invitation_invalid');
    expect(await database.invitation.findUnique({ where: { id: body.id } })).toMatchObject({ siteIds: [other.id] });
  });

  test('go to nobody who is a member already, and a new one replaces what was open to the same site', async () => {
    expect((await invite({ email: admin.email.toUpperCase(), role: 'viewer' })).code).toBe('already_member');
    const other = await createTestSite(database);
    const { email } = person();
    const both = await invite({ email, role: 'agent', alsoSites: [other.id] }, installation);
    const first = await invite({ email, role: 'agent' });
    const second = await invite({ email: email.toUpperCase(), role: 'viewer' });
    expect((await accept(first.body.token)).code).toBe('invitation_invalid');
    expect((await ask<MembersPage>(adminCookie, 'GET', ofSite('members'))).body.invitations).toMatchObject([
      { id: second.body.id, email, role: 'viewer' },
    ]);
    // What it offers elsewhere stands.
    expect(await database.invitation.findUnique({ where: { id: both.body.id } })).toMatchObject({
      ...{ siteIds: [other.id], revokedAt: null },
    });
    expect((await changes()).map(({ action }) => action)).toEqual([
      ...['member.invited', 'member.invitation-revoked', 'member.invited', 'member.invitation-revoked'],
      'member.invited',
    ]);
  });

  test('give nothing that the inviter may not give', async () => {
    const other = await createTestSite(database);
    expect((await invite({ ...person(), role: 'owner' })).code).toBe('forbidden');
    expect((await invite({ ...person(), alsoSites: [other.id] })).code).toBe('forbidden');
    expect((await invite({ ...person(), alsoSites: [other.id] }, installation)).status).toBe(201);
    expect((await invite({ email: 'ann', role: 'agent' })).code).toBe('bad_request');
  });

  test('only from the gateway’s own pages', async () => {
    const { body } = await invite(person());
    const response = await fetch(`${gateway.url}/v1/invitations/read`, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
      body: JSON.stringify({ token: body.token }),
    });
    expect(response.status).toBe(403);
  });
});

describe('members', () => {
  test('who is removed loses the socket at once, at another gateway too', async () => {
    const agent = await createTestMember(database, { siteId: site.id, role: 'agent' });
    const cookie = await signInCookie(gateway, agent);
    const socket = await connect(cookie);
    const gone = ended(socket);
    expect((await ask(adminCookie, 'DELETE', ofSite(`members/${agent.userId}`))).status).toBe(204);
    expect(await gone).toBe('io server disconnect');
    await expect(connect(cookie)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await changes()).toEqual([{ who: admin.email, action: 'member.removed', target: agent.email }]);
  });

  test('who is removed has no conversation any more', async () => {
    const agent = await createTestMember(database, { siteId: site.id, role: 'agent' });
    const { id: visitorId } = await createTestVisitor(database, site.id);
    const data = { siteId: site.id, visitorId, state: 'with_person' as const, assigneeId: agent.userId };
    const { id } = await database.conversation.create({ data });
    const watcher = await connect(adminCookie);
    const told: object[] = [];
    watcher.on('conversation:updated', (updated) => void told.push(updated));
    expect((await ask(adminCookie, 'DELETE', ofSite(`members/${agent.userId}`))).status).toBe(204);
    expect(await database.conversation.findUnique({ where: { id } })).toMatchObject({ state: 'waiting_for_person' });
    await expect.poll(() => told.at(-1)).toMatchObject({ conversationId: id, state: 'waiting_for_person' });
  });

  test('a weaker role holds at once', async () => {
    const agent = await createTestMember(database, { siteId: site.id, role: 'agent' });
    const cookie = await signInCookie(gateway, agent);
    expect((await ask(cookie, 'POST', ofSite('facts'), { title: '', text: 'We ship.' })).status).toBe(201);
    expect((await ask(adminCookie, 'PUT', ofSite(`members/${agent.userId}`), { role: 'viewer' })).status).toBe(204);
    expect((await ask(cookie, 'POST', ofSite('facts'), { title: '', text: 'We ship.' })).code).toBe('forbidden');
  });

  test('who is removed does not come back by an invitation of their own, nor is a conversation handed to them', async () => {
    const leaver = await createTestMember(database, { siteId: site.id, role: 'admin' });
    const other = await createTestSite(database);
    await database.membership.create({ data: { userId: leaver.userId, siteId: other.id, role: 'admin' } });
    const cookie = await signInCookie(gateway, leaver);
    const invite = async (email: string, by: string, alsoSites: string[] = []) =>
      (await ask<MadeInvitation>(by, 'POST', ofSite('invitations'), { email, role: 'admin', alsoSites })).body;
    const [both, own, kept] = [
      await invite('again@shop.example', cookie, [other.id]),
      await invite('again-here@shop.example', cookie),
      await invite('ann@shop.example', adminCookie),
    ];
    const team = (members: string[]) => ({ handOver: 'doubt', members, hours: null });
    expect((await ask(adminCookie, 'PUT', ofSite('team'), team([leaver.userId]))).status).toBe(204);

    expect((await ask(adminCookie, 'PUT', ofSite(`members/${leaver.userId}`), { role: 'agent' })).status).toBe(204);
    await expect(readInvitation(database, own.token)).rejects.toMatchObject({ code: 'invitation_invalid' });
    // What they may offer elsewhere still stands there.
    expect((await readInvitation(database, both.token)).siteNames).toHaveLength(1);
    expect((await readInvitation(database, kept.token)).email).toBe('ann@shop.example');
    expect((await ask(adminCookie, 'GET', ofSite('team'))).body).toMatchObject({
      settings: { members: [leaver.userId] },
    });

    expect((await ask(adminCookie, 'DELETE', ofSite(`members/${leaver.userId}`))).status).toBe(204);
    expect((await ask(adminCookie, 'GET', ofSite('team'))).body).toMatchObject({ settings: { members: null } });
  });

  test('who owns no more has no invitation to own', async () => {
    const owner = await createTestMember(database, { siteId: site.id, role: 'owner' });
    const cookie = await signInCookie(gateway, owner);
    const [owning, helping] = await Promise.all(
      (['owner', 'agent'] as const).map(
        async (role) =>
          (await ask<MadeInvitation>(cookie, 'POST', ofSite('invitations'), { email: `${role}@x.example`, role })).body,
      ),
    );
    expect((await ask(installation, 'PUT', ofSite(`members/${owner.userId}`), { role: 'admin' })).status).toBe(204);
    await expect(readInvitation(database, owning?.token ?? '')).rejects.toMatchObject({ code: 'invitation_invalid' });
    expect((await readInvitation(database, helping?.token ?? '')).role).toBe('agent');
  });

  test('an admin makes no owner and touches none', async () => {
    const owner = await createTestMember(database, { siteId: site.id, role: 'owner' });
    expect((await ask(adminCookie, 'PUT', ofSite(`members/${owner.userId}`), { role: 'viewer' })).code).toBe(
      'forbidden',
    );
    expect((await ask(adminCookie, 'DELETE', ofSite(`members/${owner.userId}`))).code).toBe('forbidden');
    expect((await ask(adminCookie, 'PUT', ofSite(`members/${admin.userId}`), { role: 'owner' })).code).toBe(
      'forbidden',
    );
    expect(await changes()).toEqual([]);
  });

  test('the last owner stays', async () => {
    const owner = await createTestMember(database, { siteId: site.id, role: 'owner' });
    const cookie = await signInCookie(gateway, owner);
    await database.user.updateMany({ where: { role: 'owner' }, data: { role: 'member' } });
    try {
      const path = ofSite(`members/${owner.userId}`);
      expect((await ask(cookie, 'DELETE', path)).code).toBe('last_owner');
      expect((await ask(cookie, 'PUT', path, { role: 'admin' })).code).toBe('last_owner');
      const second = await createTestMember(database, { siteId: site.id, role: 'owner' });
      const both = [owner, second].map(({ userId }) => ask(cookie, 'DELETE', ofSite(`members/${userId}`)));
      expect((await Promise.all(both)).filter(({ status }) => status === 204)).toHaveLength(1);
    } finally {
      await database.user.updateMany({ where: { email: 'owner@frontdesk.test' }, data: { role: 'owner' } });
    }
  });
});

/** Of accounts, the newest first: told to whoever owns the installation. */
const accountChanges = async () =>
  (await ask<AuditPage>(installation, 'GET', ofSite('audit?action=account.'))).body.entries;

describe('one’s own account', () => {
  test('says who one is; another address only with the password', async () => {
    const put = (body: object) => ask(adminCookie, 'PUT', 'admin/me', body);
    const me = async () => (await ask<Me>(adminCookie, 'GET', 'admin/me')).body;
    const email = `Ada-${randomUUID()}@frontdesk.test`;
    expect((await put({ name: ' Ada ', email: admin.email })).status).toBe(204);
    expect(await me()).toMatchObject({ name: 'Ada', email: admin.email });
    // Nothing new: nothing is written down.
    expect((await put({ name: 'Ada', email: admin.email })).status).toBe(204);
    expect((await put({ name: 'Ada', email })).code).toBe('password_wrong');
    expect((await put({ name: 'Ada', email, current: 'not the password' })).code).toBe('password_wrong');
    expect((await put({ name: ' ', email: admin.email })).code).toBe('bad_request');
    expect((await put({ name: 'Ada', email: 'ada', current: admin.password })).code).toBe('bad_request');
    expect((await put({ name: 'Ada', email: testAccount.email, current: admin.password })).code).toBe('email_taken');
    expect((await put({ name: 'Ada', email, current: admin.password })).status).toBe(204);
    expect(await me()).toMatchObject({ name: 'Ada', email: email.toLowerCase() });
    expect((await signIn(gateway, admin)).status).toBe(401);
    expect((await signIn(gateway, { ...admin, email })).status).toBe(200);
    const [moved, named] = await accountChanges();
    expect([moved, named]).toMatchObject([
      {
        ...{ who: admin.email, action: 'account.changed', target: admin.email },
        ...{ before: { email: admin.email }, after: { email: email.toLowerCase() } },
      },
      { who: admin.email, action: 'account.changed', before: { name: 'admin' }, after: { name: 'Ada' } },
    ]);
  });

  test('customers read the new name from then on', async () => {
    const visitor = await createTestVisitor(database, site.id);
    const { id: conversationId } = await database.conversation.create({
      data: { siteId: site.id, visitorId: visitor.id, state: 'waiting_for_person' },
    });
    const socket = await connect(adminCookie);
    await ask(adminCookie, 'PUT', 'admin/me', { name: 'Ada', email: admin.email });
    const takenOverBy = async () => {
      expect(await socket.emitWithAck('conversation:take-over', { conversationId })).toMatchObject({ ok: true });
      expect(await socket.emitWithAck('conversation:hand-back', { conversationId })).toMatchObject({ ok: true });
      const events = await database.conversationEvent.findMany({ where: { conversationId }, orderBy: { seq: 'desc' } });
      return events.find(({ payload }) => JSON.stringify(payload).includes('taken-over'))?.payload;
    };
    await expect.poll(takenOverBy).toMatchObject({ by: { name: 'Ada' } });
  });

  test('a new password ends all other sessions, with their sockets', async () => {
    const elsewhere = await signInCookie(gateway, admin);
    const [here, there] = [await connect(adminCookie), await connect(elsewhere)];
    const gone = ended(there);
    const change = (current: string) =>
      ask(adminCookie, 'POST', 'admin/me/password', { current, next: 'another long password' });
    expect((await change('not the password')).code).toBe('password_wrong');
    expect((await change(admin.password)).status).toBe(204);
    expect(await gone).toBe('io server disconnect');
    expect(here.connected).toBe(true);
    expect((await ask(elsewhere, 'GET', 'admin/me')).code).toBe('sign_in_required');
    expect((await ask<{ email: string }>(adminCookie, 'GET', 'admin/me')).body.email).toBe(admin.email);
    expect((await signIn(gateway, admin)).status).toBe(401);
    expect((await signIn(gateway, { ...admin, password: 'another long password' })).status).toBe(200);
  });

  test('sessions are listed without their secrets, and end one by one or all', async () => {
    const [second, third] = [await signInCookie(gateway, admin), await signInCookie(gateway, admin)];
    const list = async () => (await ask<SessionView[]>(adminCookie, 'GET', 'admin/me/sessions')).body;
    const sessions = await list();
    expect(sessions.map(({ current }) => current)).toEqual([false, false, true]);
    expect(JSON.stringify(sessions)).not.toContain(decodeURIComponent(second.split('=')[1] ?? '').split('.')[0]);
    expect((await ask(adminCookie, 'DELETE', `admin/me/sessions/${sessions[1]?.id}`)).status).toBe(204);
    expect((await ask(second, 'GET', 'admin/me')).status).toBe(401);
    expect((await ask(installation, 'DELETE', `admin/me/sessions/${sessions[0]?.id}`)).code).toBe('not_found');
    expect((await ask(adminCookie, 'DELETE', 'admin/me/sessions')).status).toBe(204);
    expect((await ask(third, 'GET', 'admin/me')).status).toBe(401);
    expect(await list()).toHaveLength(1);
  });

  test('what is tried with one account from many addresses has to wait', async () => {
    const fresh = await startTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '1', TRUST_PROXY: '1' });
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      const headers = { 'x-forwarded-for': `192.0.${count}.1` };
      const email = count % 2 ? admin.email : admin.email.toUpperCase();
      statuses.push((await signIn(fresh, { email, password: 'wrong password' }, headers)).status);
    }
    expect(statuses).toEqual([...Array(5).fill(401), 429]);
    await fresh.close();
  });

  test('of the library’s routes only those that the pages use are there', async () => {
    for (const path of ['change-password', 'update-user', 'list-sessions', 'revoke-sessions', 'sign-in/social']) {
      expect([path, (await ask(adminCookie, 'POST', `auth/${path}`, {})).status]).toEqual([path, 404]);
    }
  });
});

describe('links for a new password', () => {
  const make = (userId: string, cookie = installation) =>
    ask<MadePasswordLink>(cookie, 'POST', `admin/accounts/${userId}/password-link`);
  const read = (token: string) => ask('', 'POST', 'password-links/read', { token });
  const use = (token: string, password = 'a long new password') =>
    ask('', 'POST', 'password-links/use', { token, password });

  test('give a new one, once, and end all sessions, with their sockets', async () => {
    const gone = ended(await connect(adminCookie));
    const { status, body } = await make(admin.userId);
    expect(status).toBe(201);
    expect(JSON.stringify(await database.passwordLink.findMany())).not.toContain(body.token);
    expect((await read(body.token)).body).toEqual({ email: admin.email });
    // Whoever remembers it after all is in with the one before.
    expect((await signIn(gateway, admin)).status).toBe(200);
    expect((await use(body.token, 'short')).code).toBe('bad_request');
    const both = await Promise.all([use(body.token), use(body.token)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([204, 404]);
    expect(await gone).toBe('io server disconnect');
    expect((await ask(adminCookie, 'GET', 'admin/me')).code).toBe('sign_in_required');
    expect((await signIn(gateway, admin)).status).toBe(401);
    expect((await signIn(gateway, { ...admin, password: 'a long new password' })).status).toBe(200);
    expect((await read(body.token)).code).toBe('not_found');
    expect((await accountChanges()).slice(0, 2)).toMatchObject([
      { who: admin.email, action: 'account.password-link-used', target: admin.email, before: { sessions: 2 } },
      { who: testAccount.email, action: 'account.password-link-made', target: admin.email },
    ]);
  });

  test('are good for a day, until the next one is made, or the password is another one', async () => {
    const first = (await make(admin.userId)).body;
    const second = (await make(admin.userId)).body;
    const dayMs = 86_400_000;
    expect(Math.abs(Date.parse(second.expiresAt) - Date.now() - dayMs)).toBeLessThan(60_000);
    expect((await read(first.token)).code).toBe('not_found');
    expect((await use(first.token)).code).toBe('not_found');
    await database.passwordLink.update({ where: { userId: admin.userId }, data: { expiresAt: new Date() } });
    expect((await use(second.token)).code).toBe('not_found');
    const third = (await make(admin.userId)).body;
    const next = { current: admin.password, next: 'another long password' };
    expect((await ask(adminCookie, 'POST', 'admin/me/password', next)).status).toBe(204);
    expect((await use(third.token)).code).toBe('not_found');
    const fourth = (await make(admin.userId)).body;
    await giveNewPassword(database, admin.email);
    expect((await use(fourth.token)).code).toBe('not_found');
  });

  test('are made by whoever owns the installation, for others who have an account', async () => {
    const owner = await createTestMember(database, { siteId: site.id, role: 'owner' });
    expect((await make(admin.userId, await signInCookie(gateway, owner))).code).toBe('forbidden');
    expect((await make(randomUUID())).code).toBe('not_found');
    const { userId } = (await ask<Me>(installation, 'GET', 'admin/me')).body;
    expect((await make(userId)).code).toBe('forbidden');
  });
});

describe('API keys', () => {
  test('are shown once, kept as a hash, listed by their beginning, revoked', async () => {
    const { body } = await ask<MadeApiKey>(adminCookie, 'POST', ofSite('api-keys'), { name: 'Shop server' });
    expect(body.key).toMatch(/^fd_/);
    const list = async () => (await ask<ApiKeyView[]>(adminCookie, 'GET', ofSite('api-keys'))).body;
    expect(await list()).toMatchObject([
      {
        ...{ id: body.id, name: 'Shop server', start: body.key.slice(0, 8), lastUsedAt: null },
        scopes: ['chat', 'conversations', 'system'],
      },
    ]);
    expect(JSON.stringify(await database.apiKey.findMany())).not.toContain(body.key);
    expect((await findApiKey(database, body.key))?.site.id).toBe(site.id);
    const used = (await list())[0]?.lastUsedAt;
    expect(used).not.toBeNull();
    await findApiKey(database, body.key);
    // Written at most once a minute.
    expect((await list())[0]?.lastUsedAt).toBe(used);
    const other = await createTestSite(database);
    expect((await ask(installation, 'DELETE', `admin/sites/${other.id}/api-keys/${body.id}`)).code).toBe('not_found');
    expect((await ask(adminCookie, 'DELETE', ofSite(`api-keys/${body.id}`))).status).toBe(204);
    expect(await findApiKey(database, body.key)).toBeNull();
    expect((await changes()).map(({ action }) => action)).toEqual(['key.revoked', 'key.made']);
  });

  test('may what they were made for, and nothing that no version knows', async () => {
    const make = (scopes: string[]) =>
      ask<MadeApiKey>(adminCookie, 'POST', ofSite('api-keys'), { name: 'One', scopes });
    const { body } = await make(['chat', 'chat']);
    expect((await findApiKey(database, body.key))?.scopes).toEqual(['chat']);
    expect((await ask<ApiKeyView[]>(adminCookie, 'GET', ofSite('api-keys'))).body).toMatchObject([
      { scopes: ['chat'] },
    ]);
    for (const scopes of [[], ['chat', 'everything']]) expect((await make(scopes)).code).toBe('bad_request');
    await database.apiKey.update({ where: { id: body.id }, data: { scopes: ['chat', 'of-a-newer-version'] } });
    expect((await findApiKey(database, body.key))?.scopes).toEqual(['chat']);
  });
});

test('the log of changes has pages, and never changes', async () => {
  for (let count = 0; count < 51; count += 1) {
    await ask(adminCookie, 'POST', ofSite('prompts'), { systemPrompt: `Version ${count}` });
  }
  const first = (await ask<AuditPage>(adminCookie, 'GET', ofSite('audit'))).body;
  expect([first.entries.length, first.more]).toEqual([50, true]);
  const rest = (await ask<AuditPage>(adminCookie, 'GET', ofSite(`audit?before=${first.entries.at(-1)?.id}`))).body;
  expect([rest.entries.length, rest.more]).toEqual([1, false]);
  await expect(database.auditEntry.updateMany({ data: { userName: 'nobody' } })).rejects.toThrow();
  await expect(database.auditEntry.deleteMany()).rejects.toThrow();
});

test('an owner of the installation is made with its role', async () => {
  const email = `${randomUUID()}@frontdesk.test`;
  await createOwner(database, { email, name: 'Second', passwordHash: 'x' });
  expect(await database.user.findUnique({ where: { email } })).toMatchObject({ role: 'owner' });
});
