import { CodedError } from '@frontdesk/protocol';
import type { Prisma } from '../../generated/client.ts';
import type { ConversationOwner } from '../conversations/conversations.ts';

/**
 * To be called before anything is taken from a visitor. Their row stays locked until the transaction ends, so that what comes
 * while an agent blocks them comes before it, or not at all. Of one who is not there it says nothing: there is nothing of theirs.
 * @throws CodedError `visitor_blocked`; `site_unknown` where the site is removed
 */
export async function refuseBlocked(
  transaction: Prisma.TransactionClient,
  { siteId, visitorId }: ConversationOwner,
): Promise<void> {
  const [visitor] = await transaction.$queryRaw<{ blocked: boolean; removed: boolean }[]>`
    SELECT visitor.blocked_at IS NOT NULL AS blocked, site.removed_at IS NOT NULL AS removed
      FROM visitor JOIN site ON site.id = visitor.site_id
     WHERE visitor.id = ${visitorId}::uuid AND site.id = ${siteId}::uuid FOR NO KEY UPDATE OF visitor`;
  if (visitor?.removed) throw new CodedError('site_unknown');
  if (visitor?.blocked) throw new CodedError('visitor_blocked');
}
