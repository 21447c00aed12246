import { CodedError, type Solver, type Thumb } from '@frontdesk/protocol';
import type { Prisma } from '../../generated/client.ts';
import type { Database } from '../connection/client.ts';
import { refuseBlocked } from '../visitors/blocked-visitors.ts';
import { appendEvents, type ConversationAddress, type NewConversationEvent } from './conversation-events.ts';
import type { ConversationOwner } from './conversations.ts';

/** A conversation, and the place of the event that a change brought: its notice is due. */
export interface ConversationChange extends ConversationAddress {
  seq: number;
}

/**
 * Stores what a visitor thinks of an answer, in place of what they thought before; `thumb: null` takes it back.
 * @returns null where that is what they think already
 * @throws CodedError `visitor_blocked`; `site_limit_reached` (`feedbackPerConversation`); `generation_unknown` when it is no answer in a conversation of this visitor's, or has not
 *   ended with words
 */
export function rateAnswer(
  database: Database,
  owner: ConversationOwner,
  { generationId, thumb, comment }: { generationId: string; thumb: Thumb | null; comment: string | null },
): Promise<ConversationChange | null> {
  return database.$transaction(async (transaction) => {
    await refuseBlocked(transaction, owner);
    const { siteId, visitorId } = owner;
    const message = await transaction.message.findUnique({
      where: { generationId, siteId, visitorId, role: 'assistant' },
      select: { id: true, conversationId: true },
    });
    if (!message) throw new CodedError('generation_unknown');
    const address = { siteId, conversationId: message.conversationId };
    // The row is the lock: two of these at once have one order, in the row and in the log.
    const changed =
      thumb === null
        ? await transaction.$executeRaw`
            DELETE FROM message_feedback WHERE message_id = ${message.id}::uuid AND site_id = ${siteId}::uuid`
        : await transaction.$executeRaw`
            INSERT INTO message_feedback AS known (message_id, site_id, conversation_id, thumb, comment)
            VALUES (${message.id}::uuid, ${siteId}::uuid, ${message.conversationId}::uuid, ${thumb}::thumb, ${comment})
            ON CONFLICT (message_id) DO UPDATE
               SET thumb = excluded.thumb, comment = excluded.comment, updated_at = clock_timestamp()
             WHERE (known.thumb, known.comment) IS DISTINCT FROM (excluded.thumb, excluded.comment)`;
    const event = { type: 'generation:rated', generationId, thumb, comment: thumb && comment } as const;
    return changed === 0 ? null : appendFeedback(transaction, address, event);
  });
}

/**
 * Stores whether a visitor's question is solved, as they say, and who had answered by then.
 * @returns null where they have said so already
 * @throws CodedError `visitor_blocked`; `site_limit_reached` as above; `conversation_unknown` when it is not this visitor's
 */
export function tellSolved(
  database: Database,
  owner: ConversationOwner,
  { conversationId, solved }: { conversationId: string; solved: boolean },
): Promise<ConversationChange | null> {
  return database.$transaction(async (transaction) => {
    await refuseBlocked(transaction, owner);
    const address = await addressOf(transaction, owner, conversationId);
    const person = await transaction.message.findFirst({ where: { ...address, role: 'agent' }, select: { id: true } });
    const by: Solver = person ? 'person' : 'bot';
    const changed = await transaction.$executeRaw`
      INSERT INTO conversation_rating AS known (conversation_id, site_id, solved, by_bot, solved_at)
      VALUES (${conversationId}::uuid, ${address.siteId}::uuid, ${solved}, ${by === 'bot'}, clock_timestamp())
      ON CONFLICT (conversation_id) DO UPDATE
         SET solved = excluded.solved, by_bot = excluded.by_bot, solved_at = excluded.solved_at
       WHERE (known.solved, known.by_bot) IS DISTINCT FROM (excluded.solved, excluded.by_bot)`;
    return changed === 0 ? null : appendFeedback(transaction, address, { type: 'conversation:solved', solved, by });
  });
}

/**
 * Stores a visitor's rating of a conversation, in place of the one before.
 * @returns null where it is the same
 * @throws CodedError `visitor_blocked`; `site_limit_reached` as above; `conversation_unknown` when it is not this visitor's
 */
export function rateConversation(
  database: Database,
  owner: ConversationOwner,
  { conversationId, score, comment }: { conversationId: string; score: number; comment: string | null },
): Promise<ConversationChange | null> {
  return database.$transaction(async (transaction) => {
    await refuseBlocked(transaction, owner);
    const address = await addressOf(transaction, owner, conversationId);
    const changed = await transaction.$executeRaw`
      INSERT INTO conversation_rating AS known (conversation_id, site_id, score, comment, rated_at)
      VALUES (${conversationId}::uuid, ${address.siteId}::uuid, ${score}, ${comment}, clock_timestamp())
      ON CONFLICT (conversation_id) DO UPDATE
         SET score = excluded.score, comment = excluded.comment, rated_at = excluded.rated_at
       WHERE (known.score, known.comment) IS DISTINCT FROM (excluded.score, excluded.comment)`;
    return changed === 0 ? null : appendFeedback(transaction, address, { type: 'conversation:rated', score, comment });
  });
}

/** @throws CodedError `conversation_unknown` when there is no such conversation of this visitor's */
export async function addressOf(
  transaction: Prisma.TransactionClient,
  { siteId, visitorId }: ConversationOwner,
  conversationId: string,
): Promise<ConversationAddress> {
  const row = await transaction.conversation.findUnique({
    where: { id: conversationId, siteId, visitorId },
    select: { id: true },
  });
  if (!row) throw new CodedError('conversation_unknown');
  return { siteId, conversationId };
}

/** What a customer may say of one conversation and its answers, however often they change their mind. */
export const feedbackPerConversation = 500;
const feedbackTypes = ['generation:rated', 'conversation:solved', 'conversation:rated', 'conversation:contact-left'];

/**
 * Logs are kept, and read as a whole: nobody makes one endless.
 * @throws CodedError `site_limit_reached`, at which clients do not ask again
 */
export async function appendFeedback(
  transaction: Prisma.TransactionClient,
  address: ConversationAddress,
  event: NewConversationEvent,
): Promise<ConversationChange> {
  // First: its row is locked then, and nobody else's is missed.
  const change = await append(transaction, address, event);
  const [row] = await transaction.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int FROM conversation_event
     WHERE conversation_id = ${address.conversationId}::uuid AND payload->>'type' = ANY(${feedbackTypes})`;
  if ((row?.count ?? 0) > feedbackPerConversation) throw new CodedError('site_limit_reached');
  return change;
}

export async function append(
  transaction: Prisma.TransactionClient,
  address: ConversationAddress,
  event: NewConversationEvent,
): Promise<ConversationChange> {
  const [appended] = await appendEvents(transaction, address, [event]);
  if (!appended) throw new Error('no event was appended');
  return { ...address, seq: appended.seq };
}
