import type { Database } from '../connection/client.ts';
import { timeOrderedId } from '../connection/time-ordered-id.ts';

/** A customer, as the site's own server calls them. */
export interface CustomerIdentity {
  externalId: string;
  name?: string | undefined;
  email?: string | undefined;
}

/**
 * Finds the visitor whom a site's server calls so, on whatever device, and makes one where there is none. What was said and
 * uploaded before as the anonymous visitor `anonymousId` becomes theirs, and who was blocked then still is; conversations of
 * somebody who was identified never move. What somebody typed about themselves then says nothing of who the site's server names: an
 * address is left with the conversations in which it was given, where the site's server says none.
 * @returns the visitor's id: never the anonymous one, so that a token of before does not speak for who was identified, nor from
 *   then on for anybody else. `moved`: what the anonymous visitor's sockets may follow is no longer theirs
 */
export async function identifyVisitor(
  database: Database,
  {
    siteId,
    identity: { externalId, name, email },
    anonymousId,
  }: { siteId: string; identity: CustomerIdentity; anonymousId: string | null },
): Promise<{ visitorId: string; moved: boolean }> {
  // Alone, and before the rows are locked in their order below: of two devices at once both get the same row.
  const [identified] = await database.$queryRaw<{ id: string }[]>`
    INSERT INTO visitor (id, site_id, external_id, name, email, identified_at)
    VALUES (${timeOrderedId()}::uuid, ${siteId}::uuid, ${externalId}, ${name ?? null}, ${email ?? null}, now())
    ON CONFLICT (site_id, external_id) DO UPDATE SET identified_at = now(), last_seen_at = now(),
      name = COALESCE(excluded.name, visitor.name), email = COALESCE(excluded.email, visitor.email)
    RETURNING id`;
  if (!identified) throw new Error('the visitor was neither made nor found');
  const visitorId = identified.id;
  const moved = anonymousId !== null && (await carryOver(database, { siteId, from: anonymousId, to: visitorId }));
  return { visitorId, moved };
}

/**
 * All or nothing. What is being stored of the anonymous visitor's is waited for: a message holds their row, and an answer's end the
 * conversation's, so that these are locked before messages are moved.
 * @returns whether there were conversations
 */
async function carryOver(
  database: Database,
  { siteId, from, to }: { siteId: string; from: string; to: string },
): Promise<boolean> {
  return database.$transaction(async (tx) => {
    // An answer that ends names its visitor in a row while it holds its conversation: it must not wait for this.
    const locked = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM visitor
       WHERE site_id = ${siteId}::uuid AND NOT sandbox
         AND (id = ${to}::uuid OR (id = ${from}::uuid AND external_id IS NULL))
       ORDER BY id FOR NO KEY UPDATE`;
    if (!locked.some(({ id }) => id === from)) return false;
    await tx.$executeRaw`
      UPDATE visitor SET blocked_at = before.blocked_at, blocked_by = before.blocked_by
        FROM visitor before WHERE visitor.id = ${to}::uuid AND before.id = ${from}::uuid AND visitor.blocked_at IS NULL`;
    await tx.$executeRaw`
      UPDATE conversation SET contact_email = before.email FROM visitor before
       WHERE before.id = ${from}::uuid AND before.email IS NOT NULL AND conversation.site_id = ${siteId}::uuid
         AND conversation.visitor_id = before.id AND conversation.contact_email IS NULL
         AND (SELECT email FROM visitor WHERE id = ${to}::uuid) IS NULL`;
    // The row stays, and says of the browser's tokens that they speak for nobody: another tab that went on with one would say what
    // nobody finds again. What is said of the customer is in one place, where it can be deleted.
    await tx.$executeRaw`
      UPDATE visitor SET carried_over_at = now(), name = NULL, email = NULL, language = NULL, page = NULL
       WHERE id = ${from}::uuid`;
    const conversations = await tx.$executeRaw`
      UPDATE conversation SET visitor_id = ${to}::uuid WHERE site_id = ${siteId}::uuid AND visitor_id = ${from}::uuid`;
    // A client id counts for one visitor: should both have used the same one, the earlier message is found by its own id alone.
    await tx.$executeRaw`
      UPDATE message SET visitor_id = ${to}::uuid,
        client_message_id = CASE WHEN EXISTS (SELECT FROM message other WHERE other.visitor_id = ${to}::uuid
          AND other.client_message_id = message.client_message_id) THEN NULL ELSE client_message_id END
       WHERE site_id = ${siteId}::uuid AND visitor_id = ${from}::uuid`;
    // Also those that wait for their message.
    await tx.$executeRaw`
      UPDATE attachment SET visitor_id = ${to}::uuid WHERE site_id = ${siteId}::uuid AND visitor_id = ${from}::uuid`;
    return conversations > 0;
  });
}
