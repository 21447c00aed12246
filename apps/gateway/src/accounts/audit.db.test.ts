import { randomUUID } from 'node:crypto';
import { createVisitor, type Database, operator } from '@frontdesk/database';
import { acceptMessage } from '@frontdesk/database/testing';
import type { AddedSource, AuditPage, DeletedSource, SourcesPage, UnansweredPage } from '@frontdesk/protocol';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rotateIdentitySecretOf } from '../identity/operator-secrets.ts';
import { createApiKeyFor, giveNewPassword } from '../sign-in/accounts.ts';
import { createTestMember, createTestOwner, signInCookie, type TestAccount } from '../testing/test-admin.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { createTestSite, openTestDatabase, type TestSite } from '../testing/test-site.ts';

let database: Database;
let gateway: TestGateway;
let site: TestSite;
let admin: TestAccount & { userId: string };
let cookie: string;

beforeAll(async () => {
  database = openTestDatabase();
  gateway = await startTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '1000' });
});
beforeEach(async () => {
  site = await createTestSite(database);
  admin = await createTestMember(database, { siteId: site.id, role: 'admin' });
  cookie = await signInCookie(gateway, admin);
});
afterAll(async () => {
  await gateway.close();
  await database.$disconnect();
});

async function ask<Body = unknown>(method: string, path: string, body?: object) {
  const isBytes = body instanceof Uint8Array;
  const response = await fetch(`${gateway.url}/v1/admin/sites/${site.id}/${path}`, {
    method,
    headers: {
      ...{ cookie, origin: gateway.url },
      ...(body && { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
    },
    ...(body && { body: isBytes ? body.slice() : JSON.stringify(body) }),
  });
  const text = await response.text();
  const read = response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : null;
  return { status: response.status, code: read?.error?.code as string | undefined, body: read as Body };
}
const changes = async () => (await ask<AuditPage>('GET', 'audit')).body.entries;
const told = async () => (await changes()).toReversed().map(({ who, action, target }) => [who, action, target]);
/** As if a worker had imported it. */
const imported = (sourceId: string) =>
  database.knowledgeSource.update({ where: { id: sourceId }, data: { state: 'done' } });

async function customerAsks() {
  const visitorId = await createVisitor(database, site.id);
  const asked = await acceptMessage(database, {
    ...{ siteId: site.id, visitorId, clientMessageId: randomUUID(), text: 'Do you wrap gifts?' },
    ...{ receivedAt: new Date(), deadlineAt: new Date(Date.now() + 60_000) },
  });
  return { visitorId, ...asked };
}

test('every change of what a site knows is written down with who made it', async () => {
  const fact = await ask<AddedSource>('POST', 'facts', { title: 'Shipping', text: 'We ship.' });
  await imported(fact.body.sourceId);
  await ask('PUT', `facts/${fact.body.sourceId}`, { title: 'Shipping', text: 'We ship far.' });
  const file = await ask<AddedSource>('POST', 'files?name=a.txt', Buffer.from('We ship.'));
  await imported(file.body.sourceId);
  await ask('PUT', `files/${file.body.sourceId}?name=b.txt`, Buffer.from('We ship.'));
  const web = await ask<AddedSource>('POST', 'web-sites', { address: 'https://shop.example/help' });
  await ask('POST', `sources/${web.body.sourceId}/cancel`);
  await ask('POST', `sources/${web.body.sourceId}/import`);
  for (const { body } of [fact, file, web]) await ask('DELETE', `sources/${body.sourceId}`);
  // What is refused is no change.
  await ask('DELETE', `sources/${web.body.sourceId}`);
  const who = admin.email;
  expect(await told()).toEqual([
    [who, 'knowledge.fact-added', 'Shipping'],
    [who, 'knowledge.fact-edited', 'Shipping'],
    [who, 'knowledge.file-added', 'a.txt'],
    [who, 'knowledge.file-replaced', 'a.txt'],
    [who, 'knowledge.site-added', 'https://shop.example/help'],
    [who, 'knowledge.import-stopped', 'https://shop.example/help'],
    [who, 'knowledge.site-imported', 'https://shop.example/help'],
    [who, 'knowledge.fact-deleted', 'Shipping'],
    [who, 'knowledge.file-deleted', 'b.txt'],
    [who, 'knowledge.site-deleted', 'https://shop.example/help'],
  ]);
  expect((await changes()).find(({ action }) => action === 'knowledge.fact-edited')).toMatchObject({
    before: { title: 'Shipping', text: 'We ship.' },
    after: { title: 'Shipping', text: 'We ship far.' },
  });
});

test('a fact that was deleted is written again with its regression cases', async () => {
  const asked = await customerAsks();
  const { id } = await database.unansweredQuestion.create({
    data: {
      ...{ siteId: site.id, conversationId: asked.conversationId, generationId: asked.generationId },
      ...{ question: 'Do you wrap gifts?', normalForm: 'do you wrap gifts' },
    },
  });
  const fact = { title: 'Gifts', text: 'We wrap them.\n\nFor free.' };
  const { body } = await ask<AddedSource>('POST', 'facts', { ...fact, resolves: [id] });
  const cases = async () => (await ask<UnansweredPage>('GET', 'unanswered')).body.regressionCases;
  expect(await cases()).toBe(1);
  const deleted = await ask<DeletedSource>('DELETE', `sources/${body.sourceId}`);
  expect(deleted).toMatchObject({ status: 200, body: { fact: { ...fact, cases: ['Do you wrap gifts?'] } } });
  expect(await cases()).toBe(0);
  await ask('POST', 'facts', deleted.body.fact ?? {});
  expect(await cases()).toBe(1);
  expect((await ask<SourcesPage>('GET', 'sources')).body.sources).toMatchObject([{ name: 'Gifts', approved: false }]);
});

test('the fact that an approved answer is goes its way with it alone', async () => {
  await ask('POST', 'approved-answers', { question: 'Do you ship?', answer: 'Yes.' });
  const [source] = (await ask<SourcesPage>('GET', 'sources')).body.sources;
  expect(source?.approved).toBe(true);
  expect((await ask('DELETE', `sources/${source?.id}`)).code).toBe('bad_request');
  expect((await ask('PUT', `facts/${source?.id}`, { title: 'Other', text: 'No.' })).code).toBe('bad_request');
  expect((await ask<SourcesPage>('GET', 'sources')).body.sources).toHaveLength(1);
});

test('what agents do with conversations is written down, and that alone', async () => {
  const { conversationId } = await customerAsks();
  const socket = io(`${gateway.url}/agent`, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false, auth: { siteId: site.id } },
    extraHeaders: { cookie, origin: gateway.url },
  });
  await new Promise((resolve) => socket.once('connect', () => resolve(null)));
  const step = (event: string, more: object = {}) =>
    socket.timeout(10_000).emitWithAck(`conversation:${event}`, { conversationId, ...more });
  await step('watch');
  await step('take-over');
  await step('take-over');
  await step('reply', { clientMessageId: randomUUID(), text: 'Hello' });
  await step('tag', { tags: ['vip'] });
  await step('block', { blocked: true });
  await step('block', { blocked: false });
  await step('resolve');
  await step('reopen');
  await step('snooze', { until: new Date(Date.now() + 3_600_000).toISOString() });
  await step('assign', { assigneeId: null });
  await step('hand-back');
  socket.disconnect();
  const steps = [
    ...['taken-over', 'tagged', 'blocked', 'unblocked', 'resolved', 'reopened', 'snoozed', 'assigned', 'handed-back'],
  ];
  expect(await told()).toEqual(steps.map((name) => [admin.email, `conversation.${name}`, conversationId]));
  expect((await changes()).find(({ action }) => action === 'conversation.tagged')).toMatchObject({
    ...{ before: { tags: [] }, after: { tags: ['vip'] } },
  });
});

test('what is done with customers’ data is written down, and says of what is gone nothing of whose it was', async () => {
  const { visitorId, conversationId } = await customerAsks();
  await ask('PUT', 'privacy', { retentionDays: 90 });
  await ask('PUT', 'privacy', { retentionDays: 90 });
  await ask('GET', `visitors/${visitorId}/export`);
  await ask('DELETE', `visitors/${visitorId}`);
  expect((await told()).map(([, action]) => action)).toEqual([
    ...['site.retention-changed', 'customer.exported', 'customer.deleted'],
  ]);
  const [deleted, , retention] = await changes();
  expect(retention).toMatchObject({ before: { retentionDays: null }, after: { retentionDays: 90 } });
  expect(deleted?.before).toMatchObject({ visitors: 1, conversations: 1 });
  for (const id of [visitorId, conversationId]) expect(JSON.stringify(deleted)).not.toContain(id);
});

test('unanswered questions are put aside by somebody, and taken back', async () => {
  const asked = await customerAsks();
  const { id } = await database.unansweredQuestion.create({
    data: {
      ...{ siteId: site.id, conversationId: asked.conversationId, generationId: asked.generationId },
      ...{ question: 'Do you wrap gifts?', normalForm: 'do you wrap gifts' },
    },
  });
  await ask('POST', 'unanswered/dismiss', { ids: [id] });
  await ask('POST', 'unanswered/dismiss', { ids: [id] });
  const open = async () => (await ask<UnansweredPage>('GET', 'unanswered')).body.groups.length;
  expect(await open()).toBe(0);
  await ask('POST', 'unanswered/take-back', { ids: [id] });
  await ask('POST', 'unanswered/take-back', { ids: [id] });
  expect(await open()).toBe(1);
  expect(await told()).toEqual([
    [admin.email, 'knowledge.questions-put-aside', '1 question'],
    [admin.email, 'knowledge.questions-taken-back', '1 question'],
  ]);
  expect((await changes()).map(({ after }) => after)).toEqual([{ ids: [id] }, { ids: [id] }]);
});

test('what is done with one’s account, and by the operators’ command, is written down for owners of the installation', async () => {
  await createTestOwner(database);
  const installation = await signInCookie(gateway);
  const mine = (method: string, path: string, body?: object) =>
    fetch(`${gateway.url}/v1/admin/me/${path}`, {
      method,
      headers: { cookie, origin: gateway.url, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  await signInCookie(gateway, admin);
  const other = await database.session.findFirstOrThrow({
    where: { userId: admin.userId },
    orderBy: { createdAt: 'desc' },
  });
  expect((await mine('DELETE', `sessions/${other.id}`)).status).toBe(204);
  expect((await mine('DELETE', 'sessions')).status).toBe(204);
  const next = 'another long password';
  expect((await mine('POST', 'password', { current: admin.password, next })).status).toBe(204);
  await giveNewPassword(database, admin.email);
  const key = { siteKey: site.key, name: 'Server' };
  await createApiKeyFor(database, key);
  await rotateIdentitySecretOf({ database, secret: 'a secret of the installation of the tests' }, site.key);

  const told = async (who: string) => {
    const path = `${gateway.url}/v1/admin/sites/${site.id}/audit`;
    const { entries } = (await (await fetch(path, { headers: { cookie: who } })).json()) as AuditPage;
    const ours = entries.filter(({ action, target }) => !action.startsWith('account.') || target === admin.email);
    return ours.toReversed().map(({ who: by, action, target }) => [by, action, target]);
  };
  const ofSite = [
    [operator.email, 'key.made', 'Server'],
    [operator.email, 'identity.made', 'Version 1'],
  ];
  expect(await told(installation)).toEqual([
    [admin.email, 'account.sessions-ended', admin.email],
    [admin.email, 'account.password-changed', admin.email],
    [operator.email, 'account.password-reset', admin.email],
    ...ofSite,
  ]);
  const { password } = await giveNewPassword(database, admin.email);
  expect(await told(await signInCookie(gateway, { ...admin, password: password ?? '' }))).toEqual(ofSite);
});

test('entries say what people are called now; of whom there is no account any more, the address alone', async () => {
  const gone = await createTestMember(database, { siteId: site.id, role: 'admin' });
  const theirs = await signInCookie(gateway, gone);
  const path = `${gateway.url}/v1/admin/sites/${site.id}/canned-replies`;
  for (const who of [cookie, theirs])
    await fetch(path, {
      method: 'POST',
      headers: { cookie: who, origin: gateway.url, 'content-type': 'application/json' },
      body: JSON.stringify({ shortcut: `s${randomUUID().slice(0, 8)}`, text: 'Hello.' }),
    });
  await createApiKeyFor(database, { siteKey: site.key, name: 'Server' });
  await database.user.update({ where: { id: admin.userId }, data: { name: 'Ada Lovelace' } });
  await database.user.delete({ where: { id: gone.userId } });
  expect((await changes()).toReversed().map(({ who, name }) => [who, name])).toEqual([
    [admin.email, 'Ada Lovelace'],
    [gone.email, null],
    [operator.email, 'The server'],
  ]);
});
