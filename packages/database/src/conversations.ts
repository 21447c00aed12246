import { type ConversationSummary, type ConversationView, limits } from '@frontdesk/protocol';
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

export interface ConversationListing {
  siteId: string;
  /** Whose view it is. */
  userId: string;
  view?: ConversationView | undefined;
  /** Words that one message has all of. */
  search?: string | undefined;
  /** The last row of the page before. */
  before?: { lastActivityAt: Date; conversationId?: string | undefined } | undefined;
}

/** A page of a site's conversations with customers, newest activity first. */
export async function listConversations(
  database: Queryable,
  { siteId, userId, view = 'all', search, before }: ConversationListing,
): Promise<{ conversations: ConversationSummary[]; more: boolean }> {
  const conditions = [
    Prisma.sql`NOT conversation.sandbox AND conversation.site_id = ${siteId}::uuid AND ${inView(view, userId)}`,
  ];
  if (search?.trim()) conditions.push(hasWords(siteId, search));
  if (before) {
    const { lastActivityAt, conversationId } = before;
    conditions.push(
      conversationId === undefined
        ? Prisma.sql`conversation.last_activity_at < ${lastActivityAt}`
        : Prisma.sql`(conversation.last_activity_at, conversation.id) < (${lastActivityAt}, ${conversationId}::uuid)`,
    );
  }
  const where = Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}`;
  const rows = await readSummaries(database, where, limits.conversationsPerPage + 1);
  return {
    conversations: rows.slice(0, limits.conversationsPerPage),
    more: rows.length > limits.conversationsPerPage,
  };
}

/** How many of a site's conversations are in the views that somebody has to look after. */
export async function countConversations(
  database: Queryable,
  { siteId, userId }: { siteId: string; userId: string },
): Promise<Record<'mine' | 'unassigned' | 'waiting' | 'bot', number>> {
  const count = (view: ConversationView) => Prisma.sql`(SELECT count(*)::int FROM conversation
    WHERE NOT sandbox AND site_id = ${siteId}::uuid AND ${inView(view, userId)})`;
  const [counts] = await database.$queryRaw<Record<'mine' | 'unassigned' | 'waiting' | 'bot', number>[]>`
    SELECT ${count('mine')} AS mine, ${count('unassigned')} AS unassigned, ${count('waiting')} AS waiting,
      ${count('bot')} AS bot`;
  if (!counts) throw new Error('aggregates give one row');
  return counts;
}

function inView(view: ConversationView, userId: string): Prisma.Sql {
  switch (view) {
    case 'mine':
      return Prisma.sql`conversation.assignee_id = ${userId}
        AND conversation.state IN ('bot', 'waiting_for_person', 'with_person')`;
    case 'unassigned':
      return Prisma.sql`conversation.assignee_id IS NULL AND conversation.state IN ('waiting_for_person', 'with_person')`;
    case 'waiting':
      return Prisma.sql`conversation.state = 'waiting_for_person'`;
    case 'bot':
      return Prisma.sql`conversation.state = 'bot'`;
    case 'snoozed':
      return Prisma.sql`conversation.state = 'snoozed'`;
    case 'resolved':
      return Prisma.sql`conversation.state = 'resolved'`;
    case 'all':
      return Prisma.sql`true`;
  }
}

/** Newer messages only: whoever looks for a word that is everywhere wants those. */
const messagesSearched = 1_000;

function hasWords(siteId: string, search: string): Prisma.Sql {
  // Each word, or its beginning, as the parser of texts would read it; what else a query may hold is not passed on.
  const words = search
    .replace(/[\\'\0]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  const query = words.map((word) => `'${word}':*`).join(' & ');
  return Prisma.sql`conversation.id IN (
    SELECT conversation_id FROM message
     WHERE message.site_id = ${siteId}::uuid AND message.search @@ to_tsquery('simple', ${query})
     ORDER BY message.id DESC LIMIT ${messagesSearched})`;
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
