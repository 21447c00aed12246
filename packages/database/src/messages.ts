import { type AcceptedMessage, CodedError, type ConversationEvent, type Message } from '@frontdesk/protocol';
import type { Message as MessageRow, Prisma } from '../generated/client.ts';
import type { Database, Queryable } from './client.ts';
import { appendEvents } from './conversation-events.ts';
import { countMessage } from './site-day-usage.ts';

export interface NewMessage {
  siteId: string;
  visitorId: string;
  /** Without one, a new conversation begins. */
  conversationId?: string | undefined;
  clientMessageId: string;
  text: string;
  /** When the gateway received it; times of the answer count from here. */
  receivedAt: Date;
  /** An answer that has not begun by then expires. */
  deadlineAt: Date;
}

export interface StoredMessage extends AcceptedMessage {
  /** What was appended to the conversation; empty for a duplicate. */
  events: ConversationEvent[];
}

/**
 * Stores a visitor's message, its generation (`queued`), both events and the site's count of the day, all or nothing.
 * The same `clientMessageId` with the same text again stores nothing and returns what the first time returned.
 * @throws CodedError `token_invalid` (no such visitor on the site), `conversation_unknown` (also: somebody else's),
 *   `message_id_reused`, `answer_in_progress`, `site_limit_reached`
 */
export function acceptMessage(database: Database, message: NewMessage): Promise<StoredMessage> {
  return database.$transaction(async (transaction) => {
    await lockVisitor(transaction, message);
    const before = await findAccepted(transaction, message);
    if (before) return { ...before, duplicate: true, events: [] };
    const conversationId = message.conversationId
      ? await lockIdleConversation(transaction, message, message.conversationId)
      : await createConversation(transaction, message);
    const stored = await transaction.message.create({
      data: {
        siteId: message.siteId,
        conversationId,
        visitorId: message.visitorId,
        role: 'visitor',
        text: message.text,
        clientMessageId: message.clientMessageId,
      },
    });
    const generation = await transaction.generation.create({
      data: {
        siteId: message.siteId,
        conversationId,
        questionMessageId: stored.id,
        receivedAt: message.receivedAt,
        deadlineAt: message.deadlineAt,
      },
      select: { id: true },
    });
    const events = await appendEvents(transaction, { siteId: message.siteId, conversationId }, [
      { type: 'message:created', message: toMessage(stored) },
      { type: 'generation:queued', generationId: generation.id, questionMessageId: stored.id },
    ]);
    // Last: all messages of a site meet at this row, and its lock is held until the commit.
    await countMessage(transaction, message);
    const seq = events[0]?.seq ?? 0;
    return { conversationId, messageId: stored.id, generationId: generation.id, seq, duplicate: false, events };
  }, patience);
}

/** Messages that come all at once wait for a connection of the pool, and for each other's locks. */
const patience = { maxWait: 5_000, timeout: 10_000 };

/** A stored message as clients see it. */
export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    role: row.role,
    text: row.text,
    clientMessageId: row.clientMessageId,
    generationId: row.generationId,
    createdAt: row.createdAt.toISOString(),
  };
}

/** One message of a visitor at a time: two sockets that send the same client id at once must not both find nothing. */
async function lockVisitor(transaction: Prisma.TransactionClient, { siteId, visitorId }: NewMessage): Promise<void> {
  const { count } = await transaction.visitor.updateMany({
    where: { id: visitorId, siteId },
    data: { lastSeenAt: new Date() },
  });
  if (count === 0) throw new CodedError('token_invalid');
}

async function findAccepted(
  database: Queryable,
  { siteId, visitorId, clientMessageId, conversationId, text }: NewMessage,
): Promise<Omit<AcceptedMessage, 'duplicate'> | null> {
  const row = await database.message.findUnique({
    where: { visitorId_clientMessageId: { visitorId, clientMessageId }, siteId },
    include: { asked: { select: { id: true } } },
  });
  if (!row) return null;
  const sameConversation = conversationId === undefined || conversationId === row.conversationId;
  if (row.text !== text || !sameConversation || !row.asked) throw new CodedError('message_id_reused');
  const [created] = await database.$queryRaw<{ seq: number }[]>`
    SELECT seq FROM conversation_event
    WHERE conversation_id = ${row.conversationId}::uuid AND payload->>'type' = 'message:created'
      AND payload->'message'->>'id' = ${row.id}`;
  if (!created) throw new Error(`message ${row.id} has no event`);
  return { conversationId: row.conversationId, messageId: row.id, generationId: row.asked.id, seq: created.seq };
}

async function lockIdleConversation(
  transaction: Prisma.TransactionClient,
  { siteId, visitorId }: NewMessage,
  conversationId: string,
): Promise<string> {
  const locked = await transaction.$queryRaw<unknown[]>`
    SELECT id FROM conversation
    WHERE id = ${conversationId}::uuid AND site_id = ${siteId}::uuid AND visitor_id = ${visitorId}::uuid
    FOR NO KEY UPDATE`;
  if (locked.length === 0) throw new CodedError('conversation_unknown');
  const running = await transaction.generation.findFirst({
    where: { conversationId, state: { in: ['queued', 'running'] } },
    select: { id: true },
  });
  if (running) throw new CodedError('answer_in_progress', { retryAfterMs: answerInProgressRetryMs });
  return conversationId;
}

const answerInProgressRetryMs = 1_000;

async function createConversation(
  transaction: Prisma.TransactionClient,
  { siteId, visitorId }: NewMessage,
): Promise<string> {
  const { id } = await transaction.conversation.create({ data: { siteId, visitorId }, select: { id: true } });
  return id;
}
