import type { Prisma } from '../../generated/client.ts';
import type { MessageRows } from './message-rows.ts';

/**
 * Inserts the rows of several messages in one statement, with the answers that were kept: what a worker would have written
 * is copied from the generation whose words they are.
 * @throws where such an answer is not kept any more: it was found by a statement before
 */
export async function storeMessageRows(
  transaction: Prisma.TransactionClient,
  rows: readonly MessageRows[],
): Promise<void> {
  if (rows.length === 0) return;
  const visitors = rows.flatMap(({ visitor }) => visitor ?? []);
  const conversations = rows.map(({ conversation }) => conversation);
  const messages = rows.flatMap((one) => one.messages);
  const generations = rows.flatMap(({ generation }) => generation ?? []);
  const events = rows.flatMap((one) => one.events);
  await transaction.$executeRaw`
    WITH stored_visitor AS (
      INSERT INTO visitor (id, site_id)
      SELECT id, site_id FROM jsonb_to_recordset(${JSON.stringify(visitors)}::jsonb) AS new(id uuid, site_id uuid)
    ), conversations AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(conversations)}::jsonb) AS new(id uuid, site_id uuid,
        visitor_id uuid, sandbox boolean, begins boolean, last_seq int, last_visitor_seq int, last_activity_at timestamptz,
        state conversation_state, reopened boolean, unassigned boolean)
    ), begun AS (
      INSERT INTO conversation (id, site_id, visitor_id, sandbox, last_seq, last_visitor_seq, last_activity_at)
      SELECT id, site_id, visitor_id, sandbox, last_seq, last_visitor_seq, last_activity_at FROM conversations WHERE begins
    ), gone_on AS (
      UPDATE conversation SET last_seq = new.last_seq, last_visitor_seq = new.last_visitor_seq,
             last_activity_at = new.last_activity_at, state = new.state,
             snoozed_until = CASE WHEN NOT new.reopened THEN snoozed_until END,
             resolved_at = CASE WHEN NOT new.reopened THEN resolved_at END,
             assignee_id = CASE WHEN NOT new.unassigned THEN assignee_id END
        FROM conversations new
       WHERE conversation.id = new.id AND NOT new.begins
    ), messages AS (
      INSERT INTO message (id, site_id, conversation_id, visitor_id, role, text, client_message_id, generation_id, sources,
        supersedes_id, created_at)
      SELECT id, site_id, conversation_id, visitor_id, role, text, client_message_id, generation_id,
             sources, supersedes_id, created_at
        FROM jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) AS new(id uuid, site_id uuid, conversation_id uuid,
          visitor_id uuid, role message_role, text text, client_message_id uuid, generation_id uuid, sources jsonb,
          supersedes_id uuid, created_at timestamptz)
      RETURNING generation_id, site_id, text
    ), generations AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(generations)}::jsonb) AS new(id uuid, site_id uuid,
        conversation_id uuid, question_message_id uuid, received_at timestamptz, deadline_at timestamptz, system_text text,
        kept_id uuid, approved_id uuid, ended_at timestamptz, queue_flow uuid, queue_round int, attended_at timestamptz)
    ), queued AS (
      INSERT INTO generation (id, site_id, conversation_id, question_message_id, received_at, deadline_at, system_text,
        queue_flow, queue_round, attended_at)
      SELECT id, site_id, conversation_id, question_message_id, received_at, deadline_at, system_text, queue_flow,
             queue_round, attended_at
        FROM generations WHERE kept_id IS NULL AND approved_id IS NULL
    ), answered AS (
      INSERT INTO generation (id, site_id, conversation_id, question_message_id, received_at, deadline_at, system_text,
        state, started_at, first_text_at, finished_at, queue_ms, finish_reason, said, confidence, guarded, cached_from_id,
        approved_answer_id)
      SELECT new.id, new.site_id, new.conversation_id, new.question_message_id, new.received_at, new.deadline_at,
             new.system_text, 'done', new.ended_at, new.ended_at, new.ended_at, 0, coalesce(made.finish_reason, 'stop'),
             coalesce(made.said, '{"kind":"approved"}'), made.confidence, coalesce(made.guarded, false), made.id,
             new.approved_id
        FROM generations new
        LEFT JOIN (generation made JOIN cached_answer ON cached_answer.generation_id = made.id) ON made.id = new.kept_id
       WHERE made.id IS NOT NULL OR new.approved_id IS NOT NULL
    ), inputs AS (
      INSERT INTO generation_input (generation_id, site_id, prompt_version_id, model_hash, tokenizer_hash, mode,
        temperature, top_p, max_tokens, seed, prompt_ids, grounding, passage_ids, knowledge_version)
      SELECT new.id, made.site_id, prompt_version_id, model_hash, tokenizer_hash, mode, temperature, top_p, max_tokens,
             seed, prompt_ids, grounding, passage_ids, knowledge_version
        FROM generations new JOIN generation_input made ON made.generation_id = new.kept_id
    ), chunks AS (
      INSERT INTO generation_chunk (generation_id, site_id, first_token, epoch, token_ids, position, text)
      SELECT generation_id, site_id, 0, 0, '{}', 0, text FROM messages WHERE generation_id IS NOT NULL
    )
    INSERT INTO conversation_event (site_id, conversation_id, seq, audience, payload, created_at)
    SELECT site_id, conversation_id, seq, 'customer', payload, created_at
      FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS new(site_id uuid, conversation_id uuid, seq int,
        payload jsonb, created_at timestamptz)`;
}
