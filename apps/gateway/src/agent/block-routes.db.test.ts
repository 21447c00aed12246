import { randomUUID } from 'node:crypto';
import { acceptMessage, useTestDatabase } from '@frontdesk/database/testing';
import type { BlockedCustomersPage, ConversationSummary } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { askGateway } from '../testing/ask-gateway.ts';
import { createTestMember, signInCookie } from '../testing/test-admin.ts';
import { connectAgent } from '../testing/test-agent.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';

const database = useTestDatabase();
const gateway = await useTestGateway();
const site = await createTestSite(database);
const cookie = await signInCookie(gateway, await createTestMember(database, { siteId: site.id, role: 'agent' }));

const list = async (query = '') =>
  (await askGateway<BlockedCustomersPage>(gateway, cookie, 'GET', `admin/sites/${site.id}/blocked-customers${query}`))
    .body;
const block = (visitorId: string, blocked: unknown) =>
  askGateway(gateway, cookie, 'PUT', `admin/sites/${site.id}/visitors/${visitorId}/block`, { blocked } as object);

test('a blocked customer is listed until somebody lets them write again, and agents see it at once', async () => {
  const { id: visitorId } = await createTestVisitor(database, site.id);
  const { conversationId } = await acceptMessage(database, { siteId: site.id, visitorId, text: 'Buy this' });
  const colleague = await connectAgent(gateway, cookie, site.id);
  const updates: ConversationSummary[] = [];
  colleague.on('conversation:updated', (summary) => updates.push(summary));
  expect((await block(visitorId, true)).status).toBe(204);
  await expect.poll(() => updates.at(-1)).toMatchObject({ conversationId, blocked: true });
  expect(await list()).toMatchObject({
    customers: [{ id: visitorId, blockedBy: 'agent', conversationId }],
    more: false,
  });
  expect((await block(visitorId, false)).status).toBe(204);
  await expect.poll(() => updates.at(-1)).toMatchObject({ conversationId, blocked: false });
  expect(await list()).toEqual({ customers: [], more: false });
  colleague.disconnect();
});

test('so is one of whom no conversation is left', async () => {
  const { id } = await createTestVisitor(database, site.id);
  await block(id, true);
  expect(await list()).toMatchObject({ customers: [{ id, conversationId: null }] });
  expect((await block(id, false)).status).toBe(204);
  expect((await list()).customers).toEqual([]);
});

test('what is not understood is refused with a code', async () => {
  const { id } = await createTestVisitor(database, site.id);
  expect(await block(id, 'yes')).toMatchObject({ status: 400, code: 'bad_request' });
  expect(await block('nobody', true)).toMatchObject({ status: 400, code: 'bad_request' });
  expect(await block(randomUUID(), true)).toMatchObject({ status: 404, code: 'not_found' });
  expect(await list('?before=x')).toMatchObject({ error: { code: 'bad_request' } });
});
