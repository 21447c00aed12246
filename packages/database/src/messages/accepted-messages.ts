import { type AcceptedMessage, CodedError } from '@frontdesk/protocol';
import type { Queryable } from '../connection/client.ts';
import type { NewMessage } from './messages.ts';

/** What the first time returned; or CodedError `message_id_reused`, where something else has that id. */
type Found = Omit<AcceptedMessage, 'duplicate'> | CodedError;

/** Finds what several messages that are stored already returned the first time; in their order. */
export async function findAccepted(database: Queryable, messages: readonly NewMessage[]): Promise<Found[]> {
  if (messages.length === 0) return [];
  const asked = messages.map(({ siteId, visitorId, clientMessageId }, place) => ({
    ...{ place, site_id: siteId, visitor_id: visitorId, client_message_id: clientMessageId },
  }));
  const rows = await database.$queryRaw<Row[]>`
    SELECT asked.place, message.id AS "messageId", message.conversation_id AS "conversationId", message.text,
           message.role::text AS role,
           generation.id AS "generationId", generation.system_text AS "systemText", event.seq,
           ARRAY(SELECT id::text FROM attachment WHERE attachment.message_id = message.id ORDER BY attachment.position) AS "attachmentIds"
      FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS asked(place int, site_id uuid, visitor_id uuid,
             client_message_id uuid)
      JOIN message ON message.visitor_id = asked.visitor_id AND message.client_message_id = asked.client_message_id
       AND message.site_id = asked.site_id
      JOIN conversation_event event ON event.conversation_id = message.conversation_id
       AND event.payload->>'type' = 'message:created' AND event.payload->'message'->>'id' = message.id::text
      LEFT JOIN LATERAL (SELECT id, system_text FROM generation
                          WHERE question_message_id = message.id ORDER BY id LIMIT 1) generation ON true`;
  const found = new Map(rows.map((row) => [row.place, row]));
  return messages.map((message, place) => {
    const row = found.get(place);
    if (!row) throw new Error(`message ${message.clientMessageId} is stored, but has no event`);
    const { conversationId, messageId, generationId, seq } = row;
    return isSame(message, row)
      ? { conversationId, messageId, generationId: generationId ?? '', seq }
      : new CodedError('message_id_reused');
  });
}

interface Row {
  place: number;
  messageId: string;
  conversationId: string;
  text: string;
  role: string;
  generationId: string | null;
  systemText: string | null;
  seq: number;
  attachmentIds: string[];
}

function isSame({ conversationId, text, systemText = null, attachmentIds = [] }: NewMessage, row: Row): boolean {
  const sameConversation = conversationId === undefined || conversationId === row.conversationId;
  const sameFiles = attachmentIds.join() === row.attachmentIds.join();
  return row.role === 'visitor' && sameConversation && sameFiles && row.text === text && row.systemText === systemText;
}
