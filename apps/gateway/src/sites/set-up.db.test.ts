import { randomUUID } from 'node:crypto';
import { createInvitation, createKnowledgeSource, createVisitor } from '@frontdesk/database';
import { acceptMessage, useTestDatabase } from '@frontdesk/database/testing';
import type { SetUpFacts } from '@frontdesk/protocol';
import { beforeEach, expect, test } from 'vitest';
import { askGateway } from '../testing/ask-gateway.ts';
import { createTestMember, createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { useTestGateway } from '../testing/test-gateway.ts';

const database = useTestDatabase();
const gateway = await useTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '1000' });
await createTestOwner(database);
const cookie = await signInCookie(gateway);
let siteId: string;
beforeEach(async () => {
  const body = { name: 'New shop', allowedOrigins: ['https://new.example'] };
  siteId = (await ask<{ siteId: string }>('POST', 'admin/sites', body)).body.siteId;
});

const ask = <Body>(method: string, path: string, body?: object) =>
  askGateway<Body>(gateway, cookie, method, path, body);
const ofSite = (path: string) => `admin/sites/${siteId}/${path}`;
const facts = async () => (await ask<SetUpFacts>('GET', ofSite('set-up'))).body;

async function showChat(origin: string) {
  const { key } = await database.site.findUniqueOrThrow({ where: { id: siteId } });
  const headers = { 'content-type': 'application/json', origin };
  const body = JSON.stringify({ siteKey: key });
  return (await fetch(`${gateway.url}/v1/tickets`, { method: 'POST', headers, body })).status;
}

async function askBot(sandbox: boolean) {
  const visitorId = await createVisitor(database, siteId, { sandbox, promptVersionId: null });
  return acceptMessage(database, { siteId, visitorId, text: 'Do you ship?' });
}

test('of a new site there is nothing but who made it', async () => {
  const owners = await database.user.count({ where: { role: 'owner' } });
  expect(await facts()).toEqual({
    ...{ createdAt: expect.any(String), facts: 0, documents: 0, tried: false, hasOwnLook: false },
    ...{ origins: 1, firstSeenAt: null, inUse: false, people: owners, mails: false },
  });
});

test('knowledge counts: facts at once, files once they are read', async () => {
  const content = { format: 'text', content: Uint8Array.from(Buffer.from('We ship.')) };
  await createKnowledgeSource(database, { siteId, kind: 'fact', name: 'Shipping', ...content });
  const { sourceId } = await createKnowledgeSource(database, { siteId, kind: 'file', name: 'a.txt', ...content });
  expect(await facts()).toMatchObject({ facts: 1, documents: 0 });
  const document = { siteId, sourceId, title: 'A', epoch: 1 };
  await database.knowledgeDocument.create({ data: { ...document, address: 'a.txt', importedAt: new Date() } });
  await database.knowledgeDocument.create({ data: { ...document, address: 'b.txt', errorCode: 'file_unreadable' } });
  expect(await facts()).toMatchObject({ facts: 1, documents: 1 });
});

test('it is tried once it is asked in the sandbox, and in use once a customer asks', async () => {
  await createVisitor(database, siteId, { sandbox: true, promptVersionId: null });
  expect(await facts()).toMatchObject({ tried: false, inUse: false });
  await askBot(true);
  expect(await facts()).toMatchObject({ tried: true, inUse: false });
  await askBot(false);
  expect(await facts()).toMatchObject({ tried: true, inUse: true });
});

test('a look of its own is a greeting, colour or widget that is not a new site’s', async () => {
  const { key: _, ...before } = (await ask<{ key: string; widget: object }>('GET', ofSite('settings'))).body;
  await ask('PUT', ofSite('settings'), { ...before, name: 'Newest shop' });
  expect((await facts()).hasOwnLook).toBe(false);
  await ask('PUT', ofSite('settings'), { ...before, widget: { ...before.widget, position: 'left' } });
  expect((await facts()).hasOwnLook).toBe(true);
  await ask('PUT', ofSite('settings'), { ...before, greeting: 'Moin!' });
  expect((await facts()).hasOwnLook).toBe(true);
});

test('it is seen once a page of its own shows the chat, and not by previews on the gateway’s, or where that is refused', async () => {
  expect([await showChat(gateway.url), await showChat('https://foreign.example')]).toEqual([200, 403]);
  expect((await facts()).firstSeenAt).toBeNull();
  expect(await showChat('https://new.example')).toBe(200);
  const { firstSeenAt } = await facts();
  expect(Date.parse(firstSeenAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  await showChat('https://new.example');
  expect((await facts()).firstSeenAt).toBe(firstSeenAt);
});

test('colleagues are members, and who is invited', async () => {
  const { people } = await facts();
  const actor = { userId: 'test', email: 'test@frontdesk.test' };
  const invited = { email: `${randomUUID()}@frontdesk.test`, role: 'agent', siteIds: [siteId], days: 1 } as const;
  await createInvitation(database, actor, invited);
  expect((await facts()).people).toBe(people + 1);
  await createTestMember(database, { siteId, role: 'agent' });
  expect((await facts()).people).toBe(people + 2);
  await database.invitation.updateMany({ where: { email: invited.email }, data: { expiresAt: new Date(0) } });
  expect((await facts()).people).toBe(people + 1);
});
