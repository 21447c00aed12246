import { type ConversationState, type HandOverReason, nextState, ruleHandsOver } from '@frontdesk/protocol';
import type { Prisma } from '../../generated/client.ts';
import { readSiteTeam } from '../sites/team-settings.ts';
import type { ConversationAddress, NewConversationEvent } from './conversation-events.ts';

/**
 * Has a conversation wait for a person, where its site hands over for that reason.
 * @returns the event to append behind the answer's end; null where it waits already, for a customer is told once, or does not
 */
export async function waitForPerson(
  transaction: Prisma.TransactionClient,
  address: ConversationAddress,
  { generationId, reason }: { generationId: string; reason: HandOverReason },
): Promise<NewConversationEvent | null> {
  const { handOver } = await readSiteTeam(transaction, address.siteId);
  if (!ruleHandsOver(handOver, reason)) return null;
  const waits = await wantPerson(transaction, address);
  return waits ? { type: 'conversation:handed-over', generationId, reason } : null;
}

/**
 * Has a conversation wait for a person. Whose work with it was done has it no more.
 * @returns false where it waits already, or has one
 */
export async function wantPerson(
  transaction: Prisma.TransactionClient,
  { siteId, conversationId }: ConversationAddress,
): Promise<boolean> {
  const [before] = await transaction.$queryRaw<{ state: ConversationState; assigned: boolean }[]>`
    SELECT state::text AS state, assignee_id IS NOT NULL AS assigned FROM conversation
     WHERE id = ${conversationId}::uuid AND site_id = ${siteId}::uuid FOR NO KEY UPDATE`;
  const state = before && nextState(before, { kind: 'hand-over' });
  if (!state || state === before.state) return false;
  await transaction.conversation.update({
    where: { id: conversationId, siteId },
    data: { state, ...(before.state === 'resolved' && { resolvedAt: null, assigneeId: null }) },
    select: { id: true },
  });
  return true;
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
