import { CodedError } from '@frontdesk/protocol';
import type { Prisma } from '../../generated/client.ts';
import type { Database } from '../connection/client.ts';
import { type EndedGeneration, type Ending, endedState, recordEnding } from '../generations/generation-endings.ts';
import { findAccepted } from './accepted-messages.ts';
import { lockVisitors } from './message-places.ts';
import { acceptTogether, type NewMessage, patience, type StoredMessage } from './messages.ts';

/** A visitor's last message, written anew. */
export interface EditedMessage extends NewMessage {
  conversationId: string;
  /** The message in whose place it stands. */
  supersedes: string;
}

export interface StoredEdit extends StoredMessage {
  /** The earlier message's answer, if it was still being made: its notices are due. */
  cancelled: EndedGeneration | null;
}

/**
 * Stores a message in the place of the visitor's last one, whose answer is cancelled if it is being made; all or nothing.
 * The earlier rows stay: the log tells which message stands for which. The same message again stores nothing.
 * @throws CodedError what `acceptMessages` refuses a message with, and `message_not_last`
 */
export function acceptEditedMessage(database: Database, message: EditedMessage): Promise<StoredEdit> {
  return database.$transaction(async (transaction) => {
    // Whoever sends the same message at the same time waits here.
    await lockVisitors(transaction, [message]);
    const isKnown = await transaction.message.findUnique({
      where: { visitorId_clientMessageId: { visitorId: message.visitorId, clientMessageId: message.clientMessageId } },
      select: { supersedesId: true },
    });
    if (isKnown) {
      const [found] = await findAccepted(transaction, [message]);
      if (found === undefined || found instanceof CodedError) throw found;
      if (isKnown.supersedesId !== message.supersedes) throw new CodedError('message_id_reused');
      return { ...found, duplicate: true, events: [], cache: 'unasked', round: 0, last: null, cancelled: null };
    }
    const cancelled = await cancelLastAnswer(transaction, message);
    const [outcome] = await acceptTogether(transaction, [message]);
    // The transaction fails with it: what was cancelled goes on.
    if (outcome?.status !== 'fulfilled') throw outcome?.reason;
    return { ...outcome.value, cancelled };
  }, patience);
}

async function cancelLastAnswer(
  transaction: Prisma.TransactionClient,
  { siteId, visitorId, conversationId, supersedes }: EditedMessage,
): Promise<EndedGeneration | null> {
  const last = await transaction.message.findFirst({
    where: { siteId, visitorId, conversationId, role: { in: ['visitor', 'agent'] } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, role: true, asked: { select: { id: true }, orderBy: { id: 'desc' }, take: 1 } },
  });
  if (!last) throw new CodedError('conversation_unknown');
  const [answer] = last.asked;
  if (last.id !== supersedes || last.role !== 'visitor' || !answer) throw new CodedError('message_not_last');
  const ending: Ending = { state: 'cancelled', errorCode: 'generation_cancelled', because: 'edited' };
  const { count } = await transaction.generation.updateMany({
    where: { id: answer.id, state: { in: ['queued', 'running'] } },
    data: endedState(ending),
  });
  return count === 0 ? null : recordEnding(transaction, answer.id, ending);
}
