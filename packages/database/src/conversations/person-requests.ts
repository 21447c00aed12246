import { CodedError, handsOver } from '@frontdesk/protocol';
import type { Prisma } from '../../generated/client.ts';
import type { Database } from '../connection/client.ts';
import { timeOrderedId } from '../connection/time-ordered-id.ts';
import { readSiteTeam } from '../sites/team-settings.ts';
import { refuseBlocked } from '../visitors/blocked-visitors.ts';
import { assignToWhoIsThere } from './assignments.ts';
import type { ConversationOwner } from './conversations.ts';
import { addressOf, append, appendFeedback, type ConversationChange } from './feedback.ts';
import { wantPerson } from './hand-overs.ts';

/**
 * Has a visitor's conversation wait for a person, because they wish for one. Without a conversation, one is begun; one that
 * was begun like this, and in which nothing was written yet, is taken again.
 * @returns `change: null` where it waits for one already, or has one
 * @throws CodedError `conversation_unknown`, `token_invalid` (there is no such visitor any more), `visitor_blocked`, `people_off`
 *   (the site hands nothing over), `person_limit_reached` (more than anybody could look at wait so, of today)
 */
export function requestPerson(
  database: Database,
  owner: ConversationOwner,
  wanted: string | undefined,
): Promise<{ conversationId: string; change: ConversationChange | null }> {
  return database.$transaction(async (transaction) => {
    if (!handsOver(await readSiteTeam(transaction, owner.siteId))) throw new CodedError('people_off');
    await refuseBlocked(transaction, owner);
    const conversationId = wanted ?? (await emptyConversation(transaction, owner));
    const address = await addressOf(transaction, owner, conversationId);
    if (!(await wantPerson(transaction, address))) return { conversationId, change: null };
    const change = await append(transaction, address, { type: 'conversation:person-requested' });
    const assigned = await assignToWhoIsThere(transaction, address);
    return { conversationId, change: assigned ? { ...change, seq: assigned.seq } : change };
  });
}

/**
 * Stores where a visitor wants to be written to about a conversation, in place of what they said before.
 * @returns null where it is the same
 * @throws CodedError `visitor_blocked`; `site_limit_reached` (`feedbackPerConversation`); `conversation_unknown` when it is not this visitor's
 */
export function leaveContact(
  database: Database,
  owner: ConversationOwner,
  { conversationId, email }: { conversationId: string; email: string },
): Promise<ConversationChange | null> {
  return database.$transaction(async (transaction) => {
    await refuseBlocked(transaction, owner);
    const address = await addressOf(transaction, owner, conversationId);
    const { count } = await transaction.conversation.updateMany({
      where: {
        id: conversationId,
        siteId: owner.siteId,
        OR: [{ contactEmail: null }, { contactEmail: { not: email } }],
      },
      data: { contactEmail: email },
    });
    return count === 0 ? null : appendFeedback(transaction, address, { type: 'conversation:contact-left', email });
  });
}

/** A wish that is sent again, for its acknowledgement was lost, must not begin a second conversation: the visitor is locked. */
async function emptyConversation(
  transaction: Prisma.TransactionClient,
  { siteId, visitorId }: ConversationOwner,
): Promise<string> {
  const visitor = await transaction.visitor.findUnique({ where: { id: visitorId, siteId }, select: { sandbox: true } });
  if (!visitor) throw new CodedError('token_invalid');
  const known = await transaction.conversation.findFirst({
    where: { siteId, visitorId, messages: { none: {} } },
    select: { id: true },
  });
  if (known) return known.id;
  if (!visitor.sandbox) await refuseManyEmpty(transaction, siteId);
  const id = timeOrderedId();
  await transaction.conversation.create({ data: { id, siteId, visitorId, sandbox: visitor.sandbox } });
  return id;
}

/** What a busy shop gets on a day on which nobody looks, and more. Who writes something is not counted. */
export const emptyWaiting = 500;
const emptyRetryMs = 60_000;

/** A flood of wishes from many addresses must not fill the inbox: no site's day counts them. */
async function refuseManyEmpty(transaction: Prisma.TransactionClient, siteId: string): Promise<void> {
  const waiting = await transaction.$queryRaw<unknown[]>`
    SELECT FROM conversation
     WHERE site_id = ${siteId}::uuid AND state = 'waiting_for_person' AND last_activity_at > now() - interval '1 day'
       AND last_visitor_seq = 0 AND NOT sandbox
     LIMIT ${emptyWaiting}`;
  // Not `busy`, at which a chat asks each minute without end: nobody knows when there is room again.
  if (waiting.length >= emptyWaiting) throw new CodedError('person_limit_reached', { retryAfterMs: emptyRetryMs });
}
