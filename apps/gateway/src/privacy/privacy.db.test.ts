import { randomUUID } from 'node:crypto';
import type { Database } from '@frontdesk/database';
import type { DeletionReceiptView, FoundVisitor, Privacy, WorkerNotice } from '@frontdesk/protocol';
import { openNoticePublisher } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { createLogger } from '@frontdesk/telemetry';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestMember, signInCookie } from '../testing/test-admin.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, openTestDatabase, type TestSite } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';
import { deleteWhatIsOver } from './start-retention.ts';

let database: Database;
let gateway: TestGateway;
let site: TestSite;
let cookie: string;

beforeAll(async () => {
  database = openTestDatabase();
  gateway = await startTestGateway();
  site = await createTestSite(database);
  cookie = await signInCookie(gateway, await createTestMember(database, { siteId: site.id, role: 'admin' }));
});
afterAll(async () => {
  await gateway.close();
  await database.$disconnect();
});

async function ask<Body>(method: string, path: string, body?: object): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${gateway.url}/v1/admin/sites/${site.id}/${path}`, {
    method,
    headers: { cookie, origin: gateway.url, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

test('a customer is found, exported and deleted with a receipt, and their open chat is told', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const socket = await connectVisitor(gateway, site, visitor);
  const { conversationId } = await askFor<{ conversationId: string }>(socket, 'message:send', {
    clientMessageId: randomUUID(),
    text: 'Do you ship?',
  });
  const told = new Promise((resolve) => socket.once('conversation:deleted', resolve));
  const { body: found } = await ask<FoundVisitor[]>('GET', `visitors?search=${visitor.id}`);
  expect(found).toMatchObject([{ id: visitor.id, conversations: 1 }]);
  const exported = await ask<object>('GET', `visitors/${visitor.id}/export`);
  expect(exported.body).toMatchObject({ conversations: [{ messages: [{ text: 'Do you ship?' }] }] });

  const { body: receipt } = await ask<DeletionReceiptView>('DELETE', `visitors/${visitor.id}`);
  expect(receipt).toMatchObject({ reason: 'request', deletedBy: 'admin', counts: { visitors: 1, conversations: 1 } });
  expect(await told).toMatchObject({ conversationId });
  socket.disconnect();
  expect((await ask<Privacy>('GET', 'privacy')).body).toEqual({ retentionDays: null, receipts: [receipt] });
  for (const [method, path] of [['GET', '/export'] as const, ['DELETE', ''] as const]) {
    expect(await ask(method, `visitors/${visitor.id}${path}`)).toMatchObject({
      ...{ status: 404, body: { error: { code: 'not_found' } } },
    });
  }
});

test('nobody of another site is found, exported or deleted', async () => {
  const theirs = await createTestVisitor(database, (await createTestSite(database)).id);
  expect((await ask('GET', `visitors?search=${theirs.id}`)).body).toEqual([]);
  expect((await ask('GET', `visitors/${theirs.id}/export`)).status).toBe(404);
  expect((await ask('DELETE', `visitors/${theirs.id}`)).status).toBe(404);
  expect(await database.visitor.count({ where: { id: theirs.id } })).toBe(1);
});

test('a site says how long it keeps conversations, and what is older goes, with a notice to workers', async () => {
  expect((await ask<Privacy>('PUT', 'privacy', { retentionDays: 30 })).body.retentionDays).toBe(30);
  const visitor = await createTestVisitor(database, site.id);
  const old = randomUUID();
  const lastActivityAt = new Date(Date.now() - 31 * 86_400_000);
  await database.conversation.create({ data: { id: old, siteId: site.id, visitorId: visitor.id, lastActivityAt } });
  // Workers hear it of whichever gateway's turn it is.
  const orders: WorkerNotice[] = [];
  const onError = (error: unknown) => {
    throw error;
  };
  const notices = openNoticePublisher({ ...testServers, onOrder: (order) => orders.push(order), onError });
  const siteRemovals = { announce: () => undefined };
  const logger = createLogger({ name: 'test', level: 'warn', format: 'json' });
  await expect
    .poll(
      async () => {
        // Until it listens, it hears nothing.
        const again = randomUUID();
        const conversation = { id: again, siteId: site.id, visitorId: visitor.id, lastActivityAt };
        await database.conversation.create({ data: conversation });
        await deleteWhatIsOver({ database, notices, relay: { receive: () => undefined }, siteRemovals, logger });
        return orders.some(({ kind }) => kind === 'forget');
      },
      { timeout: 10_000 },
    )
    .toBe(true);
  await notices.close();
  expect(await database.conversation.count({ where: { id: old } })).toBe(0);
  expect((await ask<Privacy>('PUT', 'privacy', { retentionDays: null })).body.retentionDays).toBeNull();
});

test.each([
  ['PUT', 'privacy', { retentionDays: 0 }],
  ['PUT', 'privacy', { retentionDays: 1.5 }],
  ['PUT', 'privacy', {}],
  ['GET', 'visitors?search=a', undefined],
  ['GET', 'visitors', undefined],
  ['DELETE', 'visitors/somebody', undefined],
])('what can not be read is refused: %s %s', async (method, path, body) => {
  expect(await ask(method, path, body)).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
});
