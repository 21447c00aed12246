import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '@frontdesk/database/testing';
import { type AcceptedMessage, type PreChatForm, readWidgetSettings } from '@frontdesk/protocol';
import { beforeEach, expect, test } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, type TestSite } from '../testing/test-site.ts';
import { ask, askFor, connectVisitor, type VisitorSocket } from '../testing/test-socket.ts';

const database = useTestDatabase();
const gateway = await useTestGateway();
let site: TestSite;
beforeEach(async () => {
  site = await createTestSite(database);
});

const requires = (preChat: PreChatForm) =>
  database.site.update({ where: { id: site.id }, data: { widgetSettings: readWidgetSettings({ preChat }) } });
const message = (more: { conversationId?: string } = {}) => ({
  clientMessageId: randomUUID(),
  text: 'Hello?',
  ...more,
});
const refused = { ok: false, error: { code: 'details_required' } };

async function connect(visitor = createTestVisitor(database, site.id)): Promise<VisitorSocket> {
  return keep(await connectVisitor(gateway, site, await visitor));
}

test('nobody begins a conversation before they have said what the site requires', async () => {
  await requires({ name: 'optional', email: 'required' });
  const socket = await connect();
  const first = message();
  expect(await ask(socket, 'message:send', first)).toMatchObject(refused);
  expect(await ask(socket, 'person:request', {})).toMatchObject(refused);
  await askFor(socket, 'visitor:introduce', { name: 'Ann' });
  expect(await ask(socket, 'message:send', first)).toMatchObject(refused);
  expect(await database.conversation.count({ where: { siteId: site.id } })).toBe(0);

  await askFor(socket, 'visitor:introduce', { email: 'ann@example.org' });
  expect(await askFor(socket, 'message:send', first)).toMatchObject({ seq: 1, duplicate: false });
});

test('a site that begins to ask holds up nobody in the middle of a conversation', async () => {
  const socket = await connect();
  const { conversationId } = await askFor<AcceptedMessage>(socket, 'message:send', message());
  await requires({ name: 'required', email: 'required' });
  await askFor(socket, 'person:request', { conversationId });
  expect(await ask(socket, 'message:send', message({ conversationId }))).not.toMatchObject(refused);
  // Another one begins with the form, which the chat finds with its visitor.
  expect(await ask(socket, 'message:send', message())).toMatchObject(refused);
  expect(await askFor(socket, 'visitor:read', {})).toMatchObject({ preChat: { name: 'required', email: 'required' } });
});

test('whom the site’s server has identified has nothing to say', async () => {
  await requires({ name: 'required', email: 'required' });
  const visitor = await createTestVisitor(database, site.id);
  const socket = await connect(Promise.resolve(visitor));
  await database.visitor.update({ where: { id: visitor.id }, data: { externalId: 'customer-7' } });
  await askFor(socket, 'message:send', message());
});
