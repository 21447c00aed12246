import { type FoundVisitor, privacyLimits } from '@frontdesk/protocol';
import { type Attachment, Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { customersCalled, searched, wordsOfNames } from '../conversations/conversation-listing.ts';

/**
 * Customers of a site by their id or, of who gave no name, its ending (the inbox calls them `Visitor f9ff`), by words of their name and
 * e-mail address or how those begin, or by how the id begins that the site's server uses: as the inbox finds them, with its indexes.
 * Who was seen last comes first. Agents who try the bot are none.
 * An address that was left in a conversation is one of theirs, too: the newest is told where there is no other.
 */
export async function searchVisitors(
  database: Queryable,
  { siteId, search }: { siteId: string; search: string },
): Promise<FoundVisitor[]> {
  const known = customersCalled(siteId, search);
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(search)) known.push(Prisma.sql`(SELECT ${search}::uuid)`);
  const [, ending] = /^(?:visitor )?([\da-f]{5,12})$/i.exec(search) ?? [];
  if (ending !== undefined) known.push(endingIn(siteId, ending.toLowerCase()));
  const rows = await database.$queryRaw<(Omit<FoundVisitor, 'lastSeenAt'> & { lastSeenAt: Date })[]>`
    SELECT id, name,
           coalesce(email, (SELECT contact_email FROM conversation WHERE visitor_id = visitor.id AND contact_email IS NOT NULL
                             ORDER BY last_activity_at DESC LIMIT 1)) AS email,
           external_id AS "externalId", last_seen_at AS "lastSeenAt",
           (SELECT count(*)::int FROM conversation WHERE conversation.visitor_id = visitor.id) AS conversations
      FROM visitor
     WHERE site_id = ${siteId}::uuid AND NOT sandbox
       AND id = ANY(ARRAY(
             ${Prisma.join(known, ' UNION ALL ')}
             UNION ALL
             (SELECT visitor_id FROM conversation
               WHERE site_id = ${siteId}::uuid AND contact_email IS NOT NULL
                 AND search_words(contact_email) @@ ${wordsOfNames(search)}
               ORDER BY id DESC LIMIT ${searched})))
     ORDER BY last_seen_at DESC, id LIMIT ${privacyLimits.visitorsShown}`;
  return rows.map((row) => ({ ...row, lastSeenAt: row.lastSeenAt.toISOString() }));
}

/** The index has four characters. */
const endingIn = (siteId: string, ending: string): Prisma.Sql =>
  Prisma.sql`(SELECT id FROM visitor
    WHERE site_id = ${siteId}::uuid AND name IS NULL AND right(id::text, 4) = ${ending.slice(-4)}
      AND right(id::text, ${ending.length}) = ${ending})`;

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
