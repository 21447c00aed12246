import { type AcceptedMessage, CodedError } from '@frontdesk/protocol';
import type { Queryable } from './client.ts';
import type { NewMessage } from './messages.ts';

/** What a message that is stored already returned the first time. @throws CodedError `message_id_reused` */
export async function findAccepted(
  database: Queryable,
  { siteId, visitorId, clientMessageId, conversationId, text, systemText = null }: NewMessage,
): Promise<Omit<AcceptedMessage, 'duplicate'>> {
  const row = await database.message.findUniqueOrThrow({
    where: { visitorId_clientMessageId: { visitorId, clientMessageId }, siteId },
    include: { asked: { select: { id: true, systemText: true } } },
  });
  const sameConversation = conversationId === undefined || conversationId === row.conversationId;
  const sameText = row.text === text && row.asked?.systemText === systemText;
  if (!sameText || !sameConversation || !row.asked) throw new CodedError('message_id_reused');
  const [created] = await database.$queryRaw<{ seq: number }[]>`
    SELECT seq FROM conversation_event
    WHERE conversation_id = ${row.conversationId}::uuid AND payload->>'type' = 'message:created'
      AND payload->'message'->>'id' = ${row.id}`;
  if (!created) throw new Error(`message ${row.id} has no event`);
  return { conversationId: row.conversationId, messageId: row.id, generationId: row.asked.id, seq: created.seq };
}
