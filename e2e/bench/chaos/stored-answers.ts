import type pg from 'pg';

/** A piece of an answer's text as it is stored. */
export interface StoredChunk {
  epoch: number;
  firstToken: number;
  tokens: number;
  position: number;
  text: string;
}

/** All that is stored of the answer to a customer's message. */
export interface StoredAnswer {
  generationId: string;
  /** Of the message that it answers. */
  clientMessageId: string;
  state: string;
  epoch: number;
  errorCode: string | null;
  generatedTokens: number | null;
  /** When it was put on the queue last. */
  queuedAtMs: number;
  /** Messages with its text; what was told before it failed is one too. */
  texts: string[];
  /** Events that tell its end. */
  endings: number;
  /** In the order of their tokens. */
  chunks: StoredChunk[];
}

/** What the database knows of the messages of a site. */
export interface Stored {
  /** Client ids of all messages of customers, as often as they are stored. */
  clientMessageIds: string[];
  answers: StoredAnswer[];
}

/** @param startedAt what times count from */
export async function readStored(pool: pg.Pool, siteId: string, startedAt: Date): Promise<Stored> {
  const messages = await pool.query<{ clientMessageId: string }>(
    `SELECT client_message_id AS "clientMessageId" FROM message
      WHERE site_id = $1 AND role = 'visitor' AND client_message_id IS NOT NULL`,
    [siteId],
  );
  const answers = await pool.query<StoredAnswer>(
    `SELECT g.id AS "generationId", question.client_message_id AS "clientMessageId", g.state::text, g.epoch,
       g.error_code AS "errorCode", g.generated_tokens AS "generatedTokens",
       (extract(epoch FROM g.queued_at - $2) * 1000)::float8 AS "queuedAtMs",
       ARRAY(SELECT text FROM message WHERE generation_id = g.id) AS texts,
       (SELECT count(*)::int FROM conversation_event e
         WHERE e.conversation_id = g.conversation_id AND e.payload->>'generationId' = g.id::text
           AND e.payload->>'type' IN ('generation:done', 'generation:ended')) AS endings,
       COALESCE((SELECT json_agg(json_build_object('epoch', epoch, 'firstToken', first_token,
           'tokens', cardinality(token_ids), 'position', position, 'text', text) ORDER BY first_token)
         FROM generation_chunk WHERE generation_id = g.id), '[]') AS chunks
     FROM generation g JOIN message question ON question.id = g.question_message_id
     WHERE g.site_id = $1 AND question.client_message_id IS NOT NULL`,
    [siteId, startedAt],
  );
  return { clientMessageIds: messages.rows.map(({ clientMessageId }) => clientMessageId), answers: answers.rows };
}
