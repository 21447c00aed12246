import type { ConversationSummary } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';

/** Whose conversation it is. Every question about a visitor's conversation names all three. */
export interface ConversationOwner {
  siteId: string;
  visitorId: string;
}

/** The visitor's newest conversation, or null when there was none. */
export async function findNewestConversation(
  database: Queryable,
  { siteId, visitorId }: ConversationOwner,
): Promise<string | null> {
  const row = await database.conversation.findFirst({
    where: { siteId, visitorId },
    orderBy: { lastActivityAt: 'desc' },
    select: { id: true },
  });
  return row?.id ?? null;
}

/** Whether the conversation exists and is this visitor's. */
export async function ownsConversation(
  database: Queryable,
  { siteId, visitorId }: ConversationOwner,
  conversationId: string,
): Promise<boolean> {
  const row = await database.conversation.findUnique({
    where: { id: conversationId, siteId, visitorId },
    select: { id: true },
  });
  return row !== null;
}

/** Where the customer is written to about a conversation, if that is known. Null where it is not this visitor's. */
export async function findContact(
  database: Queryable,
  { siteId, visitorId }: ConversationOwner,
  conversationId: string,
): Promise<{ email: string | null } | null> {
  const row = await database.conversation.findUnique({
    where: { id: conversationId, siteId, visitorId },
    select: { contactEmail: true, visitor: { select: { email: true } } },
  });
  return row && { email: row.contactEmail ?? row.visitor.email };
}

/** Site and visitor of a conversation that an agent, or a site's own server, names; null when there is none. */
export function findConversationOwner(database: Queryable, conversationId: string): Promise<ConversationOwner | null> {
  return database.conversation.findUnique({
    where: { id: conversationId },
    select: { siteId: true, visitorId: true },
  });
}

/** The sites of those that there are, of conversations that an agent names. */
export async function findConversationSites(
  database: Queryable,
  conversationIds: readonly string[],
): Promise<string[]> {
  const rows = await database.conversation.findMany({
    where: { id: { in: [...conversationIds] } },
    distinct: ['siteId'],
    select: { siteId: true },
  });
  return rows.map(({ siteId }) => siteId);
}

/** One conversation as the list shows it, or null; also one of the sandbox, which the list leaves out. */
export async function findConversationSummary(
  database: Queryable,
  conversationId: string,
): Promise<ConversationSummary | null> {
  const rows = await readSummaries(database, { where: Prisma.sql`conversation.id = ${conversationId}::uuid`, take: 1 });
  return rows[0] ?? null;
}

/** One conversation if the list shows it, or null. */
export async function findListedConversation(
  database: Queryable,
  conversationId: string,
): Promise<ConversationSummary | null> {
  const where = Prisma.sql`NOT conversation.sandbox AND conversation.id = ${conversationId}::uuid`;
  const rows = await readSummaries(database, { where, take: 1 });
  return rows[0] ?? null;
}

interface SummaryRow
  extends Omit<ConversationSummary, 'createdAt' | 'lastActivityAt' | 'snoozedUntil' | 'waitingSince'> {
  snoozedUntil: Date | null;
  waitingSince: Date | null;
  createdAt: Date;
  lastActivityAt: Date;
}

/** What the list shows of the first conversations that `where` leaves; all else is read of those alone, however many there are. */
export async function readSummaries(
  database: Queryable,
  { where, order = Prisma.sql`conversation.id`, take }: { where: Prisma.Sql; order?: Prisma.Sql; take: number },
): Promise<ConversationSummary[]> {
  const rows = await database.$queryRaw<SummaryRow[]>`
    SELECT conversation.id AS "conversationId", conversation.site_id AS "siteId", site.name AS "siteName",
      conversation.visitor_id AS "visitorId", conversation.created_at AS "createdAt",
      conversation.last_activity_at AS "lastActivityAt", conversation.state::text AS state,
      coalesce(conversation.contact_email, visitor.email) AS "contactEmail", conversation.tags,
      conversation.snoozed_until AS "snoozedUntil", conversation.last_seq AS "lastSeq",
      conversation.last_visitor_seq AS "lastVisitorSeq", conversation.waiting_since AS "waitingSince",
      visitor.name AS "visitorName", visitor.blocked_at IS NOT NULL AS blocked,
      CASE WHEN assignee.id IS NOT NULL THEN json_build_object('id', assignee.id, 'name', assignee.name) END AS assignee,
      coalesce((SELECT json_object_agg(user_id, seq) FROM conversation_read
        WHERE conversation_read.conversation_id = conversation.id), '{}') AS "readBy",
      (SELECT count(*)::int FROM message WHERE message.conversation_id = conversation.id) AS "messageCount",
      coalesce(nullif(left(newest.text, 140), ''), (SELECT left(string_agg(name, ', ' ORDER BY position), 140)
        FROM attachment WHERE message_id = newest.id), '') AS "lastText", newest.role::text AS "lastRole",
      (SELECT generation.state::text FROM generation WHERE generation.conversation_id = conversation.id
        ORDER BY generation.received_at DESC, generation.id DESC LIMIT 1) AS "generationState"
    FROM (SELECT * FROM conversation WHERE ${where} ORDER BY ${order} LIMIT ${take}) conversation
    JOIN site ON site.id = conversation.site_id
    JOIN visitor ON visitor.id = conversation.visitor_id
    LEFT JOIN "user" assignee ON assignee.id = conversation.assignee_id
    LEFT JOIN LATERAL (SELECT id, text, role FROM message WHERE message.conversation_id = conversation.id
      ORDER BY message.created_at DESC, message.id DESC LIMIT 1) newest ON true
    ORDER BY ${order}`;
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastActivityAt: row.lastActivityAt.toISOString(),
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    waitingSince: row.waitingSince?.toISOString() ?? null,
  }));
}
