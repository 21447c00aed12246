import { randomUUID } from 'node:crypto';
import { CodedError, type ConversationEvent } from '@frontdesk/protocol';
import { beforeEach, expect, it } from 'vitest';
import { storeChunks } from '../generations/generation-chunks.ts';
import { cancelGeneration, finishGeneration } from '../generations/generation-endings.ts';
import { claimGeneration } from '../generations/generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { toldBy } from '../testing/told-by.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { readEvents } from './conversation-events.ts';
import { listConversations } from './conversation-listing.ts';
import {
  addNote,
  assignConversation,
  blockVisitor,
  deleteNote,
  handBack,
  reopenConversation,
  replyAsAgent,
  resolveConversation,
  snoozeConversation,
  tagConversation,
  takeOver,
} from './conversation-steps.ts';
import { findConversationSummary } from './conversations.ts';
import { wakeSnoozed } from './service-steps.ts';

const database = useTestDatabase();
let siteId: string;
let visitorId: string;
let ada: { id: string; name: string };
let conversationId: string;
let generationId: string;

beforeEach(async () => {
  siteId = await newSite(database);
  visitorId = await createVisitor(database, siteId);
  ada = { id: randomUUID(), name: 'Ada' };
  const memberships = { create: { siteId, role: 'agent' as const } };
  await database.user.create({ data: { ...ada, email: `${ada.id}@frontdesk.test`, memberships } });
  ({ conversationId, generationId } = await write('Hello'));
});

const write = (text: string, id?: string, clientMessageId: string = randomUUID()) =>
  acceptMessage(database, { siteId, visitorId, clientMessageId, text, conversationId: id });
const change = () => ({ siteId, conversationId, agent: ada });
const generation = (id: string) => database.generation.findUniqueOrThrow({ where: { id } });
const summary = () => findConversationSummary(database, conversationId);
const events = (audience: 'customer' | 'agents' = 'customer') =>
  readEvents(database, { siteId, conversationId }, 0, audience);
const types = (all: readonly ConversationEvent[]) => all.map(({ type }) => type);

it('a taken-over answer ends where it is, under another epoch, and its worker can write no more', async () => {
  const claim = await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 60_000 });
  if (!claim) throw new Error('nothing to claim');
  const chunk = (firstToken: number, position: number, text: string) => ({
    ...{ generationId, epoch: 1, firstToken, tokenIds: [1], position, text },
  });
  await storeChunks(database, { workerId: 'w', chunks: [chunk(0, 0, 'It began')] });
  const taken = await takeOver(database, change());
  expect(taken.stopped).toEqual([generationId]);
  expect(await generation(generationId)).toMatchObject({ state: 'cancelled', epoch: 2, errorCode: 'taken_over' });
  expect(await storeChunks(database, { workerId: 'w', chunks: [chunk(1, 8, ' long ago')] })).toEqual([generationId]);
  const timings = { prefillMs: 1, firstTokenMs: 1, decodeMs: 1, promptTokens: 1, generatedTokens: 1 };
  expect(await finishGeneration(database, claim, { finishReason: 'stop', lastChunk: null, timings })).toBeNull();
  expect(await summary()).toMatchObject({ state: 'with_person', assignee: ada, lastSeq: taken.seq });
  expect((await events()).slice(-2)).toMatchObject([
    { type: 'generation:ended', error: { code: 'taken_over' }, message: { text: 'It began' } },
    { type: 'conversation:taken-over', by: { name: 'Ada' }, seq: taken.seq },
  ]);
});

it('nobody claims a waiting answer of a conversation that was taken over, and a second time changes nothing', async () => {
  const { seq } = await takeOver(database, change());
  expect(await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 1_000 })).toBeNull();
  expect(await takeOver(database, change())).toMatchObject({ seq, stopped: [] });
});

it('of two who take over at once one has it, and the other is told who', async () => {
  const bo = { id: randomUUID(), name: 'Bo' };
  await database.user.create({ data: { ...bo, email: `${bo.id}@frontdesk.test` } });
  const by = (agent: typeof ada, from?: string) => takeOver(database, { ...change(), agent, from });
  const both = await Promise.allSettled([by(ada), by(bo)]);
  const has = (await summary())?.assignee;
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'step_impossible', message: `${has?.name} has this conversation now.` },
  });
  // Whoever knows whose it is may take it from them.
  const other = has?.id === ada.id ? bo : ada;
  await by(other, has?.id);
  expect(await summary()).toMatchObject({ assignee: other });
});

it('what was written to a person, and not answered, the bot answers when it is handed back', async () => {
  const admitted = { turn: { flow: visitorId, round: 3 }, deadlineMs: 60_000 };
  const back = () => handBack(database, { ...change(), admit: () => admitted });
  await takeOver(database, change());
  await write('Hm.', conversationId);
  const asked = await write('Do you ship?', conversationId);
  await addNote(database, { ...change(), noteId: randomUUID(), text: 'No idea.' });
  const handed = await back();
  const answer = { generationId: handed.begun?.generationId, questionMessageId: asked.messageId };
  expect(handed.begun).toMatchObject({ conversationId, round: 3 });
  expect((await events()).slice(-2)).toMatchObject([
    { type: 'conversation:handed-back' },
    { type: 'generation:queued', ...answer, seq: handed.seq },
  ]);
  expect(await generation(handed.begun?.generationId ?? '')).toMatchObject({ state: 'queued', queueRound: 3 });
  expect(await summary()).toMatchObject({ state: 'bot' });
  await expect(write('And now?', conversationId)).rejects.toMatchObject({ code: 'answer_in_progress' });

  await takeOver(database, change());
  await write('Hello?', conversationId);
  await replyAsAgent(database, { ...change(), clientMessageId: randomUUID(), text: 'We do.' });
  expect((await back()).begun).toBeUndefined();
  await takeOver(database, change());
  await write('Are you sure?', conversationId);
  const busy = () => {
    throw new CodedError('busy');
  };
  await expect(handBack(database, { ...change(), admit: busy })).rejects.toMatchObject({ code: 'busy' });
  expect(await summary()).toMatchObject({ state: 'with_person' });
});

it('an answer that was cut short, and that no person gave, is begun anew when it is handed back', async () => {
  const admit = () => ({ turn: { flow: visitorId, round: 0 }, deadlineMs: 60_000 });
  const back = async () => (await handBack(database, { ...change(), admit })).begun?.generationId;
  const { questionMessageId } = await generation(generationId);
  await takeOver(database, change());
  const again = await back();
  expect(again).not.toBe(generationId);
  expect(await generation(again ?? '')).toMatchObject({ state: 'queued', questionMessageId });
  expect((await events()).at(-1)).toMatchObject({ type: 'generation:queued', generationId: again, questionMessageId });
  // Cut short once more: the question is one message still, and the same that it was for whoever sends it again.
  await takeOver(database, change());
  expect(await generation(again ?? '')).toMatchObject({ state: 'cancelled', errorCode: 'taken_over' });
  await replyAsAgent(database, { ...change(), clientMessageId: randomUUID(), text: 'Hello.' });
  expect(await back()).toBeUndefined();
  const clientMessageId = randomUUID();
  const asked = await write('Do you ship?', conversationId, clientMessageId);
  await takeOver(database, change());
  await back();
  expect(await write('Do you ship?', conversationId, clientMessageId)).toMatchObject({
    ...{ duplicate: true, messageId: asked.messageId, generationId: asked.generationId },
  });
});

it('what its customer stopped is not begun again', async () => {
  const stopped = { siteId, visitorId, generationId };
  expect(await cancelGeneration(database, stopped)).not.toBeNull();
  await takeOver(database, change());
  const admit = () => {
    throw new Error('nothing is to be answered');
  };
  expect((await handBack(database, { ...change(), admit })).begun).toBeUndefined();
});

it('whoever takes over while the customer writes, the bot and the person never both answer', async () => {
  await takeOver(database, change());
  await handBack(database, change());
  const [written] = await Promise.all([write('And now?', conversationId), takeOver(database, change())]);
  const running = await database.generation.count({ where: { conversationId, state: { in: ['queued', 'running'] } } });
  expect(running).toBe(0);
  expect(await summary()).toMatchObject({ state: 'with_person' });
  expect((await events()).filter(({ type }) => type === 'message:created')).toHaveLength(2);
  expect(written.seq).toBeGreaterThan(0);
});

it('what a customer writes to a person is stored, and answered by nobody else; the same id stays one message', async () => {
  await takeOver(database, change());
  const id = randomUUID();
  const stored = await write('Are you there?', conversationId, id);
  expect(stored).toMatchObject({ generationId: '', duplicate: false });
  expect(await write('Are you there?', conversationId, id)).toMatchObject({ ...stored, events: [], duplicate: true });
  await expect(write('Something else', conversationId, id)).rejects.toMatchObject({ code: 'message_id_reused' });
  expect(types(stored.events)).toEqual(['message:created']);
  expect(await summary()).toMatchObject({ lastVisitorSeq: stored.seq, lastText: 'Are you there?' });
  await handBack(database, change());
  expect((await write('Bot?', conversationId)).generationId).not.toBe('');
  expect(await summary()).toMatchObject({ state: 'bot', assignee: null });
});

it('a reply takes over, is stored once by its id, and names its writer', async () => {
  const reply = { ...change(), clientMessageId: randomUUID(), text: 'I am here.' };
  const first = await replyAsAgent(database, reply);
  expect(first.stopped).toEqual([generationId]);
  expect(await replyAsAgent(database, reply)).toMatchObject({ messageId: first.messageId, stopped: [] });
  await expect(replyAsAgent(database, { ...reply, text: 'Not me.' })).rejects.toMatchObject({
    code: 'message_id_reused',
  });
  // Nor is it anything of the visitor's.
  await expect(write('I am here.', conversationId, reply.clientMessageId)).rejects.toMatchObject({
    code: 'message_id_reused',
  });
  expect((await events()).slice(-2)).toMatchObject([
    { type: 'conversation:taken-over' },
    { type: 'message:created', message: { role: 'agent', text: 'I am here.', author: { name: 'Ada' } } },
  ]);
});

it('a resolved conversation is the bot’s and nobody’s once its customer writes; an undone one is as before', async () => {
  await takeOver(database, change());
  await resolveConversation(database, change());
  expect(await summary()).toMatchObject({ state: 'resolved' });
  await reopenConversation(database, { ...change(), to: 'with_person' });
  expect(await summary()).toMatchObject({ state: 'with_person', assignee: ada });
  expect((await events()).at(-1)).toMatchObject({ type: 'conversation:reopened', state: 'with_person' });
  await resolveConversation(database, change());
  const stored = await write('One more thing', conversationId);
  expect(types(stored.events)).toEqual(['message:created', 'conversation:reopened', 'generation:queued']);
  expect(stored.events[1]).toMatchObject({ by: null, state: 'bot' });
  expect(await summary()).toMatchObject({ state: 'bot', assignee: null });
  await expect(reopenConversation(database, change())).rejects.toMatchObject({ code: 'step_impossible' });
});

it('a snoozed conversation comes back at its time, or when its customer writes, to whom it was with', async () => {
  await takeOver(database, change());
  const until = new Date(Date.now() + 60_000);
  await snoozeConversation(database, { ...change(), until });
  expect(await summary()).toMatchObject({ state: 'snoozed', snoozedUntil: until.toISOString() });
  expect(await toldBy((tell) => wakeSnoozed(database, tell))).toEqual([]);
  const stored = await write('Still there?', conversationId);
  expect(types(stored.events)).toEqual(['message:created', 'conversation:reopened']);
  expect(stored.events[1]).toMatchObject({ by: null, state: 'with_person' });
  expect(await summary()).toMatchObject({ state: 'with_person', snoozedUntil: null });
  await snoozeConversation(database, { ...change(), until });
  await database.conversation.update({ where: { id: conversationId }, data: { snoozedUntil: new Date(0) } });
  expect(await toldBy((tell) => wakeSnoozed(database, tell))).toMatchObject([{ conversationId }]);
  expect(await summary()).toMatchObject({ state: 'with_person', assignee: ada, snoozedUntil: null });
  const never = new Date(Date.now() + 400 * 24 * 3_600_000);
  await expect(snoozeConversation(database, { ...change(), until: never })).rejects.toMatchObject({
    ...{ code: 'bad_request', message: 'Choose a time within a year.' },
  });
  await expect(snoozeConversation(database, { ...change(), until: new Date(0) })).rejects.toMatchObject({
    code: 'bad_request',
  });
});

it('customers are told of nothing that is for agents', async () => {
  const before = (await events()).length;
  const noteId = randomUUID();
  const { seq } = await addNote(database, { ...change(), noteId, text: 'A friend of the house.' });
  expect(await addNote(database, { ...change(), noteId, text: 'A friend of the house.' })).toMatchObject({ seq });
  await tagConversation(database, { ...change(), tags: ['vip', ' vip ', 'refund'] });
  await assignConversation(database, { ...change(), assignee: ada });
  expect(await events()).toHaveLength(before);
  expect((await events('agents')).slice(before)).toMatchObject([
    { type: 'note:created', note: { id: noteId, author: ada } },
    { type: 'conversation:tagged', tags: ['refund', 'vip'] },
    { type: 'conversation:assigned', assignee: ada },
  ]);
  // Assigned is not taken over.
  expect(await summary()).toMatchObject({ state: 'bot', assignee: ada, tags: ['refund', 'vip'] });
});

it('a deleted note leaves no text anywhere, and says who deleted it; a second time, and the same note again, change nothing', async () => {
  const secret = 'Tried a stolen card, 4929';
  const note = { ...change(), noteId: randomUUID(), text: secret };
  const kept = { ...change(), noteId: randomUUID(), text: 'A friend of the house.' };
  await addNote(database, note);
  await addNote(database, kept);
  const actor = { userId: ada.id, email: 'ada@frontdesk.test' };
  const deletion = { ...change(), actor, noteId: note.noteId, anyones: false };
  const { seq } = await deleteNote(database, deletion);
  expect(await deleteNote(database, deletion)).toMatchObject({ seq });
  expect(await addNote(database, note)).toMatchObject({ seq: seq - 2 });
  expect((await events('agents')).slice(-3)).toMatchObject([
    { type: 'note:created', note: { id: note.noteId, text: '', author: ada } },
    { type: 'note:created', note: { id: kept.noteId, text: kept.text } },
    { type: 'note:deleted', seq, noteId: note.noteId, by: ada },
  ]);
  expect(types(await events())).not.toContain('note:deleted');
  for (const search of ['stolen', '4929']) {
    expect(await listConversations(database, { siteId, userId: ada.id, search })).toEqual({
      ...{ conversations: [], more: false },
    });
  }
  const tables = await database.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`;
  for (const { name } of tables) {
    const found = await database.$queryRawUnsafe(
      `SELECT FROM "${name}" AS one WHERE strpos(one::text, $1) > 0`,
      secret,
    );
    expect([name, found]).toEqual([name, []]);
  }
  expect(await database.auditEntry.findFirst({ where: { siteId }, orderBy: { id: 'desc' } })).toMatchObject({
    ...{
      action: 'conversation.note-deleted',
      target: conversationId,
      userName: actor.email,
      before: { noteBy: 'Ada' },
    },
  });
});

it('a colleague’s note is deleted by whoever may delete anyone’s, and what is no note by nobody', async () => {
  const bo = { id: randomUUID(), name: 'Bo' };
  const noteId = randomUUID();
  await addNote(database, { ...change(), noteId, text: 'Be kind.' });
  const byBo = { ...change(), agent: bo, noteId };
  await expect(deleteNote(database, { ...byBo, anyones: false })).rejects.toMatchObject({
    ...{ code: 'forbidden', message: 'Only Ada and admins can delete this note.' },
  });
  await expect(deleteNote(database, { ...byBo, noteId: randomUUID(), anyones: true })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect((await events('agents')).at(-1)).toMatchObject({ note: { text: 'Be kind.' } });
  await deleteNote(database, { ...byBo, anyones: true });
  expect((await events('agents')).at(-1)).toMatchObject({ type: 'note:deleted', by: bo });
});

it('nothing else of the log can be changed, nor a note in any other way', async () => {
  await addNote(database, { ...change(), noteId: randomUUID(), text: 'Be kind.' });
  const log = { siteId, conversationId };
  const refused = [
    database.$executeRaw`UPDATE conversation_event SET payload = jsonb_set(payload, '{note,text}', '"Be rude."')
      WHERE conversation_id = ${conversationId}::uuid`,
    database.$executeRaw`UPDATE conversation_event SET payload = jsonb_set(payload, '{note,text}', '""'), seq = 99
      WHERE conversation_id = ${conversationId}::uuid AND payload->>'type' = 'note:created'`,
    database.conversationEvent.updateMany({ where: { ...log, seq: 1 }, data: { payload: {} } }),
  ];
  for (const one of refused) await expect(one).rejects.toThrow();
  expect((await events('agents')).at(-1)).toMatchObject({ note: { text: 'Be kind.' } });
});

it('tags that differ in their case alone are one, as the site spells it already', async () => {
  const tagsOf = async () => (await summary())?.tags;
  await tagConversation(database, { ...change(), tags: ['VIP-review', 'vip-Review', 'refund'] });
  expect(await tagsOf()).toEqual(['VIP-review', 'refund']);
  const { seq } = await tagConversation(database, { ...change(), tags: ['refund', 'vip-review'] });
  expect(await summary()).toMatchObject({ tags: ['VIP-review', 'refund'], lastSeq: seq });
  const first = conversationId;
  visitorId = await createVisitor(database, siteId);
  ({ conversationId } = await write('Hello again'));
  expect(conversationId).not.toBe(first);
  await tagConversation(database, { ...change(), tags: ['vip-REVIEW'] });
  expect(await tagsOf()).toEqual(['VIP-review']);
});

it('two who change the tags at once undo nothing of each other’s', async () => {
  const tagsOf = async () => (await summary())?.tags;
  const before = ['old', 'refund'];
  await tagConversation(database, { ...change(), tags: before });
  await tagConversation(database, { ...change(), tags: ['refund'], before });
  await tagConversation(database, { ...change(), tags: [...before, 'vip'], before });
  expect(await tagsOf()).toEqual(['refund', 'vip']);
  // Together they may be too many.
  const many = (name: string) => Array.from({ length: 10 }, (_, index) => `${name} ${index}`);
  await tagConversation(database, { ...change(), tags: many('a'), before: ['refund', 'vip'] });
  const others = { tags: [...many('b'), 'vip'], before: [] };
  await expect(tagConversation(database, { ...change(), ...others })).rejects.toMatchObject({ code: 'bad_request' });
  expect(await tagsOf()).toEqual(many('a'));
});

it('a blocked visitor’s messages are refused, until they are taken again', async () => {
  await takeOver(database, change());
  await blockVisitor(database, { ...change(), blocked: true });
  await expect(write('Let me in', conversationId)).rejects.toMatchObject({ code: 'visitor_blocked' });
  await expect(write('Let me in')).rejects.toMatchObject({ code: 'visitor_blocked' });
  await blockVisitor(database, { ...change(), blocked: false });
  expect(await write('Let me in', conversationId)).toMatchObject({ duplicate: false });
});

it('a conversation of another site is unknown, whatever is asked of it', async () => {
  const otherSite = await newSite(database, { name: 'Other' });
  const crossed = { ...change(), siteId: otherSite };
  const text = 'x';
  for (const attempt of [
    () => takeOver(database, crossed),
    () => handBack(database, crossed),
    () => replyAsAgent(database, { ...crossed, clientMessageId: randomUUID(), text }),
    () => addNote(database, { ...crossed, noteId: randomUUID(), text }),
    () => deleteNote(database, { ...crossed, noteId: randomUUID(), anyones: true }),
    () => resolveConversation(database, crossed),
    () => reopenConversation(database, crossed),
    () => snoozeConversation(database, { ...crossed, until: new Date(Date.now() + 60_000) }),
    () => assignConversation(database, { ...crossed, assignee: ada }),
    () => tagConversation(database, { ...crossed, tags: ['x'] }),
    () => blockVisitor(database, { ...crossed, blocked: true }),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'conversation_unknown' });
  }
});
