import { limits, type VisitorConversation, type VisitorConversations } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import { type NormalForm, uncountQuestions } from '../analytics/question-counts.ts';
import type { Database, Queryable } from '../connection/client.ts';
import type { ConversationOwner } from '../conversations/conversations.ts';
import { deleteHeld, type TellStopped } from '../deletions/held-for-deletion.ts';

/** A page of a visitor's own conversations, newest activity first; `before` is the last one's activity of the page before. */
export async function listVisitorConversations(
  database: Queryable,
  { siteId, visitorId }: ConversationOwner,
  before?: Date,
): Promise<VisitorConversations> {
  const rows = await database.$queryRaw<(Omit<VisitorConversation, 'lastActivityAt'> & { lastActivityAt: Date })[]>`
    SELECT conversation.id AS "conversationId", conversation.last_activity_at AS "lastActivityAt",
      coalesce((SELECT left(message.text, 140) FROM message
        WHERE message.conversation_id = conversation.id AND message.role = 'visitor'
          AND NOT EXISTS (SELECT FROM message later WHERE later.supersedes_id = message.id)
        ORDER BY message.created_at, message.id LIMIT 1), '') AS "firstText",
      (SELECT count(*)::int FROM conversation_event event
        WHERE event.conversation_id = conversation.id AND event.seq > conversation.read_seq
          AND event.audience = 'customer'
          AND (event.payload->>'type' = 'generation:done' OR event.payload->'message'->>'role' = 'agent')) AS unread
    FROM conversation
    WHERE conversation.site_id = ${siteId}::uuid AND conversation.visitor_id = ${visitorId}::uuid
      ${before === undefined ? Prisma.empty : Prisma.sql`AND conversation.last_activity_at < ${before}`}
    ORDER BY conversation.last_activity_at DESC, conversation.id DESC
    LIMIT ${limits.conversationsPerPage + 1}`;
  return {
    conversations: rows
      .slice(0, limits.conversationsPerPage)
      .map((row) => ({ ...row, lastActivityAt: row.lastActivityAt.toISOString() })),
    more: rows.length > limits.conversationsPerPage,
  };
}

/**
 * Notes that the visitor has had all up to `seq` in view; what is beyond the log's end, or was noted before, changes nothing.
 * @returns false when it is not this visitor's
 */
export async function markConversationRead(
  database: Queryable,
  { siteId, visitorId, conversationId, seq }: ConversationOwner & { conversationId: string; seq: number },
): Promise<boolean> {
  const count = await database.$executeRaw`
    UPDATE conversation SET read_seq = greatest(read_seq, least(${seq}, last_seq))
     WHERE id = ${conversationId}::uuid AND site_id = ${siteId}::uuid AND visitor_id = ${visitorId}::uuid`;
  return count === 1;
}

/**
 * Deletes a visitor's conversation and all that was made of it: messages, events, answers in whatever state with their words
 * and inputs, what the answer cache has of them, questions that nothing known answered, and those that were counted. A worker that makes an answer of
 * it can store nothing more. Its notices are due.
 * @param tell of an answer in the making, which is ended before
 * @returns false when it is not this visitor's (any more)
 */
export async function deleteConversation(
  database: Database,
  { normalForm, ...owned }: ConversationOwner & { conversationId: string; normalForm: NormalForm },
  tell: TellStopped = () => {},
): Promise<boolean> {
  const { siteId, visitorId, conversationId } = owned;
  const deleted = await deleteHeld(database, owned, tell, async (transaction, ids) => {
    if (ids.length === 0) return false;
    await uncountQuestions(transaction, { ...owned, normalForm });
    await transaction.conversation.delete({ where: { id: conversationId, siteId, visitorId }, select: { id: true } });
    return true;
  });
  return deleted ?? false;
}
