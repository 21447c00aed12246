import type { ConversationEvent } from '@frontdesk/protocol';
import type { Prisma } from '../../generated/client.ts';
import { advisoryLocks } from '../connection/advisory-locks.ts';
import { whoIsThere } from '../team/agents.ts';
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
  // One after another: two at once would count alike and choose the same.
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${siteId}, ${advisoryLocks.assignments}))`;
  const candidates = await transaction.$queryRaw<Candidate[]>`
    SELECT there.id, there.name, (
      SELECT count(*)::int FROM conversation
       WHERE assignee_id = there.id AND state IN ('waiting_for_person', 'with_person') AND NOT sandbox) AS open
      FROM site CROSS JOIN LATERAL (${whoIsThere}) AS there
     WHERE site.id = ${siteId}::uuid`;
  const chosen = chooseAssignee(candidates);
  if (!chosen) return null;
  const { id, name } = chosen;
  const { count } = await transaction.conversation.updateMany({
    where: { id: conversationId, siteId, assigneeId: null, state: 'waiting_for_person', sandbox: false },
    data: { assigneeId: id },
  });
  if (count === 0) return null;
  const event = { type: 'conversation:assigned', by: null, assignee: { id, name } } as const;
  const [appended] = await appendEvents(transaction, address, [event], 'agents');
  return appended ?? null;
}
