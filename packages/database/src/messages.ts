import { type AcceptedMessage, CodedError, type ConversationEvent, type Message } from '@frontdesk/protocol';
import type { Prisma } from '../generated/client.ts';
import { answerFromCache } from './answer-cache.ts';
import type { Database, Queryable } from './client.ts';
import { appendEvents } from './conversation-events.ts';
import { countMessage } from './site-day-usage.ts';
import { timeOrderedId } from './time-ordered-id.ts';

/** A message from before a conversation, as its caller tells it. An assistant's has no generation: nothing here made it. */
export interface EarlierMessage {
  role: 'visitor' | 'assistant';
  text: string;
}

export interface NewMessage {
  siteId: string;
  visitorId: string;
  /** Without one, a new conversation begins. */
  conversationId?: string | undefined;
  clientMessageId: string;
  text: string;
  /** What was said before elsewhere, oldest first; only where a new conversation begins. It is stored, not answered. */
  earlier?: readonly EarlierMessage[] | undefined;
  /** A caller's own, in place of the site's prompt. */
  systemText?: string | null | undefined;
  /** The question as the answer cache knows it, where it may be answered from there. */
  cacheQuestion?: string | null | undefined;
  /** Called before it is stored, unless it was stored before or the answer cache has its answer; what it throws refuses it. */
  admit?: ((from: { sandbox: boolean }) => void) | undefined;
  /** When the gateway received it; times of the answer count from here. */
  receivedAt: Date;
  /** An answer that has not begun by then expires. */
  deadlineAt: Date;
}

export interface StoredMessage extends AcceptedMessage {
  /** What was appended to the conversation; empty for a duplicate. */
  events: ConversationEvent[];
  /** Whether the answer cache was asked, and had the answer: then that is there already. */
  cache: 'unasked' | 'miss' | 'hit';
}

/**
 * Stores a visitor's message, its generation, their events and the site's count of the day, all or nothing. The generation
 * is `queued`, or `done` where the answer cache has its answer.
 * The same `clientMessageId` with the same text again stores nothing and returns what the first time returned.
 * @throws CodedError `token_invalid` (no such visitor on the site), `conversation_unknown` (also: somebody else's),
 *   `message_id_reused`, `answer_in_progress`, `site_limit_reached`, and what `admit` throws
 */
export function acceptMessage(database: Database, message: NewMessage): Promise<StoredMessage> {
  return database.$transaction(async (transaction) => {
    const { sandbox } = await lockVisitor(transaction, message);
    const place = await findPlace(transaction, message);
    if (place.known)
      return { ...(await findAccepted(transaction, message)), duplicate: true, events: [], cache: 'unasked' };
    const beforeMs = Date.now();
    const stored = await insertMessage(transaction, message, sandbox);
    const earlier = await insertEarlier(transaction, message, { ...stored, beforeMs });
    const { siteId } = message;
    const { conversationId, generationId } = stored;
    // What an agent tries is to be made by the model.
    const question = sandbox ? null : (message.cacheQuestion ?? null);
    const done = await answerFromCache(transaction, { siteId, generationId, question });
    if (!done) message.admit?.({ sandbox });
    const events = await appendEvents(transaction, { siteId, conversationId }, [
      ...earlier.map((one) => ({ type: 'message:created' as const, message: one })),
      { type: 'message:created', message: stored.message },
      { type: 'generation:queued', generationId, questionMessageId: stored.message.id },
      ...(done ? [done] : []),
    ]);
    // Last: all messages of a site meet at this row, and its lock is held until the commit.
    if (!sandbox) await countMessage(transaction, message);
    const seq = events[earlier.length]?.seq ?? 0;
    return {
      conversationId,
      messageId: stored.message.id,
      generationId,
      seq,
      duplicate: false,
      events,
      cache: question === null ? 'unasked' : done === null ? 'miss' : 'hit',
    };
  }, patience);
}

/** Messages that come all at once wait for a connection of the pool, and for each other's locks. */
const patience = { maxWait: 5_000, timeout: 10_000 };

/**
 * One message of a visitor at a time: two sockets that send the same client id at once must not both find nothing, nor two
 * messages for one conversation both find it idle.
 */
async function lockVisitor(
  transaction: Prisma.TransactionClient,
  { siteId, visitorId }: NewMessage,
): Promise<{ sandbox: boolean }> {
  const [locked] = await transaction.$queryRaw<{ sandbox: boolean }[]>`
    UPDATE visitor SET last_seen_at = now() WHERE id = ${visitorId}::uuid AND site_id = ${siteId}::uuid
    RETURNING sandbox`;
  if (!locked) throw new CodedError('token_invalid');
  return locked;
}

/**
 * Looks whether the message may be stored: whether its client id is known, and whether its conversation takes it.
 * A statement of its own after the lock: it must see what was committed while waiting for it.
 */
async function findPlace(
  transaction: Prisma.TransactionClient,
  { siteId, visitorId, clientMessageId, ...message }: NewMessage,
): Promise<{ known: boolean }> {
  const conversationId = message.conversationId ?? null;
  const [place] = await transaction.$queryRaw<{ known: boolean; exists: boolean; answering: boolean }[]>`
    SELECT
      EXISTS (SELECT FROM message
        WHERE visitor_id = ${visitorId}::uuid AND client_message_id = ${clientMessageId}::uuid) AS known,
      EXISTS (SELECT FROM conversation
        WHERE id = ${conversationId}::uuid AND site_id = ${siteId}::uuid AND visitor_id = ${visitorId}::uuid) AS exists,
      EXISTS (SELECT FROM generation
        WHERE conversation_id = ${conversationId}::uuid AND state IN ('queued', 'running')) AS answering`;
  if (!place) throw new Error('a row of three answers');
  if (!place.known && conversationId !== null) {
    if (!place.exists) throw new CodedError('conversation_unknown');
    if (place.answering) throw new CodedError('answer_in_progress', { retryAfterMs: answerInProgressRetryMs });
  }
  return { known: place.known };
}

const answerInProgressRetryMs = 1_000;

/** Inserts message and generation, and the conversation where there is none yet, in one statement. */
async function insertMessage(
  transaction: Prisma.TransactionClient,
  { siteId, visitorId, clientMessageId, text, systemText = null, receivedAt, deadlineAt, ...message }: NewMessage,
  sandbox: boolean,
): Promise<{ conversationId: string; generationId: string; message: Message }> {
  const conversationId = message.conversationId ?? timeOrderedId();
  const messageId = timeOrderedId();
  const generationId = timeOrderedId();
  const [row] = await transaction.$queryRaw<{ createdAt: Date }[]>`
    WITH begun AS (
      INSERT INTO conversation (id, site_id, visitor_id, sandbox)
      SELECT ${conversationId}::uuid, ${siteId}::uuid, ${visitorId}::uuid, ${sandbox}
       WHERE ${message.conversationId === undefined}
    ), asked AS (
      INSERT INTO message (id, site_id, conversation_id, visitor_id, role, text, client_message_id)
      VALUES (${messageId}::uuid, ${siteId}::uuid, ${conversationId}::uuid, ${visitorId}::uuid, 'visitor', ${text},
        ${clientMessageId}::uuid)
      RETURNING created_at
    ), queued AS (
      INSERT INTO generation (id, site_id, conversation_id, question_message_id, received_at, deadline_at,
        system_text)
      VALUES (${generationId}::uuid, ${siteId}::uuid, ${conversationId}::uuid, ${messageId}::uuid, ${receivedAt},
        ${deadlineAt}, ${systemText})
    )
    SELECT created_at AS "createdAt" FROM asked`;
  if (!row) throw new Error('an insert gives its row');
  const createdAt = row.createdAt.toISOString();
  return {
    conversationId,
    generationId,
    message: { id: messageId, role: 'visitor', text, clientMessageId, generationId: null, createdAt },
  };
}

/**
 * Inserts what was said before. Rows of one transaction have one time and are read in the order of their ids: these lie a
 * millisecond apart, all before `beforeMs`, and so before the question's.
 */
async function insertEarlier(
  transaction: Prisma.TransactionClient,
  { siteId, visitorId, earlier = [] }: NewMessage,
  { conversationId, message, beforeMs }: { conversationId: string; message: Message; beforeMs: number },
): Promise<Message[]> {
  if (earlier.length === 0) return [];
  const { createdAt } = message;
  const messages = earlier.map(({ role, text }, index) => ({
    ...{ id: timeOrderedId(beforeMs - earlier.length + index), role, text, createdAt },
    ...{ clientMessageId: null, generationId: null },
  }));
  const place = { siteId, conversationId, visitorId };
  await transaction.message.createMany({ data: messages.map((row) => ({ ...row, ...place })) });
  return messages;
}

/** What the first time returned. @throws CodedError `message_id_reused` */
async function findAccepted(
  database: Queryable,
  { siteId, visitorId, clientMessageId, conversationId, text, systemText = null }: NewMessage,
): Promise<Omit<AcceptedMessage, 'duplicate'>> {
  const row = await database.message.findUniqueOrThrow({
    where: { visitorId_clientMessageId: { visitorId, clientMessageId }, siteId },
    include: { asked: { select: { id: true, systemText: true } } },
  });
  const sameConversation = conversationId === undefined || conversationId === row.conversationId;
  const sameText = row.text === text && row.asked?.systemText === systemText;
  if (!sameText || !sameConversation || !row.asked) throw new CodedError('message_id_reused');
  const [created] = await database.$queryRaw<{ seq: number }[]>`
    SELECT seq FROM conversation_event
    WHERE conversation_id = ${row.conversationId}::uuid AND payload->>'type' = 'message:created'
      AND payload->'message'->>'id' = ${row.id}`;
  if (!created) throw new Error(`message ${row.id} has no event`);
  return { conversationId: row.conversationId, messageId: row.id, generationId: row.asked.id, seq: created.seq };
}
