import { type ConversationContext, inboxLimits } from '@frontdesk/protocol';
import type { Queryable } from '../connection/client.ts';

/** What agents see beside a conversation: its visitor, their other conversations, their files; null when there is none. */
export async function readConversationContext(
  database: Queryable,
  { siteId, conversationId }: { siteId: string; conversationId: string },
): Promise<ConversationContext | null> {
  const conversation = await database.conversation.findUnique({
    where: { id: conversationId, siteId },
    select: { visitor: true, contactEmail: true },
  });
  if (!conversation) return null;
  const { visitor, contactEmail } = conversation;
  const others = { siteId, visitorId: visitor.id, id: { not: conversationId } };
  const [earlier, earlierCount, files] = await Promise.all([
    readEarlier(database, { siteId, visitorId: visitor.id, conversationId }),
    database.conversation.count({ where: others }),
    database.attachment.findMany({
      where: { siteId, visitorId: visitor.id, state: 'sent' },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: inboxLimits.filesShown,
    }),
  ]);
  return {
    visitor: {
      ...{ visitorId: visitor.id, name: visitor.name, email: visitor.email, externalId: visitor.externalId },
      ...{ firstSeenAt: visitor.createdAt.toISOString(), lastSeenAt: visitor.lastSeenAt.toISOString() },
      ...{ blocked: visitor.blockedAt !== null, language: visitor.language, page: visitor.page },
    },
    contactEmail,
    earlier,
    earlierCount,
    files: files.flatMap(({ id, name, type, bytes, conversationId: where, createdAt }) =>
      where === null ? [] : { id, name, type, bytes, conversationId: where, sentAt: createdAt.toISOString() },
    ),
  };
}

type Earlier = ConversationContext['earlier'][number];

async function readEarlier(
  database: Queryable,
  { siteId, visitorId, conversationId }: { siteId: string; visitorId: string; conversationId: string },
): Promise<Earlier[]> {
  const rows = await database.$queryRaw<(Omit<Earlier, 'lastActivityAt'> & { lastActivityAt: Date })[]>`
    SELECT conversation.id AS "conversationId", conversation.last_activity_at AS "lastActivityAt",
      conversation.state::text AS state,
      coalesce((SELECT left(message.text, 140) FROM message
        WHERE message.conversation_id = conversation.id AND message.role = 'visitor'
        ORDER BY message.created_at, message.id LIMIT 1), '') AS "firstText"
    FROM conversation
    WHERE site_id = ${siteId}::uuid AND visitor_id = ${visitorId}::uuid AND id <> ${conversationId}::uuid
    ORDER BY last_activity_at DESC, id DESC
    LIMIT ${inboxLimits.earlierShown}`;
  return rows.map((row) => ({ ...row, lastActivityAt: row.lastActivityAt.toISOString() }));
}
