import type { AnswerReceipt } from '@frontdesk/protocol';
import type { Queryable } from './client.ts';

/** How the conversation's finished answers were decided on, by generation id. */
export async function readReceipts(
  database: Queryable,
  { siteId, conversationId }: { siteId: string; conversationId: string },
): Promise<Record<string, AnswerReceipt>> {
  type Row = Omit<AnswerReceipt, 'made'> & { generationId: string; made: AnswerReceipt['made'] | null };
  const rows = await database.$queryRaw<Row[]>`
    SELECT generation.id AS "generationId", coalesce(input.mode, 'approved') AS mode, generation.confidence, generation.stale,
      generation.guarded,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object(
            'id', passage->'id', 'title', passage->'title', 'url', passage->'url', 'score', passage->'score',
            'quoted', coalesce(generation.said->'quotes' @> jsonb_build_array(jsonb_build_object('passageId', passage->'id')), false)
          ) ORDER BY place)
        FROM jsonb_array_elements(input.grounding->'passages') WITH ORDINALITY AS found(passage, place)
      ), '[]') AS found,
      CASE WHEN input.generation_id IS NOT NULL THEN jsonb_build_object(
        'modelHash', input.model_hash, 'promptVersion', prompt.number, 'knowledgeVersion', input.knowledge_version,
        'workerId', generation.worker_id, 'claims', generation.epoch,
        'prefixTokens', generation.prefix_tokens, 'prefixSavedMs', generation.prefix_saved_ms,
        'decodeMs', generation.decode_ms, 'temperature', input.temperature, 'topP', input.top_p,
        'finishReason', generation.finish_reason) END AS made
    FROM generation LEFT JOIN generation_input input ON input.generation_id = generation.id
    LEFT JOIN prompt_version prompt ON prompt.id = input.prompt_version_id AND generation.system_text IS NULL
    WHERE generation.conversation_id = ${conversationId}::uuid AND generation.site_id = ${siteId}::uuid
      AND generation.state = 'done' AND (input.mode IS NOT NULL OR generation.approved_answer_id IS NOT NULL)`;
  return Object.fromEntries(
    rows.map(({ generationId, made, ...receipt }) => [generationId, { ...receipt, ...(made && { made }) }]),
  );
}
