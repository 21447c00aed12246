import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { beat, recordForgotten } from '@frontdesk/database';
import { useTestDatabase } from '@frontdesk/database/testing';
import type { DeletionReceiptView, FoundVisitor, Privacy, WorkerNotice } from '@frontdesk/protocol';
import { openNoticePublisher } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { createLogger } from '@frontdesk/telemetry';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { useTestFolder } from '../../../../scripts/testing/test-folder.ts';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';
import { createTestMember, signInCookie } from '../testing/test-admin.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';
import { deleteWhatIsOver } from './start-retention.ts';

const database = useTestDatabase();
const folder = await useTestFolder();
const gateway = await useTestGateway({ UPLOADS_DIR: folder });
const site = await createTestSite(database);
const cookie = await signInCookie(gateway, await createTestMember(database, { siteId: site.id, role: 'admin' }));

async function ask<Body>(method: string, path: string, body?: object): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${gateway.url}/v1/admin/sites/${site.id}/${path}`, {
    method,
    headers: { cookie, origin: gateway.url, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

/** An export, opened: its document, and its other files as texts. */
async function exportOf(visitorId: string) {
  const path = `${gateway.url}/v1/admin/sites/${site.id}/visitors/${visitorId}/export`;
  const response = await fetch(path, { headers: { cookie } });
  expect(response.headers.get('content-disposition')).toContain(`customer-${visitorId}.zip`);
  const entries = Object.entries(unzipSync(new Uint8Array(await response.arrayBuffer())));
  const files = Object.fromEntries(entries.map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
  return { customer: JSON.parse(files['customer.json'] ?? '') as Record<string, unknown>, files };
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
  const exported = await exportOf(visitor.id);
  expect(exported.customer).toMatchObject({ conversations: [{ messages: [{ text: 'Do you ship?' }] }], files: [] });

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

test('an export holds the files themselves, and a deletion leaves none of them', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const socket = await connectVisitor(gateway, site, visitor);
  const texts = ['The receipt.', 'Another one of that name. '.repeat(9_000)];
  const attachmentIds: string[] = [];
  for (const text of texts) {
    const response = await fetch(`${gateway.url}/v1/attachments?name=${encodeURIComponent('Größe.txt')}`, {
      ...{
        method: 'POST',
        headers: { authorization: `Bearer ${visitor.token}`, 'content-type': 'application/octet-stream' },
        body: Buffer.from(text),
      },
    });
    attachmentIds.push(((await response.json()) as { id: string }).id);
  }
  await askFor(socket, 'message:send', { clientMessageId: randomUUID(), text: 'Here.', attachmentIds });
  socket.disconnect();
  const { customer, files } = await exportOf(visitor.id);
  const listed = customer.files as { id: string; name: string; path: string }[];
  expect(listed.map(({ id, name, path }) => [id, name, files[path]])).toEqual(
    texts.map((text, place) => [attachmentIds[place], 'Größe.txt', text]),
  );
  expect(Object.keys(files)).toHaveLength(3);

  const stored = () => readdir(folder, { recursive: true });
  for (const id of attachmentIds) expect(await stored()).toContainEqual(expect.stringMatching(new RegExp(`${id}$`)));
  const { body: receipt } = await ask<DeletionReceiptView>('DELETE', `visitors/${visitor.id}`);
  expect(receipt.counts).toMatchObject({ files: 2 });
  for (const id of attachmentIds) expect(await stored()).not.toContainEqual(expect.stringContaining(id));
});

test('the receipt waits for what workers tell, and says who has not told', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const socket = await connectVisitor(gateway, site, visitor);
  await askFor(socket, 'message:send', { clientMessageId: randomUUID(), text: 'Do you ship?' });
  socket.disconnect();
  const worker = { state: 'ready', slots: 4, running: 0, tokensPerSecond: 0, modelHash: 'm' } as const;
  const [telling, silent] = [`a${randomUUID()}`, `b${randomUUID()}`];
  for (const workerId of [telling, silent]) await beat(database, { workerId, ...worker });
  let listens = false;
  const notices = openNoticePublisher({
    ...testServers,
    onOrder: (order) => {
      if (order.kind === 'published') listens = true;
      if (order.kind !== 'forget' || order.receiptId === undefined) return;
      const { siteId, receiptId } = order;
      void recordForgotten(database, { siteId, receiptId, workerId: telling, blocks: 7, bytes: 7_000 });
    },
    onError: unexpected,
  });
  await expect
    .poll(() => {
      notices.publish({ kind: 'published', siteId: site.id });
      return listens;
    })
    .toBe(true);
  const { body: receipt } = await ask<DeletionReceiptView>('DELETE', `visitors/${visitor.id}`);
  expect(receipt.workers).toEqual([
    { workerId: telling, told: true, blocks: 7, bytes: 7_000 },
    { workerId: silent, told: false, blocks: 0, bytes: 0 },
  ]);
  await recordForgotten(database, { siteId: site.id, receiptId: receipt.id, workerId: silent, blocks: 0, bytes: 0 });
  const { receipts } = (await ask<Privacy>('GET', 'privacy')).body;
  expect(receipts.find(({ id }) => id === receipt.id)?.workers).toMatchObject([{ told: true }, { told: true }]);
  await notices.close();
  await database.worker.deleteMany({ where: { id: { in: [telling, silent] } } });
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
  const notices = openNoticePublisher({ ...testServers, onOrder: (order) => orders.push(order), onError: unexpected });
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
