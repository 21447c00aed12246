import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '@frontdesk/database/testing';
import type {
  AcceptedMessage,
  ConversationEvent,
  ConversationReference,
  OpenedConversation,
  VisitorConversations,
  WorkerNotice,
} from '@frontdesk/protocol';
import { openNoticePublisher } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { expect, test } from 'vitest';
import { keep, keepForAll } from '../../../../scripts/testing/keep.ts';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, type TestVisitor } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';
import { useTestWorker } from '../testing/test-worker.ts';

const orders: WorkerNotice[] = [];
const database = useTestDatabase();
const gateways = [await useTestGateway(), await useTestGateway()] as const;
const worker = useTestWorker(database);
const site = await createTestSite(database);
/** Hears what workers are told. */
const hearing = keepForAll(
  openNoticePublisher({ ...testServers, onOrder: (order) => orders.push(order), onError: unexpected }),
);
// On PostgreSQL it hears from its first notice on.
hearing.publish({ kind: 'event', siteId: site.id, conversationId: randomUUID(), seq: 1 });
await hearing.flush();

async function tab(visitor: TestVisitor, gateway = gateways[0]) {
  const socket = keep(await connectVisitor(gateway, site, visitor));
  const events: ConversationEvent[] = [];
  const begun: ConversationReference[] = [];
  const deleted: ConversationReference[] = [];
  socket.on('conversation:event', (event) => events.push(event));
  socket.on('conversation:begun', (one) => begun.push(one));
  socket.on('conversation:deleted', (one) => deleted.push(one));
  const send = (text: string, fields: { conversationId?: string; supersedes?: string } = {}) =>
    askFor<AcceptedMessage>(socket, 'message:send', { clientMessageId: randomUUID(), text, ...fields });
  return { socket, events, begun, deleted, send };
}

test('a question that is asked anew in mid-answer: the answer is stopped, the new one is made, both tabs see it', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const [one, two] = [await tab(visitor), await tab(visitor, gateways[1])];
  const first = await one.send('Do you ship to Norwya?');
  const { conversationId } = first;
  await askFor(two.socket, 'conversation:open', { conversationId });
  const answer = await worker.claim(first.generationId);
  await answer.say('I do not');
  const second = await one.send('Do you ship to Norway?', { conversationId, supersedes: first.messageId });
  expect(second).toMatchObject({ conversationId, duplicate: false, seq: 5 });
  await expect(answer.say(' know')).rejects.toThrow('refused');
  await expect
    .poll(() => orders)
    .toContainEqual(expect.objectContaining({ kind: 'stop', generationId: first.generationId }));
  const next = await worker.claim(second.generationId);
  await next.say('We do.');
  await next.finish();
  for (const { events } of [one, two]) {
    await expect.poll(() => events.at(-1)?.type).toBe('generation:done');
    expect(events.filter(({ seq }) => seq > 2).map(({ type }) => type)).toEqual([
      ...['generation:ended', 'message:superseded', 'message:created', 'generation:queued', 'generation:done'],
    ]);
  }
  await expect(one.send('x', { conversationId, supersedes: first.messageId })).rejects.toMatchObject({
    code: 'message_not_last',
  });
  await expect(one.send('x', { supersedes: first.messageId })).rejects.toMatchObject({ code: 'conversation_unknown' });
});

test('a visitor’s list, what they have read of it, and nobody else’s', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const mine = await tab(visitor);
  const stranger = await tab(await createTestVisitor(database, site.id));
  const { conversationId, generationId } = await mine.send('Where is my parcel?');
  const answer = await worker.claim(generationId);
  await answer.say('On its way.');
  await answer.finish();
  const list = () => askFor<VisitorConversations>(mine.socket, 'conversations:mine', {});
  expect(await list()).toMatchObject({
    conversations: [{ conversationId, firstText: 'Where is my parcel?', unread: 1 }],
    more: false,
  });
  await expect(askFor(stranger.socket, 'conversation:read', { conversationId, seq: 3 })).rejects.toMatchObject({
    code: 'conversation_unknown',
  });
  await askFor(mine.socket, 'conversation:read', { conversationId, seq: 3 });
  expect((await list()).conversations[0]?.unread).toBe(0);
  expect(await askFor(stranger.socket, 'conversations:mine', {})).toEqual({ conversations: [], more: false });
});

test('a conversation that one tab begins is told to the visitor’s other tabs, at any gateway, and to nobody else', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const [one, two] = [await tab(visitor), await tab(visitor, gateways[1])];
  const stranger = await tab(await createTestVisitor(database, site.id), gateways[1]);
  const { conversationId } = await one.send('First');
  await expect.poll(() => two.begun).toEqual([{ conversationId }]);
  const waiting = await askFor<{ conversationId: string }>(one.socket, 'person:request', {});
  await expect.poll(() => two.begun).toEqual([{ conversationId }, { conversationId: waiting.conversationId }]);
  expect(stranger.begun).toEqual([]);
});

test('a conversation is deleted by its visitor alone: every tab is told, workers forget it, and it exists no more', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const [one, two] = [await tab(visitor), await tab(visitor, gateways[1])];
  const stranger = await tab(await createTestVisitor(database, site.id));
  const { conversationId, generationId } = await one.send('My card number is 4929');
  await askFor(two.socket, 'conversation:open', { conversationId });
  const answer = await worker.claim(generationId);
  await answer.say('Thank');
  await expect(askFor(stranger.socket, 'conversation:delete', { conversationId })).rejects.toMatchObject({
    code: 'conversation_unknown',
  });
  await askFor(one.socket, 'conversation:delete', { conversationId });
  await expect(answer.say(' you')).rejects.toThrow('refused');
  for (const { deleted } of [one, two]) await expect.poll(() => deleted).toContainEqual({ conversationId });
  const address = { siteId: site.id, conversationId };
  await expect.poll(() => orders).toContainEqual({ kind: 'forget', ...address });
  expect(orders).toContainEqual({ kind: 'stop', ...address, generationId });
  await expect(askFor(two.socket, 'conversation:open', { conversationId })).rejects.toMatchObject({
    code: 'conversation_unknown',
  });
  expect(await askFor<OpenedConversation | null>(two.socket, 'conversation:open', {})).toBeNull();
  expect(await database.message.count({ where: { conversationId } })).toBe(0);
});
