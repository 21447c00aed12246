import type pg from 'pg';
import type { Reply } from './load-plan.ts';

/** What the store holds of the requests, past our own code. */
export interface StoredRows {
  /** Ids of the visitors' messages. */
  messageIds: string[];
  /** Rows of each kind, which should be as many as messages; of events three times as many. */
  counts: Record<string, number>;
}

/** Reads what was stored of a site's questions that the answer cache answered. */
export async function readStoredRows(client: pg.Client, siteId: string): Promise<StoredRows> {
  const { rows: questions } = await client.query<{ id: string }>(
    `SELECT question_message_id AS id FROM generation WHERE site_id = $1 AND cached_from_id IS NOT NULL`,
    [siteId],
  );
  const { rows } = await client.query(
    `WITH asked AS (
       SELECT id, conversation_id, question_message_id FROM generation WHERE site_id = $1 AND cached_from_id IS NOT NULL)
     SELECT
       (SELECT count(*) FROM message JOIN asked ON message.id = question_message_id WHERE role = 'visitor')::int AS questions,
       (SELECT count(*) FROM message JOIN asked ON generation_id = asked.id WHERE role = 'assistant')::int AS answers,
       (SELECT count(DISTINCT visitor_id) FROM conversation JOIN asked ON conversation_id = conversation.id)::int AS visitors,
       (SELECT count(DISTINCT conversation_id) FROM asked)::int AS conversations,
       (SELECT count(*) FROM generation_input JOIN asked ON generation_id = asked.id)::int AS inputs,
       (SELECT count(*) FROM generation_chunk JOIN asked ON generation_id = asked.id)::int AS chunks,
       (SELECT count(*) FROM conversation_event JOIN asked USING (conversation_id))::int AS events,
       (SELECT count(*) FROM message WHERE site_id = $1 AND role = 'visitor')::int - prepared AS "questions of the site",
       (SELECT count(*) FROM message WHERE site_id = $1 AND role = 'assistant')::int - prepared AS "answers of the site",
       (SELECT count(*) FROM conversation WHERE site_id = $1)::int - prepared AS "conversations of the site",
       (SELECT sum(messages) FROM site_day_usage WHERE site_id = $1)::int - prepared AS counted
     FROM (SELECT count(*)::int AS prepared FROM generation WHERE site_id = $1 AND cached_from_id IS NULL) AS made`,
    [siteId],
  );
  return { messageIds: questions.map(({ id }) => id), counts: rows[0] };
}

/** @returns what is missing in the store, or there without having been answered, in words; empty when all is well */
export function compareWithReplies({ messageIds, counts }: StoredRows, replies: readonly Reply[]): string[] {
  const answered = replies.flatMap(({ messageId }) => messageId ?? []);
  const stored = new Set(messageIds);
  const lost = answered.filter((id) => !stored.has(id));
  const known = new Set(answered);
  const unanswered = messageIds.filter((id) => !known.has(id));
  return [
    lost.length > 0 && `${lost.length} answered requests are not stored`,
    known.size < answered.length &&
      `${answered.length - known.size} requests were answered with the message of another`,
    unanswered.length > 0 && `${unanswered.length} stored requests were not answered`,
    ...Object.entries(counts).map(([name, count]) => {
      const expected = messageIds.length * (name === 'events' ? 3 : 1);
      return count !== expected && `${name}: ${count} rows instead of ${expected}`;
    }),
  ].filter((problem) => problem !== false);
}
