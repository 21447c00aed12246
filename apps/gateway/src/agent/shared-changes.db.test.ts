import { randomUUID } from 'node:crypto';
import { acceptMessage, useTestDatabase } from '@frontdesk/database/testing';
import {
  type ChangedConversations,
  type ConversationEvent,
  type ConversationSummary,
  inboxLimits,
  type SharedChange,
} from '@frontdesk/protocol';
import { beforeEach, expect, test } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { askGateway } from '../testing/ask-gateway.ts';
import { createTestMember, signInCookie } from '../testing/test-admin.ts';
import { type AgentSocket, askAgent, connectAgent } from '../testing/test-agent.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, type TestSite } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';

const database = useTestDatabase();
const gateway = await useTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '1000' });
let site: TestSite;
let ada: Awaited<ReturnType<typeof createTestMember>>;
let agent: AgentSocket;
beforeEach(async () => {
  site = await createTestSite(database);
  ada = await createTestMember(database, { siteId: site.id, role: 'agent' });
  agent = await connect(ada);
});

async function connect(member: Parameters<typeof signInCookie>[1], siteId = site.id): Promise<AgentSocket> {
  return keep(await connectAgent(gateway, await signInCookie(gateway, member), siteId));
}

/** A customer's question, which the bot is about to answer. */
async function ask(siteId = site.id) {
  const visitor = await createTestVisitor(database, siteId);
  const { conversationId, generationId } = await acceptMessage(database, { siteId, visitorId: visitor.id });
  return { conversationId, generationId, visitor };
}
const change = (conversationIds: readonly string[], wanted: SharedChange, socket = agent) =>
  askAgent<ChangedConversations>(socket, 'conversations:change', { conversationIds, change: wanted });
const conversation = (id: string) => database.conversation.findUniqueOrThrow({ where: { id } });

test('each is changed as if it were asked for alone: customers and colleagues are told, and the log of changes', async () => {
  const [one, two] = [await ask(), await ask()];
  const customer = keep(await connectVisitor(gateway, site, one.visitor));
  const told: ConversationEvent[] = [];
  customer.on('conversation:event', (event) => told.push(event));
  await askFor(customer, 'conversation:open', { conversationId: one.conversationId });
  const colleague = await connect(await createTestMember(database, { siteId: site.id, role: 'viewer' }));
  const updates: ConversationSummary[] = [];
  colleague.on('conversation:updated', (summary) => updates.push(summary));
  const both = [one.conversationId, two.conversationId];
  // Twice the same is once.
  expect(await change([...both, one.conversationId], { kind: 'resolve' })).toEqual({ failed: [] });
  await expect.poll(() => told.at(-1)).toMatchObject({ type: 'conversation:resolved', by: { name: 'agent' } });
  await expect
    .poll(() => updates.map(({ conversationId, state }) => [conversationId, state]).toSorted())
    .toEqual(both.map((id) => [id, 'resolved']).toSorted());
  const log = await database.auditEntry.findMany({ where: { siteId: site.id }, orderBy: { id: 'asc' } });
  expect(log.map(({ action, target, userName }) => [action, target, userName])).toEqual(
    both.map((id) => ['conversation.resolved', id, ada.email]),
  );
  // And back.
  expect(await change(both, { kind: 'reopen', to: 'bot' })).toEqual({ failed: [] });
  expect((await conversation(two.conversationId)).state).toBe('bot');
});

test('what can’t be done in one keeps none of the others from theirs, and is told with why', async () => {
  const [bots, waits, gone] = [await ask(), await ask(), randomUUID()];
  await database.conversation.update({ where: { id: waits.conversationId }, data: { state: 'waiting_for_person' } });
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const all = [bots.conversationId, gone, waits.conversationId];
  expect(await change(all, { kind: 'snooze', until })).toMatchObject({
    failed: [
      { conversationId: bots.conversationId, error: { code: 'step_impossible' } },
      { conversationId: gone, error: { code: 'conversation_unknown' } },
    ],
  });
  expect((await conversation(bots.conversationId)).state).toBe('bot');
  expect(await conversation(waits.conversationId)).toMatchObject({ state: 'snoozed', snoozedUntil: new Date(until) });
});

test('tags are set beside those that each has, and removed alone', async () => {
  const [one, two] = [await ask(), await ask()];
  await database.conversation.update({ where: { id: two.conversationId }, data: { tags: ['vip'] } });
  const both = [one.conversationId, two.conversationId];
  const tags = async () => [(await conversation(both[0] ?? '')).tags, (await conversation(both[1] ?? '')).tags];
  await change(both, { kind: 'tag', tags: ['refund'], before: [] });
  expect(await tags()).toEqual([['refund'], ['refund', 'vip']]);
  await change(both, { kind: 'tag', tags: [], before: ['refund'] });
  expect(await tags()).toEqual([[], ['vip']]);
});

test('several are given to somebody, or made nobody’s, and taken back, which ends what the bot was about to say', async () => {
  const { conversationId, generationId } = await ask();
  await change([conversationId], { kind: 'take-over' });
  expect(await conversation(conversationId)).toMatchObject({ state: 'with_person', assigneeId: ada.userId });
  expect((await database.generation.findUniqueOrThrow({ where: { id: generationId } })).state).toBe('cancelled');
  await change([conversationId], { kind: 'assign', assigneeId: null });
  expect(await conversation(conversationId)).toMatchObject({ state: 'waiting_for_person', assigneeId: null });
  const bo = await createTestMember(database, { siteId: site.id, role: 'agent' });
  await change([conversationId], { kind: 'assign', assigneeId: bo.userId });
  expect((await conversation(conversationId)).assigneeId).toBe(bo.userId);
  const viewer = await createTestMember(database, { siteId: site.id, role: 'viewer' });
  await expect(change([conversationId], { kind: 'assign', assigneeId: viewer.userId })).rejects.toMatchObject({
    code: 'agent_unknown',
  });
});

test('of another site’s nothing is changed, nor of those beside it', async () => {
  const elsewhere = await createTestSite(database);
  const [mine, theirs] = [await ask(), await ask(elsewhere.id)];
  const both = [mine.conversationId, theirs.conversationId];
  await expect(change(both, { kind: 'resolve' })).rejects.toMatchObject({ code: 'forbidden' });
  for (const id of both) expect((await conversation(id)).state).toBe('bot');
});

test.each<[string, readonly string[], unknown]>([
  ['none', [], { kind: 'resolve' }],
  [
    'more than may be',
    Array.from({ length: inboxLimits.changedTogether + 1 }, () => randomUUID()),
    { kind: 'resolve' },
  ],
  ['what is no id', ['all'], { kind: 'resolve' }],
  ['what nobody can do to several', [randomUUID()], { kind: 'block', blocked: true }],
  ['a tag without an end', [randomUUID()], { kind: 'tag', tags: ['x'.repeat(41)], before: [] }],
])('%s is refused', async (_what, ids, wanted) => {
  await expect(change(ids, wanted as SharedChange)).rejects.toMatchObject({ code: 'bad_request' });
});

test('as many as may be are changed in one request, and meanwhile no others', async () => {
  const { id: visitorId } = await createTestVisitor(database, site.id);
  await database.conversation.createMany({
    data: Array.from({ length: inboxLimits.changedTogether }, () => ({ siteId: site.id, visitorId })),
  });
  const all = (await database.conversation.findMany({ where: { siteId: site.id } })).map(({ id }) => id);
  const both = await Promise.allSettled([change(all, { kind: 'resolve' }), change(all, { kind: 'resolve' })]);
  expect(both.toSorted((a, b) => a.status.localeCompare(b.status))).toMatchObject([
    { status: 'fulfilled', value: { failed: [] } },
    { status: 'rejected', reason: { code: 'rate_limited' } },
  ]);
  expect(await database.conversation.count({ where: { siteId: site.id, state: 'resolved' } })).toBe(all.length);
  await change(all.slice(0, 1), { kind: 'reopen' });
}, 30_000);

test('whoever may not answer any more meanwhile changes none of what is left', async () => {
  const [one, two] = [await ask(), await ask()];
  const boss = await signInCookie(gateway, await createTestMember(database, { siteId: site.id, role: 'admin' }));
  let changing: Promise<ChangedConversations> | undefined;
  await database.$transaction(
    async (transaction) => {
      // The first one has to wait for its customer's row.
      await transaction.$queryRaw`SELECT id FROM visitor WHERE id = ${one.visitor.id}::uuid FOR UPDATE`;
      changing = change([one.conversationId, two.conversationId], { kind: 'resolve' });
      await askGateway(gateway, boss, 'PUT', `admin/sites/${site.id}/members/${ada.userId}`, { role: 'viewer' });
      const away = () => askAgent(agent, 'agent:away', { away: false });
      await expect.poll(() => away().catch(({ code }) => code)).toBe('forbidden');
    },
    { timeout: 20_000 },
  );
  expect(await changing).toMatchObject({
    failed: [{ conversationId: two.conversationId, error: { code: 'forbidden' } }],
  });
  expect((await conversation(one.conversationId)).state).toBe('resolved');
}, 30_000);

test('a note that is deleted is gone for colleagues at once; another’s is deleted by admins alone', async () => {
  const { conversationId } = await ask();
  const [bo, boss] = await Promise.all(
    (['agent', 'admin'] as const).map(async (role) =>
      connect(await createTestMember(database, { siteId: site.id, role })),
    ),
  );
  const seen: ConversationEvent[] = [];
  bo?.on('conversation:event', (event) => seen.push(event));
  await askAgent(bo as AgentSocket, 'conversation:watch', { conversationId });
  const noteIds = [randomUUID(), randomUUID()];
  for (const noteId of noteIds) await askAgent(agent, 'conversation:note', { conversationId, noteId, text: 'Secret' });
  const remove = (socket: AgentSocket | undefined, noteId: string | undefined) =>
    askAgent(socket as AgentSocket, 'conversation:delete-note', { conversationId, noteId });
  await expect(remove(bo, noteIds[0])).rejects.toMatchObject({ code: 'forbidden' });
  await remove(agent, noteIds[0]);
  await expect
    .poll(() => seen.at(-1))
    .toMatchObject({ type: 'note:deleted', noteId: noteIds[0], by: { name: 'agent' } });
  await remove(boss, noteIds[1]);
  await expect
    .poll(() => seen.at(-1))
    .toMatchObject({ type: 'note:deleted', noteId: noteIds[1], by: { name: 'admin' } });
  await expect(remove(agent, randomUUID())).rejects.toMatchObject({ code: 'not_found' });
  // Whoever opens it now, and any customer, is told no word of it.
  const opened = await askAgent(boss as AgentSocket, 'conversation:watch', { conversationId });
  expect(JSON.stringify(opened)).not.toContain('Secret');
});
