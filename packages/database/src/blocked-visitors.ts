import { CodedError } from '@frontdesk/protocol';
import type { Prisma } from '../generated/client.ts';
import type { ConversationOwner } from './conversations.ts';

/**
 * To be called before anything is taken from a visitor. Their row stays locked until the transaction ends, so that what comes
 * while an agent blocks them comes before it, or not at all. Of one who is not there it says nothing: there is nothing of theirs.
 * @throws CodedError `visitor_blocked`
 */
export async function refuseBlocked(
  transaction: Prisma.TransactionClient,
  { siteId, visitorId }: ConversationOwner,
): Promise<void> {
  const [visitor] = await transaction.$queryRaw<{ blocked: boolean }[]>`
    SELECT blocked_at IS NOT NULL AS blocked FROM visitor
     WHERE id = ${visitorId}::uuid AND site_id = ${siteId}::uuid FOR NO KEY UPDATE`;
  if (visitor?.blocked) throw new CodedError('visitor_blocked');
}
