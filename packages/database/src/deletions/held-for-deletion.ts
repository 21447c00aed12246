import { Prisma } from '../../generated/client.ts';
import type { Database } from '../connection/client.ts';
import type { ConversationOwner } from '../conversations/conversations.ts';
import { cancelGeneration, type EndedGeneration } from '../generations/generation-endings.ts';

/** What is to be deleted of a visitor: one conversation, or all. */
export type ToDelete = ConversationOwner & { conversationId?: string | null };

/** Called with each answer that was cut short, before anything is deleted: its worker is to be stopped. */
export type TellStopped = (answer: EndedGeneration) => unknown;

/**
 * Deletes in one transaction, with all of {@link holdConversations} locked. Answers in the making are ended before, each in a
 * short transaction: a worker stores the words and renews the leases of all its answers together, and would wait to the end of
 * the deletion with all of them.
 * @param work gets the ids of the conversations
 * @returns null where there is no such visitor
 */
export async function deleteHeld<Result>(
  database: Database,
  of: ToDelete,
  tell: TellStopped,
  work: (transaction: Prisma.TransactionClient, ids: string[]) => Promise<Result>,
): Promise<Result | null> {
  await endAnswers(database, of, tell);
  const deleted = await database.$transaction(
    async (transaction) => {
      const ids = await holdConversations(transaction, of);
      return ids === 'answering' ? ids : { result: ids && (await work(transaction, ids)) };
    },
    { timeout: 60_000 },
  );
  // Once more: the visitor has asked something in between.
  return deleted === 'answering' ? deleteHeld(database, of, tell, work) : deleted.result;
}

async function endAnswers(database: Database, of: ToDelete, tell: TellStopped): Promise<void> {
  const { siteId, visitorId, conversationId } = of;
  const answers = await database.generation.findMany({
    where: {
      ...{ siteId, state: { in: ['queued', 'running'] } },
      conversation: { visitorId, ...(conversationId && { id: conversationId }) },
    },
    select: { id: true },
  });
  for (const { id } of answers) {
    const ended = await cancelGeneration(database, { siteId, visitorId, generationId: id });
    if (ended) tell(ended);
  }
}

/**
 * Locks what is to be deleted of a visitor, one conversation or all, in the order of locks everywhere: how far questions were
 * counted, the visitor, answers, conversations. No message comes in any more and no answer ends; of two who delete the same, the second finds nothing.
 * @returns ids of the conversations; null where there is no such visitor, and that one of them is being answered
 */
async function holdConversations(
  transaction: Prisma.TransactionClient,
  { siteId, visitorId, conversationId = null }: ToDelete,
): Promise<string[] | null | 'answering'> {
  // What is being counted now takes a while. Others wait for the locks below, so this one is waited for without them.
  await transaction.$executeRaw`SELECT FROM analytics_roll_up FOR SHARE`;
  // An answer that ends names its visitor in a row while it holds what is locked next: it must not wait for this.
  const [visitor] = await transaction.$queryRaw<unknown[]>`
    SELECT FROM visitor WHERE id = ${visitorId}::uuid AND site_id = ${siteId}::uuid FOR NO KEY UPDATE`;
  if (!visitor) return null;
  const answers = Prisma.sql`
    FROM generation JOIN conversation ON conversation.id = generation.conversation_id
   WHERE conversation.site_id = ${siteId}::uuid AND conversation.visitor_id = ${visitorId}::uuid
     AND conversation.id = coalesce(${conversationId}::uuid, conversation.id)`;
  const answering = await transaction.$queryRaw<unknown[]>`
    SELECT ${answers} AND generation.state IN ('queued', 'running') LIMIT 1`;
  if (answering.length > 0) return 'answering';
  await transaction.$executeRaw`
    SELECT ${answers} ORDER BY generation.id FOR UPDATE OF generation`;
  const conversations = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id FROM conversation
     WHERE site_id = ${siteId}::uuid AND visitor_id = ${visitorId}::uuid AND id = coalesce(${conversationId}::uuid, id)
     ORDER BY id FOR UPDATE`;
  return conversations.map(({ id }) => id);
}
