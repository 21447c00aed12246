import { type BlockedCustomersPage, blockedCustomersPerPage, CodedError } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';
import type { ConversationOwner } from '../conversations/conversations.ts';
import { type Actor, recordChange } from '../team/audit.ts';

/**
 * Of whom a site takes nothing, the last who were blocked first, a page at a time. What became another visitor's when their site
 * said who they are is listed as theirs.
 * @param page.before the last one of the page before
 * @throws CodedError `not_found` where that one is blocked no more: the list is another one
 */
export async function listBlocked(
  database: Queryable,
  { siteId, before }: { siteId: string; before?: string | undefined },
): Promise<BlockedCustomersPage> {
  let behind = Prisma.empty;
  if (before !== undefined) {
    const last = await database.visitor.findUnique({ where: { id: before, siteId }, select: { blockedAt: true } });
    if (!last?.blockedAt) throw new CodedError('not_found', { message: 'The list has changed. Please reload it.' });
    behind = Prisma.sql`AND (blocked_at, id) < (${last.blockedAt}, ${before}::uuid)`;
  }
  const rows = await database.$queryRaw<(BlockedCustomersPage['customers'][number] & { blockedAt: Date })[]>`
    SELECT id, name, email, blocked_at AS "blockedAt", blocked_by AS "blockedBy",
           (SELECT conversation.id FROM conversation WHERE conversation.visitor_id = visitor.id
             ORDER BY last_activity_at DESC LIMIT 1) AS "conversationId"
      FROM visitor
     WHERE site_id = ${siteId}::uuid AND blocked_at IS NOT NULL AND carried_over_at IS NULL AND NOT sandbox ${behind}
     ORDER BY blocked_at DESC, id DESC LIMIT ${blockedCustomersPerPage + 1}`;
  const customers = rows
    .slice(0, blockedCustomersPerPage)
    .map((row) => ({ ...row, blockedAt: row.blockedAt.toISOString() }));
  return { customers, more: rows.length > blockedCustomersPerPage };
}

/**
 * Whether anything is taken from a visitor of whom no conversation is left: where one is, `blockVisitor` says so there.
 * @param change.by the name of whoever does it
 * @throws CodedError `not_found`
 */
export function blockSilentVisitor(
  database: Database,
  { siteId, visitorId, blocked, by, actor }: ConversationOwner & { blocked: boolean; by: string; actor: Actor },
): Promise<void> {
  return database.$transaction(async (transaction) => {
    const [visitor] = await transaction.$queryRaw<{ blocked: boolean }[]>`
      SELECT blocked_at IS NOT NULL AS blocked FROM visitor
       WHERE id = ${visitorId}::uuid AND site_id = ${siteId}::uuid AND carried_over_at IS NULL AND NOT sandbox
         FOR NO KEY UPDATE`;
    if (!visitor) throw new CodedError('not_found');
    if (visitor.blocked === blocked) return;
    await transaction.$executeRaw`
      UPDATE visitor SET blocked_at = CASE WHEN ${blocked} THEN clock_timestamp() END, blocked_by = ${blocked ? by : null}
       WHERE id = ${visitorId}::uuid AND site_id = ${siteId}::uuid`;
    const action = blocked ? 'customer.blocked' : 'customer.unblocked';
    await recordChange(transaction, actor, { siteId, action, target: visitorId.slice(-8) });
  });
}
