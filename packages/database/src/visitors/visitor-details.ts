import { type Introduction, readWidgetSettings, type VisitorDetails } from '@frontdesk/protocol';
import type { Database, Queryable } from '../connection/client.ts';
import type { ConversationOwner } from '../conversations/conversations.ts';
import { refuseBlocked } from './blocked-visitors.ts';

/**
 * Who a visitor is, as far as is known, and what the site asks for; null when that site has no such visitor (any more), also where
 * all of theirs has been carried over to an identified one.
 */
export async function readVisitorDetails(
  database: Queryable,
  { siteId, visitorId }: ConversationOwner,
): Promise<Required<VisitorDetails> | null> {
  const row = await database.visitor.findUnique({
    where: { id: visitorId, siteId, carriedOverAt: null },
    select: { externalId: true, name: true, email: true, site: { select: { widgetSettings: true } } },
  });
  if (row === null) return null;
  const { preChat } = readWidgetSettings(row.site.widgetSettings);
  return { identified: row.externalId !== null, name: row.name, email: row.email, preChat };
}

/**
 * Stores what an anonymous visitor says of themselves; of one whom the site's server has identified, nothing changes.
 * @throws CodedError `visitor_blocked`
 */
export function introduceVisitor(
  database: Database,
  owner: ConversationOwner,
  introduction: Introduction,
): Promise<VisitorDetails | null> {
  const { name, email } = introduction;
  return database.$transaction(async (transaction) => {
    await refuseBlocked(transaction, owner);
    await transaction.visitor.updateMany({
      where: { id: owner.visitorId, siteId: owner.siteId, externalId: null, carriedOverAt: null },
      data: { ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) },
    });
    return readVisitorDetails(transaction, owner);
  });
}
