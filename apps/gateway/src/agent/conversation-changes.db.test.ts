import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '@frontdesk/database/testing';
import type {
  AcceptedMessage,
  ConversationEvent,
  ConversationSummary,
  GenerationText,
  WatchedConversation,
} from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { askAgent, connectAgent } from '../testing/test-agent.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';
import { useTestWorker } from '../testing/test-worker.ts';

const database = useTestDatabase();
const gateway = await useTestGateway();
const worker = useTestWorker(database);
const site = await createTestSite(database);
await createTestOwner(database);
const cookie = await signInCookie(gateway);

async function connectOwner() {
  const socket = keep(await connectAgent(gateway, cookie, site.id));
  return { socket, ask: <Data>(event: string, request: object) => askAgent<Data>(socket, event, request) };
}

async function connectCustomer() {
  const visitor = await createTestVisitor(database, site.id);
  const socket = keep(await connectVisitor(gateway, site, visitor));
  const events: ConversationEvent[] = [];
  const words: GenerationText[] = [];
  socket.on('conversation:event', (event) => events.push(event));
  socket.on('generation:text', (text) => words.push(text));
  const send = (text: string, conversationId?: string) =>
    askFor<AcceptedMessage>(socket, 'message:send', { clientMessageId: randomUUID(), text, conversationId });
  return { socket, visitor, send, events, words, types: () => events.map(({ type }) => type) };
}

test('an agent takes over while the bot speaks: it falls silent at once, and says so to everybody', async () => {
  const customer = await connectCustomer();
  const { conversationId, generationId } = await customer.send('Do you ship?');
  const agent = await connectOwner();
  const seen: ConversationEvent[] = [];
  agent.socket.on('conversation:event', (event) => seen.push(event));
  await agent.ask<WatchedConversation>('conversation:watch', { conversationId });
  const answer = await worker.claim(generationId);
  await answer.say('Yes, ');
  await expect.poll(() => customer.words.length).toBe(1);
  await agent.ask('conversation:take-over', { conversationId });
  await expect(answer.say('we do.')).rejects.toThrow('refused');
  const told = ['generation:ended', 'conversation:taken-over'];
  await expect.poll(() => customer.types().slice(-2)).toEqual(told);
  await expect.poll(() => seen.map(({ type }) => type)).toEqual(told);
  expect(customer.words.map(({ text }) => text)).toEqual(['Yes, ']);

  const clientMessageId = randomUUID();
  const reply = { conversationId, clientMessageId, text: ' To all of Europe. ' };
  await agent.ask('conversation:reply', reply);
  await agent.ask('conversation:reply', reply);
  await expect
    .poll(() => customer.events.at(-1))
    .toMatchObject({
      type: 'message:created',
      message: { role: 'agent', text: 'To all of Europe.', clientMessageId, author: { name: 'Owner' } },
    });
  const accepted = await customer.send('And Norway?', conversationId);
  expect(accepted.generationId).toBe('');
  await expect.poll(() => seen.at(-1)).toMatchObject({ type: 'message:created', message: { text: 'And Norway?' } });
  expect(customer.types().filter((type) => type === 'message:created')).toHaveLength(3);

  await agent.ask('conversation:hand-back', { conversationId });
  await expect.poll(() => customer.types().slice(-2)).toEqual(['conversation:handed-back', 'generation:queued']);
  const queued = customer.events.at(-1) as Extract<ConversationEvent, { type: 'generation:queued' }>;
  expect(queued.questionMessageId).toBe(accepted.messageId);
  const second = await worker.claim(queued.generationId);
  await second.say('There, too.');
  await second.finish();
  await expect.poll(() => customer.types().at(-1)).toBe('generation:done');
  expect((await customer.send('Bot?', conversationId)).generationId).not.toBe('');
});

test('notes reach agents and no customer, live or later', async () => {
  const customer = await connectCustomer();
  const { conversationId } = await customer.send('Hello');
  const agent = await connectOwner();
  const updates: ConversationSummary[] = [];
  agent.socket.on('conversation:updated', (summary) => updates.push(summary));
  await agent.ask('conversation:note', { conversationId, noteId: randomUUID(), text: 'Secret' });
  await agent.ask('conversation:tag', { conversationId, tags: ['vip'] });
  await expect.poll(() => updates.at(-1)).toMatchObject({ conversationId, tags: ['vip'] });
  // As a colleague does who has not heard of it yet.
  await agent.ask('conversation:tag', { conversationId, tags: ['refund'], before: [] });
  await expect.poll(() => updates.at(-1)).toMatchObject({ conversationId, tags: ['refund', 'vip'] });
  const watched = await agent.ask<WatchedConversation>('conversation:watch', { conversationId });
  expect(watched.events.at(-3)).toMatchObject({
    type: 'note:created',
    note: { text: 'Secret', author: { name: 'Owner' } },
  });
  // Whatever was told before this answer has come before it.
  const opened = await askFor(customer.socket, 'conversation:open', { conversationId });
  expect(JSON.stringify([opened, customer.events])).not.toContain('Secret');
});

test.each([
  ['a blank reply', 'conversation:reply', { clientMessageId: randomUUID(), text: ' ' }, 'message_empty'],
  [
    'a reply without an end',
    'conversation:reply',
    { clientMessageId: randomUUID(), text: 'x'.repeat(4_001) },
    'message_too_long',
  ],
  ['a tag without an end', 'conversation:tag', { tags: ['x'.repeat(41)] }, 'bad_request'],
  ['somebody who is not there', 'conversation:assign', { assigneeId: 'nobody' }, 'agent_unknown'],
  ['to undo nothing', 'conversation:reopen', {}, 'step_impossible'],
])('%s is refused with a code', async (_what, event, request, code) => {
  const customer = await connectCustomer();
  const { conversationId } = await customer.send('Hello');
  const agent = await connectOwner();
  await expect(agent.ask(event, { conversationId, ...request })).rejects.toMatchObject({ code });
});

test('over HTTP, whoever writes to a person is told that it was passed on, and it was', async () => {
  const customer = await connectCustomer();
  const { conversationId } = await customer.send('Hello');
  const agent = await connectOwner();
  await agent.ask('conversation:take-over', { conversationId });
  const response = await fetch(`${gateway.url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ siteKey: site.key, visitorToken: customer.visitor.token, conversationId, message: 'By HTTP' },
    }),
  });
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ error: { code: 'taken_over' } });
  await expect
    .poll(() => customer.events.at(-1))
    .toMatchObject({ type: 'message:created', message: { text: 'By HTTP' } });
});

test('a blocked customer’s messages are refused with a code', async () => {
  const customer = await connectCustomer();
  const { conversationId } = await customer.send('Hello');
  const agent = await connectOwner();
  await agent.ask('conversation:block', { conversationId, blocked: true });
  const refused = { code: 'visitor_blocked' };
  await expect(customer.send('Again', conversationId)).rejects.toMatchObject(refused);
  await expect(askFor(customer.socket, 'person:request', { conversationId })).rejects.toMatchObject(refused);
  await expect(askFor(customer.socket, 'visitor:introduce', { name: 'Eve' })).rejects.toMatchObject(refused);
  const upload = await fetch(`${gateway.url}/v1/attachments?name=eve.txt`, {
    ...{ method: 'POST', headers: { authorization: `Bearer ${customer.visitor.token}` }, body: 'Eve was here' },
  });
  expect(upload.status).toBe(403);
  expect(await upload.json()).toMatchObject({ error: refused });
});
