import { type HandOverReason, ruleHandsOver } from '@frontdesk/protocol';
import type { Prisma } from '../generated/client.ts';
import type { ConversationAddress, NewConversationEvent } from './conversation-events.ts';
import { readSiteTeam } from './team-settings.ts';

/**
 * Has a conversation wait for a person, where its site hands over for that reason.
 * @returns the event to append behind the answer's end; null where it waits already, for a customer is told once, or does not
 */
export async function waitForPerson(
  transaction: Prisma.TransactionClient,
  { siteId, conversationId }: ConversationAddress,
  { generationId, reason }: { generationId: string; reason: HandOverReason },
): Promise<NewConversationEvent | null> {
  const { handOver } = await readSiteTeam(transaction, siteId);
  if (!ruleHandsOver(handOver, reason)) return null;
  const { count } = await transaction.conversation.updateMany({
    where: { id: conversationId, siteId, state: 'bot' },
    data: { state: 'waiting_for_person' },
  });
  return count === 0 ? null : { type: 'conversation:handed-over', generationId, reason };
}

/** Whether the answer before this one failed too, or was not understood either. */
export async function failedBefore(
  transaction: Prisma.TransactionClient,
  { siteId, conversationId }: ConversationAddress,
  generationId: string,
): Promise<boolean> {
  const before = await transaction.generation.findFirst({
    where: { siteId, conversationId, id: { not: generationId }, finishedAt: { not: null } },
    orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
    select: { state: true, said: true },
  });
  return before !== null && isFailure(before.state, before.said as { kind?: string; replyKind?: string } | null);
}

/** A customer got nothing: no answer, or that the question was not understood. */
export function isFailure(state: string, said: { kind?: string; replyKind?: string } | null): boolean {
  return state === 'failed' || state === 'expired' || said?.replyKind === 'unclear';
}
