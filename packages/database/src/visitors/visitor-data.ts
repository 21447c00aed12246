import { type FoundVisitor, privacyLimits } from '@frontdesk/protocol';
import type { Attachment } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { containing } from '../connection/like-pattern.ts';

/**
 * Customers of a site by their id or its ending (the inbox calls who gave no name `Visitor f9ff`), or by a part of their name,
 * e-mail address or the id that the site's server uses; who was seen last comes first. Agents who try the bot are none.
 * An address that was left in a conversation is one of theirs, too: the newest is told where there is no other.
 */
export async function searchVisitors(
  database: Queryable,
  { siteId, search }: { siteId: string; search: string },
): Promise<FoundVisitor[]> {
  // As text, or the database refuses what is no id at all.
  const part = containing(search);
  const [, ending = null] = /^(?:visitor )?([\da-f]{4,12})$/i.exec(search) ?? [];
  const rows = await database.$queryRaw<(Omit<FoundVisitor, 'lastSeenAt'> & { lastSeenAt: Date })[]>`
    SELECT id, name,
           coalesce(email, (SELECT contact_email FROM conversation WHERE visitor_id = visitor.id AND contact_email IS NOT NULL
                             ORDER BY last_activity_at DESC LIMIT 1)) AS email,
           external_id AS "externalId", last_seen_at AS "lastSeenAt",
           (SELECT count(*)::int FROM conversation WHERE conversation.visitor_id = visitor.id) AS conversations
      FROM visitor
     WHERE site_id = ${siteId}::uuid AND NOT sandbox
       AND (id::text = lower(${search}) OR right(id::text, length(${ending}::text)) = lower(${ending}::text) OR name ILIKE ${part} OR email ILIKE ${part} OR external_id ILIKE ${part}
            OR id IN (SELECT visitor_id FROM conversation WHERE site_id = ${siteId}::uuid AND contact_email ILIKE ${part}))
     ORDER BY last_seen_at DESC, id LIMIT ${privacyLimits.visitorsShown}`;
  return rows.map((row) => ({ ...row, lastSeenAt: row.lastSeenAt.toISOString() }));
}

/** All that is stored of a visitor, as plain data for them to read or to take elsewhere. */
export interface VisitorExport {
  visitor: object;
  /** Those that they sent, and were sent; their bytes are elsewhere. */
  files: Attachment[];
  /** The oldest first, each read when it is asked for; logs hold ratings, notes and whatever else happened. */
  conversations: AsyncIterable<object>;
}

/** @returns null when there is no such visitor at this site */
export async function exportVisitor(
  database: Queryable,
  { siteId, visitorId }: { siteId: string; visitorId: string },
): Promise<VisitorExport | null> {
  const visitor = await database.visitor.findUnique({ where: { id: visitorId, siteId } });
  if (!visitor) return null;
  const files = await database.attachment.findMany({ where: { siteId, visitorId }, orderBy: { createdAt: 'asc' } });
  return { visitor, files, conversations: readConversations(database, { siteId, visitorId }) };
}

async function* readConversations(
  database: Queryable,
  address: { siteId: string; visitorId: string },
): AsyncGenerator<object> {
  const ids = await database.conversation.findMany({
    where: address,
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  });
  for (const { id } of ids) {
    const conversation = await database.conversation.findUnique({
      where: { ...address, id },
      include: {
        messages: {
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
          select: { id: true, role: true, text: true, sources: true, createdAt: true },
        },
        events: { orderBy: { seq: 'asc' }, select: { seq: true, createdAt: true, audience: true, payload: true } },
        unansweredQuestions: { select: { question: true, createdAt: true, resolvedAt: true } },
      },
    });
    if (conversation) yield conversation;
  }
}
