import type { ConversationEvent } from '@frontdesk/protocol';
import type { Prisma } from '../generated/client.ts';
import { presenceMs } from './agents.ts';
import { type Candidate, chooseAssignee } from './choose-assignee.ts';
import { appendEvents, type ConversationAddress } from './conversation-events.ts';

/**
 * Gives a conversation that waits for a person, and is nobody's, to somebody who is there.
 * @returns the event that agents are told; null where nobody is there
 */
export async function assignToWhoIsThere(
  transaction: Prisma.TransactionClient,
  address: ConversationAddress,
): Promise<ConversationEvent | null> {
  const { siteId, conversationId } = address;
  const candidates = await transaction.$queryRaw<Candidate[]>`
    SELECT "user".id, "user".name, (
      SELECT count(*)::int FROM conversation
       WHERE assignee_id = "user".id AND state IN ('waiting_for_person', 'with_person')) AS open
      FROM agent_presence JOIN "user" ON "user".id = agent_presence.user_id
     WHERE site_id = ${siteId}::uuid AND NOT away AND seen_at > now() - ${presenceMs} * interval '1 millisecond'`;
  const chosen = chooseAssignee(candidates);
  if (!chosen) return null;
  const { id, name } = chosen;
  const { count } = await transaction.conversation.updateMany({
    where: { id: conversationId, siteId, assigneeId: null, state: 'waiting_for_person' },
    data: { assigneeId: id },
  });
  if (count === 0) return null;
  const event = { type: 'conversation:assigned', by: null, assignee: { id, name } } as const;
  const [appended] = await appendEvents(transaction, address, [event], 'agents');
  return appended ?? null;
}
