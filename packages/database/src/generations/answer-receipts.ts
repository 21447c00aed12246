import { type AnswerReceipt, limits } from '@frontdesk/protocol';
import type { Queryable } from '../connection/client.ts';
import type { ConversationAddress } from '../conversations/conversation-events.ts';

/** What is measured of an answer, and its receipt, are not whole before this time after its end. */
const settledMs = 60_000;

/**
 * The answers that a page of a conversation's log tells of, and those that ended a moment ago: of the latter not all was known when
 * the page with their end was read. In a long conversation, as few as the page has.
 */
export async function findEndedAnswers(
  database: Queryable,
  { siteId, conversationId, afterSeq }: ConversationAddress & { afterSeq: number },
): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT id FROM generation
     WHERE conversation_id = ${conversationId}::uuid AND site_id = ${siteId}::uuid AND finished_at IS NOT NULL
       AND (finished_at > now() - ${settledMs} * interval '1 millisecond' OR id IN (
         SELECT (payload->>'generationId')::uuid FROM conversation_event
          WHERE conversation_id = ${conversationId}::uuid
            AND seq > ${afterSeq} AND seq <= ${afterSeq + limits.eventsPerPage}))`;
  return rows.map(({ id }) => id);
}

/** How those of the answers that have ended were decided on, and why some are not whole, by generation id. */
export async function readReceipts(
  database: Queryable,
  { siteId, generationIds }: { siteId: string; generationIds: readonly string[] },
): Promise<Record<string, AnswerReceipt>> {
  type Row = Omit<AnswerReceipt, 'made' | 'keptSince' | 'unfinished' | 'fromServer'> & {
    generationId: string;
    made: AnswerReceipt['made'] | null;
    keptSince: Date | null;
    fromServer: boolean;
    unfinished: AnswerReceipt['unfinished'] | null;
  };
  const rows = await database.$queryRaw<Row[]>`
    SELECT generation.id AS "generationId",
      coalesce(input.mode, CASE WHEN generation.approved_answer_id IS NULL THEN 'none' ELSE 'approved' END) AS mode,
      generation.confidence, generation.stale, generation.guarded,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object(
            'id', passage->'id', 'title', passage->'title', 'url', passage->'url', 'score', passage->'score',
            'quoted', coalesce(generation.said->'quotes' @> jsonb_build_array(jsonb_build_object('passageId', passage->'id')), false)
          ) ORDER BY place)
        FROM (
          -- One passage may answer two questions of a message.
          SELECT DISTINCT ON (passage->>'id') passage, place
            FROM jsonb_array_elements(input.grounding->'passages') WITH ORDINALITY AS listed(passage, place)
           ORDER BY passage->>'id', place
        ) found
      ), '[]') AS found,
      CASE WHEN input.generation_id IS NOT NULL THEN jsonb_build_object(
        'modelHash', input.model_hash, 'modelName', language_model.name,
        'promptVersion', prompt.number, 'knowledgeVersion', input.knowledge_version,
        'workerId', generation.worker_id, 'claims', generation.epoch,
        'prefixTokens', generation.prefix_tokens, 'prefixSavedMs', generation.prefix_saved_ms,
        'decodeMs', generation.decode_ms, 'temperature', input.temperature, 'topP', input.top_p,
        'finishReason', generation.finish_reason) END AS made,
      kept.finished_at AS "keptSince",
      coalesce(generation.said->>'replyId' = 'order-found', false) AS "fromServer",
      CASE WHEN generation.state <> 'done' THEN jsonb_build_object(
        'state', generation.state, 'code', generation.error_code, 'because', generation.finish_reason,
        'tokens', (SELECT coalesce(sum(cardinality(token_ids)), 0) FROM generation_chunk
                    WHERE generation_chunk.generation_id = generation.id)) END AS unfinished
    FROM generation LEFT JOIN generation_input input ON input.generation_id = generation.id
    LEFT JOIN language_model ON language_model.hash = input.model_hash
    LEFT JOIN prompt_version prompt ON prompt.id = input.prompt_version_id AND generation.system_text IS NULL
    LEFT JOIN generation kept ON kept.id = generation.cached_from_id
    WHERE generation.id = ANY(${[...generationIds]}::uuid[]) AND generation.site_id = ${siteId}::uuid
      AND (generation.state IN ('failed', 'cancelled', 'expired')
           OR generation.state = 'done' AND (input.mode IS NOT NULL OR generation.approved_answer_id IS NOT NULL))`;
  return Object.fromEntries(
    rows.map(({ generationId, made, keptSince, fromServer, unfinished, ...receipt }) => [
      generationId,
      {
        ...receipt,
        ...(made && { made }),
        ...(keptSince && { keptSince: keptSince.toISOString() }),
        ...(fromServer && { fromServer }),
        ...(unfinished && { unfinished }),
      },
    ]),
  );
}
