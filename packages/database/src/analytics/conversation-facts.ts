import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';

/** A person has it, or is waited for: said so that indexes find those few. What is snoozed always has a time. */
const withPeople = Prisma.sql`(conversation.state IN ('waiting_for_person', 'with_person')
  OR conversation.state = 'snoozed' AND conversation.snoozed_until IS NOT NULL)`;

/**
 * Reads anew from their logs, and from who has them, what analytics count of these conversations. Those that are gone keep what
 * was read last; what agents try in the sandbox counts nowhere.
 */
export async function storeConversationFacts(
  transaction: Queryable,
  conversationIds: readonly string[],
): Promise<void> {
  await transaction.$executeRaw`
    WITH log AS (
      SELECT conversation_id, seq, created_at, payload->>'type' AS type, payload, payload->'message'->>'role' AS role,
             payload->'message'->>'clientMessageId' AS client_message_id
        FROM conversation_event WHERE conversation_id = ANY(${[...conversationIds]}::uuid[])
    ), wanted AS (
      SELECT conversation_id, min(created_at) AS handed_over_at FROM log
       WHERE type IN ('conversation:handed-over', 'conversation:person-requested') GROUP BY 1
    ), thumbs AS (
      SELECT conversation_id, count(*) FILTER (WHERE thumb = 'up') AS up, count(*) FILTER (WHERE thumb = 'down') AS down
        FROM (
          SELECT DISTINCT ON (conversation_id, payload->>'generationId') conversation_id, payload->>'thumb' AS thumb
            FROM log WHERE type = 'generation:rated'
           ORDER BY conversation_id, payload->>'generationId', seq DESC
        ) newest GROUP BY 1
    ), counted AS (
      SELECT log.conversation_id, wanted.handed_over_at,
             -- What a caller tells was said before has no client id: it was said elsewhere.
             count(*) FILTER (WHERE type = 'message:created' AND role = 'visitor' AND client_message_id IS NOT NULL)
               AS visitor_messages,
             count(*) FILTER (WHERE role = 'assistant' AND type IN ('generation:done', 'generation:ended')) AS bot_messages,
             count(*) FILTER (WHERE type = 'message:created' AND role = 'agent') AS agent_messages,
             min(log.created_at) FILTER (WHERE type = 'message:created' AND role = 'agent'
                                           AND log.created_at >= wanted.handed_over_at) AS replied_at,
             min(log.created_at) FILTER (WHERE type = 'conversation:resolved'
                                           AND log.created_at >= wanted.handed_over_at) AS resolved_at,
             (array_agg(payload ORDER BY seq DESC) FILTER (WHERE type = 'conversation:solved'))[1] AS solved,
             max(log.created_at) FILTER (WHERE type = 'conversation:solved') AS solved_at,
             (array_agg((payload->>'score')::int ORDER BY seq DESC) FILTER (WHERE type = 'conversation:rated'))[1] AS score
        FROM log LEFT JOIN wanted ON wanted.conversation_id = log.conversation_id
       GROUP BY 1, 2
    )
    INSERT INTO conversation_fact (conversation_id, site_id, began_at, last_activity_at, visitor_messages, bot_messages,
                                   agent_messages, handed_over_at, replied_at, resolved_at, with_people, solved, solved_by_bot,
                                   solved_at, score, thumbs_up, thumbs_down)
    SELECT conversation.id, conversation.site_id, conversation.created_at, conversation.last_activity_at,
           counted.visitor_messages, counted.bot_messages, counted.agent_messages, counted.handed_over_at,
           counted.replied_at, counted.resolved_at,
           ${withPeople}, (counted.solved->>'solved')::boolean,
           counted.solved->>'by' = 'bot', counted.solved_at, counted.score, coalesce(thumbs.up, 0), coalesce(thumbs.down, 0)
      FROM counted JOIN conversation ON conversation.id = counted.conversation_id AND NOT conversation.sandbox
      LEFT JOIN thumbs ON thumbs.conversation_id = counted.conversation_id
     ORDER BY conversation.id
    ON CONFLICT (conversation_id) DO UPDATE
       SET last_activity_at = excluded.last_activity_at, visitor_messages = excluded.visitor_messages,
           bot_messages = excluded.bot_messages, agent_messages = excluded.agent_messages,
           handed_over_at = excluded.handed_over_at, replied_at = excluded.replied_at, resolved_at = excluded.resolved_at,
           with_people = excluded.with_people, solved = excluded.solved, solved_by_bot = excluded.solved_by_bot,
           solved_at = excluded.solved_at, score = excluded.score, thumbs_up = excluded.thumbs_up, thumbs_down = excluded.thumbs_down`;
}

/**
 * Sets right whose they are where that was not read: what was deleted while a person had it is nobody's any more, and gateways of the
 * version before store facts without it.
 */
export async function settleWithPeople(transaction: Queryable): Promise<void> {
  await transaction.$executeRaw`
    UPDATE conversation_fact SET with_people = NOT with_people WHERE conversation_id IN (
      SELECT coalesce(counted.conversation_id, conversation.id)
        FROM (SELECT conversation_id FROM conversation_fact WHERE with_people) counted
        FULL JOIN (SELECT id FROM conversation WHERE ${withPeople}) conversation ON conversation.id = counted.conversation_id
       WHERE counted.conversation_id IS NULL OR conversation.id IS NULL)`;
}
