import {
  type AgentPerson,
  CodedError,
  type ConversationStep,
  inboxLimits,
  type Message,
  snoozeProblem,
} from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Database } from '../connection/client.ts';
import { sendAttachments, takeAttachments } from '../messages/attachments.ts';
import type { QueueTurn } from '../messages/messages.ts';
import { findAssignee } from '../team/agents.ts';
import { type Actor, type Change, recordChange } from '../team/audit.ts';
import type { ConversationAddress } from './conversation-events.ts';
import {
  append,
  type BegunAnswer,
  type Held,
  inConversation,
  notAside,
  releaseHeld,
  type StoredChange,
  stateAfter,
  update,
} from './held-conversation.ts';
import { mergeTags } from './merge-tags.ts';
import { mailLater } from './reply-mails.ts';

/** An agent changes a conversation. */
export interface AgentChange extends ConversationAddress {
  agent: AgentPerson;
  /** Who they are for the log of changes; left out, it is told nothing. */
  actor?: Actor | undefined;
}

export interface AgentReply extends AgentChange {
  clientMessageId: string;
  text: string;
  /** Files that the agent has uploaded for this conversation. */
  attachmentIds?: readonly string[] | undefined;
  mail?: boolean;
}

/**
 * The agent answers from now on. What the bot was saying is cancelled under a new epoch, so that whatever its worker writes
 * later is refused; what was shown of it stays.
 * @param change.from the colleague from whom it is taken, by id: of two who take over at once, the second is told of the first
 * @throws CodedError `conversation_unknown`; `step_impossible` where somebody else has it
 */
export function takeOver(
  database: Database,
  { from, ...change }: AgentChange & { from?: string | undefined },
): Promise<StoredChange> {
  return inConversation(database, change, { silences: async () => true }, async (transaction, held) => {
    const { state, assigneeId } = held;
    const isOthers = state === 'with_person' && assigneeId !== null && assigneeId !== change.agent.id;
    if (isOthers && assigneeId !== from) {
      const other = await transaction.user.findUnique({ where: { id: assigneeId }, select: { name: true } });
      throw new CodedError('step_impossible', { message: `${other?.name} has this conversation now.` });
    }
    return takeHeld(transaction, held, change);
  });
}

/**
 * Tells the customer something, and takes the conversation over unless a person has it. The same client id with the same
 * text again stores nothing.
 * @param reply `text`: checked by whoever took it; `mail`: it is mailed where the customer has left; defaults to false
 * @throws CodedError `conversation_unknown`, `message_id_reused`, `attachment_unknown`
 */
export async function replyAsAgent(
  database: Database,
  { clientMessageId, text, attachmentIds, mail = false, ...change }: AgentReply,
): Promise<StoredChange & { messageId: string }> {
  const { siteId, conversationId, agent } = change;
  let messageId = '';
  const find = (transaction: Prisma.TransactionClient, visitorId: string) =>
    transaction.message.findUnique({ where: { visitorId_clientMessageId: { visitorId, clientMessageId } } });
  // What was said before silences nobody who speaks now.
  const isNew = async (transaction: Prisma.TransactionClient, visitorId: string) =>
    (await find(transaction, visitorId)) === null;
  const stored = await inConversation(database, change, { silences: isNew }, async (transaction, held) => {
    const { visitorId } = held;
    const known = await find(transaction, visitorId);
    if (known) {
      const same = known.conversationId === conversationId && known.role === 'agent' && known.text === text;
      if (!same || known.authorId !== agent.id) throw new CodedError('message_id_reused');
      messageId = known.id;
      return held.lastSeq;
    }
    const [files = []] = await takeAttachments(transaction, [{ siteId, visitorId, agentId: agent.id, attachmentIds }]);
    if (files instanceof CodedError) throw files;
    if (held.state !== 'with_person' || held.assigneeId === null) await takeHeld(transaction, held, change);
    const row = await transaction.message.create({
      data: {
        ...{ siteId, conversationId, visitorId, role: 'agent', text, clientMessageId, authorId: agent.id },
        createdAt: held.now,
      },
    });
    messageId = row.id;
    // They have their words; the next thing they write makes them wait again.
    await update(transaction, held, { waitingSince: null });
    await sendAttachments(transaction, [{ conversationId, messageId, attachments: files }]);
    const message: Message = {
      ...{ id: row.id, role: 'agent', text, clientMessageId, generationId: null },
      ...{ createdAt: row.createdAt.toISOString(), author: { name: agent.name } },
      ...(files.length > 0 ? { attachments: files } : {}),
    };
    const seq = await append(transaction, held, { type: 'message:created', message });
    if (mail) await mailLater(transaction, held);
    return seq;
  });
  return { ...stored, messageId };
}

/** Where and how long an answer waits, at most, that the store begins. */
export interface AdmittedAnswer {
  turn: QueueTurn;
  deadlineMs: number;
}

/**
 * The bot answers again, and the conversation is nobody's. What its customer has written last, and nobody has answered, the bot
 * answers now: also where it had begun to, and was cut short by whoever took over and then wrote nothing.
 * @param change.admit called where there is such a message; what it throws refuses the step. Left out, nothing is answered
 * @throws CodedError `conversation_unknown`, `step_impossible`
 */
export async function handBack(
  database: Database,
  { admit, ...change }: AgentChange & { admit?: ((visitorId: string) => AdmittedAnswer) | undefined },
): Promise<StoredChange> {
  let begun: BegunAnswer | undefined;
  const stored = await inConversation(database, change, {}, async (transaction, held) => {
    const state = stateAfter(held, { kind: 'hand-back' });
    if (state === held.state) return held.lastSeq;
    await update(transaction, held, { state, assigneeId: null, snoozedUntil: null });
    await record(transaction, change, 'handed-back');
    const seq = await append(transaction, held, { type: 'conversation:handed-back', by: nameOf(change.agent) });
    const unanswered = admit && !held.blocked ? await findUnanswered(transaction, held) : null;
    if (!admit || unanswered === null) return seq;
    const { questionMessageId } = unanswered;
    const { siteId, conversationId } = held;
    const { turn, deadlineMs } = admit(held.visitorId);
    const { now } = held;
    const times = { receivedAt: now, queuedAt: now, deadlineAt: new Date(now.getTime() + deadlineMs) };
    const { id: generationId } = await transaction.generation.create({
      data: { siteId, conversationId, ...unanswered, queueFlow: turn.flow, queueRound: turn.round, ...times },
      select: { id: true },
    });
    begun = { generationId, conversationId, round: turn.round };
    return append(transaction, held, { type: 'generation:queued', generationId, questionMessageId });
  });
  return { ...stored, begun };
}

/**
 * What the customer asked last, where nothing was said since but the beginning of an answer that was cut short by a person; else
 * null.
 */
async function findUnanswered(
  transaction: Prisma.TransactionClient,
  { conversationId }: Held,
): Promise<{ questionMessageId: string; systemText: string | null } | null> {
  const [row] = await transaction.$queryRaw<{ questionMessageId: string; systemText: string | null }[]>`
    WITH last AS (
      SELECT (payload->'message'->>'id')::uuid AS message_id, (payload->>'generationId')::uuid AS generation_id
        FROM conversation_event
       WHERE conversation_id = ${conversationId}::uuid
         AND payload->>'type' IN ('message:created', 'generation:done', 'generation:ended')
       ORDER BY seq DESC LIMIT 1)
    SELECT message.id AS "questionMessageId", NULL AS "systemText"
      FROM last JOIN message ON message.id = last.message_id AND message.role = 'visitor'
     WHERE NOT EXISTS (SELECT FROM generation WHERE question_message_id = message.id)
     UNION ALL
    SELECT question_message_id, system_text
      FROM last JOIN generation ON generation.id = last.generation_id AND generation.error_code = 'taken_over'`;
  return row ?? null;
}

/** @throws CodedError `conversation_unknown` */
export function resolveConversation(database: Database, change: AgentChange): Promise<StoredChange> {
  return inConversation(database, change, {}, async (transaction, held) => {
    const state = stateAfter(held, { kind: 'resolve' });
    if (state === held.state) return held.lastSeq;
    await update(transaction, held, { state, snoozedUntil: null, resolvedAt: held.now });
    await record(transaction, change, 'resolved');
    return append(transaction, held, { type: 'conversation:resolved', by: nameOf(change.agent) });
  });
}

/** Undoes a resolution or a snooze, or what was handed back while it waited. @throws CodedError `conversation_unknown`, `step_impossible` */
export function reopenConversation(
  database: Database,
  { to, ...change }: AgentChange & { to?: Extract<ConversationStep, { kind: 'reopen' }>['to'] },
): Promise<StoredChange> {
  return inConversation(database, change, {}, async (transaction, held) => {
    // Who had it may not be allowed to answer here any more.
    const had = held.assigneeId === null ? null : await findAssignee(transaction, held.siteId, held.assigneeId);
    const assigneeId = had?.id ?? null;
    const state = stateAfter({ ...held, assigneeId }, { kind: 'reopen', to });
    await update(transaction, held, { state, assigneeId, ...notAside });
    await record(transaction, change, 'reopened');
    return append(transaction, held, { type: 'conversation:reopened', by: nameOf(change.agent), state });
  });
}

/** @throws CodedError `conversation_unknown`, `step_impossible`, `bad_request` for a time that has passed, or is too far ahead */
export function snoozeConversation(
  database: Database,
  { until, ...change }: AgentChange & { until: Date },
): Promise<StoredChange> {
  return inConversation(database, change, {}, async (transaction, held) => {
    const problem = snoozeProblem(until, held.now);
    if (problem) throw new CodedError('bad_request', { message: problem });
    await update(transaction, held, { state: stateAfter(held, { kind: 'snooze' }), snoozedUntil: until });
    await record(transaction, change, 'snoozed', { after: { until: until.toISOString() } });
    const event = { type: 'conversation:snoozed', by: change.agent, until: until.toISOString() } as const;
    return append(transaction, held, event, 'agents');
  });
}

/**
 * @param assignee one who may answer at that site; null: nobody. What a person had waits for one then, and the bot answers meanwhile
 * @throws CodedError `conversation_unknown`
 */
export function assignConversation(
  database: Database,
  { assignee, ...change }: AgentChange & { assignee: AgentPerson | null },
): Promise<StoredChange> {
  return inConversation(database, change, {}, async (transaction, held) => {
    if (held.assigneeId === (assignee?.id ?? null)) return held.lastSeq;
    if (assignee === null && held.state === 'with_person') await releaseHeld(transaction, held);
    else await update(transaction, held, { assigneeId: assignee?.id ?? null });
    await record(transaction, change, 'assigned', { after: { to: assignee?.name ?? null } });
    return append(transaction, held, { type: 'conversation:assigned', by: change.agent, assignee }, 'agents');
  });
}

/**
 * @param change.before what it had when these were chosen: what others have set or removed since stays so; left out, these are all
 * @throws CodedError `conversation_unknown`, `bad_request` for too many
 */
export function tagConversation(
  database: Database,
  { tags, before, ...change }: AgentChange & { tags: readonly string[]; before?: readonly string[] | undefined },
): Promise<StoredChange> {
  return inConversation(database, change, {}, async (transaction, held) => {
    const given = tags.map((tag) => tag.trim()).filter((tag) => tag !== '');
    const wanted = await spelledAsKnown(transaction, held, mergeTags(held.tags, { tags: given, before }));
    if (wanted.length > inboxLimits.tags)
      throw new CodedError('bad_request', { message: `A conversation has at most ${inboxLimits.tags} tags.` });
    if (wanted.join('\n') === held.tags.join('\n')) return held.lastSeq;
    await update(transaction, held, { tags: wanted });
    await record(transaction, change, 'tagged', { before: { tags: held.tags }, after: { tags: wanted } });
    return append(transaction, held, { type: 'conversation:tagged', by: change.agent, tags: wanted }, 'agents');
  });
}

/** Each tag once, whatever its case, as most conversations of the site spell it. */
async function spelledAsKnown(
  transaction: Prisma.TransactionClient,
  { siteId }: Held,
  tags: readonly string[],
): Promise<string[]> {
  const known = await transaction.$queryRaw<{ tag: string }[]>`
    SELECT tag FROM conversation, unnest(tags) AS tag
     WHERE NOT sandbox AND site_id = ${siteId}::uuid AND tags <> '{}'
       AND lower(tag) = ANY(SELECT lower(one) FROM unnest(${[...tags]}::text[]) AS one)
     GROUP BY tag ORDER BY count(*) DESC, tag`;
  const spellings = new Map<string, string>();
  for (const tag of [...known.map(({ tag: one }) => one), ...tags]) {
    const key = tag.toLowerCase();
    if (!spellings.has(key)) spellings.set(key, tag);
  }
  return [...new Set(tags.map((tag) => spellings.get(tag.toLowerCase()) ?? tag))].toSorted();
}

/** Whether messages of the conversation's visitor are refused, here and in all conversations. @throws CodedError `conversation_unknown` */
export function blockVisitor(
  database: Database,
  { blocked, ...change }: AgentChange & { blocked: boolean },
): Promise<StoredChange> {
  return inConversation(database, change, {}, async (transaction, held) => {
    if (held.blocked === blocked) return held.lastSeq;
    await transaction.visitor.update({
      where: { id: held.visitorId, siteId: held.siteId },
      data: blocked ? { blockedAt: held.now, blockedBy: change.agent.name } : { blockedAt: null, blockedBy: null },
    });
    await record(transaction, change, blocked ? 'blocked' : 'unblocked');
    return append(transaction, held, { type: 'visitor:blocked', by: change.agent, blocked }, 'agents');
  });
}

/** For agents alone; the same id again stores nothing. @param text checked by whoever took it. @throws CodedError `conversation_unknown` */
export function addNote(
  database: Database,
  { noteId, text, ...change }: AgentChange & { noteId: string; text: string },
): Promise<StoredChange> {
  return inConversation(database, change, {}, async (transaction, held) => {
    const [known] = await transaction.$queryRaw<{ seq: number }[]>`
      SELECT seq FROM conversation_event
       WHERE conversation_id = ${held.conversationId}::uuid AND payload->>'type' = 'note:created'
         AND payload->'note'->>'id' = ${noteId}`;
    if (known) return known.seq;
    return append(
      transaction,
      held,
      { type: 'note:created', note: { id: noteId, text, author: change.agent } },
      'agents',
    );
  });
}

/**
 * Takes a note's text out of the log, and says there who did; a second time changes nothing.
 * @param change.anyones also what a colleague has noted
 * @throws CodedError `conversation_unknown`, `not_found`; `forbidden` for a colleague's
 */
export function deleteNote(
  database: Database,
  { noteId, anyones, ...change }: AgentChange & { noteId: string; anyones: boolean },
): Promise<StoredChange> {
  return inConversation(database, change, {}, async (transaction, held) => {
    const isTheNote = Prisma.sql`conversation_id = ${held.conversationId}::uuid
      AND payload->>'type' = 'note:created' AND payload->'note'->>'id' = ${noteId}`;
    const [note] = await transaction.$queryRaw<{ authorId: string; authorName: string; isDeleted: boolean }[]>`
      SELECT payload->'note'->'author'->>'id' AS "authorId", payload->'note'->'author'->>'name' AS "authorName",
             payload->'note'->>'text' = '' AS "isDeleted"
        FROM conversation_event WHERE ${isTheNote}`;
    if (!note) throw new CodedError('not_found', { message: 'This note does not exist.' });
    if (note.authorId !== change.agent.id && !anyones)
      throw new CodedError('forbidden', {
        message: `Only ${note.authorName || 'whoever wrote it'} and admins can delete this note.`,
      });
    if (note.isDeleted) return held.lastSeq;
    await transaction.$executeRaw`
      UPDATE conversation_event SET payload = jsonb_set(payload, '{note,text}', '""') WHERE ${isTheNote}`;
    await record(transaction, change, 'note-deleted', { before: { noteBy: note.authorName } });
    return append(transaction, held, { type: 'note:deleted', noteId, by: change.agent }, 'agents');
  });
}

const nameOf = ({ name }: AgentPerson) => ({ name });

async function takeHeld(transaction: Prisma.TransactionClient, held: Held, change: AgentChange): Promise<number> {
  const { agent } = change;
  if (held.state === 'with_person' && held.assigneeId === agent.id) return held.lastSeq;
  const state = stateAfter(held, { kind: 'take-over' });
  await update(transaction, held, { state, assigneeId: agent.id, ...notAside });
  await record(transaction, change, 'taken-over');
  return append(transaction, held, { type: 'conversation:taken-over', by: nameOf(agent) });
}

/** In the log of changes, beside the conversation's own: that one goes with the conversation. */
async function record(
  transaction: Prisma.TransactionClient,
  { siteId, conversationId, actor }: AgentChange,
  step: string,
  values: Pick<Change, 'before' | 'after'> = {},
): Promise<void> {
  if (!actor) return;
  const change = { siteId, action: `conversation.${step}`, target: conversationId };
  await recordChange(transaction, actor, { ...change, ...values });
}
