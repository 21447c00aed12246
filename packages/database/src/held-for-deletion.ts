import type { Prisma } from '../generated/client.ts';
import type { ConversationOwner } from './conversations.ts';

/**
 * Locks what is to be deleted of a visitor, one conversation or all, in the order of locks everywhere: how far questions were
 * counted, the visitor, answers, conversations. No message comes in any more and no answer ends; of two who delete the same, the second finds nothing.
 * @returns ids of the conversations; null where there is no such visitor
 */
export async function holdConversations(
  transaction: Prisma.TransactionClient,
  { siteId, visitorId, conversationId = null }: ConversationOwner & { conversationId?: string | null },
): Promise<string[] | null> {
  // What is being counted now takes a while. Others wait for the locks below, so this one is waited for without them.
  await transaction.$executeRaw`SELECT FROM analytics_roll_up FOR SHARE`;
  // An answer that ends names its visitor in a row while it holds what is locked next: it must not wait for this.
  const [visitor] = await transaction.$queryRaw<unknown[]>`
    SELECT FROM visitor WHERE id = ${visitorId}::uuid AND site_id = ${siteId}::uuid FOR NO KEY UPDATE`;
  if (!visitor) return null;
  await transaction.$executeRaw`
    SELECT FROM generation JOIN conversation ON conversation.id = generation.conversation_id
     WHERE conversation.site_id = ${siteId}::uuid AND conversation.visitor_id = ${visitorId}::uuid
       AND conversation.id = coalesce(${conversationId}::uuid, conversation.id)
     ORDER BY generation.id FOR UPDATE OF generation`;
  const conversations = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id FROM conversation
     WHERE site_id = ${siteId}::uuid AND visitor_id = ${visitorId}::uuid AND id = coalesce(${conversationId}::uuid, id)
     ORDER BY id FOR UPDATE`;
  return conversations.map(({ id }) => id);
}
