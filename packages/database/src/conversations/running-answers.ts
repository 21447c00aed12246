import type { GenerationSnapshot, GenerationState } from '@frontdesk/protocol';
import type { Queryable } from '../connection/client.ts';

/** Where a conversation stands: its newest event, and its answers in the making with all text told so far. */
export interface ConversationState {
  visitorId: string;
  lastSeq: number;
  running: GenerationSnapshot[];
}

/**
 * Reads where a conversation stands, or null when that site has no such conversation. One statement, and so one moment: an
 * answer is either among `running`, or its ending is among the events up to `lastSeq`.
 */
export async function readConversationState(
  database: Queryable,
  { siteId, conversationId }: { siteId: string; conversationId: string },
): Promise<ConversationState | null> {
  const rows = await database.$queryRaw<ConversationState[]>`
    SELECT conversation.visitor_id AS "visitorId", conversation.last_seq AS "lastSeq", coalesce((
      SELECT jsonb_agg(jsonb_build_object('generationId', generation.id, 'state', generation.state, 'text', coalesce((
        SELECT string_agg(chunk.text, '' ORDER BY chunk.first_token) FROM generation_chunk chunk
        WHERE chunk.generation_id = generation.id), '')) ORDER BY generation.received_at)
      FROM generation
      WHERE generation.conversation_id = conversation.id AND generation.state IN ('queued', 'running')
    ), '[]') AS running
    FROM conversation
    WHERE conversation.id = ${conversationId}::uuid AND conversation.site_id = ${siteId}::uuid`;
  return rows[0] ?? null;
}

/** State of an answer that belongs to this visitor, or null: to others it does not exist. */
export async function findAnswerState(
  database: Queryable,
  { siteId, visitorId }: { siteId: string; visitorId: string },
  generationId: string,
): Promise<GenerationState | null> {
  const row = await database.generation.findUnique({
    where: { id: generationId, siteId, conversation: { visitorId } },
    select: { state: true },
  });
  return row?.state ?? null;
}
