import { type ConversationSummary, limits } from '@frontdesk/protocol';
import { Prisma } from '../generated/client.ts';
import type { Queryable } from './client.ts';

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

/** Site and visitor of a conversation that an agent, or a site's own server, names; null when there is none. */
export function findConversationOwner(database: Queryable, conversationId: string): Promise<ConversationOwner | null> {
  return database.conversation.findUnique({
    where: { id: conversationId },
    select: { siteId: true, visitorId: true },
  });
}

/** A page of a site's conversations with customers, newest activity first; `before` is the last row's activity of the page before. */
export async function listConversations(
  database: Queryable,
  { siteId, before }: { siteId: string; before?: Date | undefined },
): Promise<{ conversations: ConversationSummary[]; more: boolean }> {
  const rows = await readSummaries(
    database,
    Prisma.sql`WHERE NOT conversation.sandbox AND conversation.site_id = ${siteId}::uuid
      ${before ? Prisma.sql`AND conversation.last_activity_at < ${before}` : Prisma.empty}`,
    limits.conversationsPerPage + 1,
  );
  return {
    conversations: rows.slice(0, limits.conversationsPerPage),
    more: rows.length > limits.conversationsPerPage,
  };
}

/** One conversation as the list shows it, or null; also one of the sandbox, which the list leaves out. */
export async function findConversationSummary(
  database: Queryable,
  conversationId: string,
): Promise<ConversationSummary | null> {
  const rows = await readSummaries(database, Prisma.sql`WHERE conversation.id = ${conversationId}::uuid`, 1);
  return rows[0] ?? null;
}

/** One conversation if the list shows it, or null. */
export async function findListedConversation(
  database: Queryable,
  conversationId: string,
): Promise<ConversationSummary | null> {
  const where = Prisma.sql`WHERE NOT conversation.sandbox AND conversation.id = ${conversationId}::uuid`;
  const rows = await readSummaries(database, where, 1);
  return rows[0] ?? null;
}

interface SummaryRow extends Omit<ConversationSummary, 'createdAt' | 'lastActivityAt' | 'snoozedUntil'> {
  snoozedUntil: Date | null;
  createdAt: Date;
  lastActivityAt: Date;
}

async function readSummaries(database: Queryable, where: Prisma.Sql, take: number): Promise<ConversationSummary[]> {
  const rows = await database.$queryRaw<SummaryRow[]>`
    SELECT conversation.id AS "conversationId", conversation.site_id AS "siteId", site.name AS "siteName",
      conversation.visitor_id AS "visitorId", conversation.created_at AS "createdAt",
      conversation.last_activity_at AS "lastActivityAt", conversation.state::text AS state,
      coalesce(conversation.contact_email, visitor.email) AS "contactEmail", conversation.tags,
      conversation.snoozed_until AS "snoozedUntil", conversation.last_seq AS "lastSeq",
      conversation.last_visitor_seq AS "lastVisitorSeq", visitor.blocked_at IS NOT NULL AS blocked,
      CASE WHEN assignee.id IS NOT NULL THEN json_build_object('id', assignee.id, 'name', assignee.name) END AS assignee,
      (SELECT count(*)::int FROM message WHERE message.conversation_id = conversation.id) AS "messageCount",
      coalesce(nullif(left(newest.text, 140), ''), (SELECT left(string_agg(name, ', ' ORDER BY position), 140)
        FROM attachment WHERE message_id = newest.id), '') AS "lastText", newest.role::text AS "lastRole",
      (SELECT generation.state::text FROM generation WHERE generation.conversation_id = conversation.id
        ORDER BY generation.received_at DESC, generation.id DESC LIMIT 1) AS "generationState"
    FROM conversation JOIN site ON site.id = conversation.site_id
    JOIN visitor ON visitor.id = conversation.visitor_id
    LEFT JOIN "user" assignee ON assignee.id = conversation.assignee_id
    LEFT JOIN LATERAL (SELECT id, text, role FROM message WHERE message.conversation_id = conversation.id
      ORDER BY message.created_at DESC, message.id DESC LIMIT 1) newest ON true
    ${where}
    ORDER BY conversation.last_activity_at DESC, conversation.id DESC
    LIMIT ${take}`;
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastActivityAt: row.lastActivityAt.toISOString(),
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
  }));
}
