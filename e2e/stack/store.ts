import type { PreChatForm } from '@frontdesk/protocol';
import pg from 'pg';

export interface StoredGeneration {
  id: string;
  state: string;
  epoch: number;
  conversationId: string;
  generatedTokens: number;
  /** The answer's text; null while it is not finished. */
  text: string | null;
}

export interface SiteTexts {
  name: string;
  greeting: string;
  suggestions: string[];
  replyTexts: Record<string, string>;
}

/** Looks into the store of a running stack, past all of our own code. */
export function openStore(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  /** Prompts and modes that specs changed, by site key. */
  const former = new Map<string, { key: string; prompt: string; mode: string }>();
  return {
    async newestGeneration(): Promise<StoredGeneration | undefined> {
      const { rows } = await pool.query(
        `SELECT g.id, g.state, g.epoch, g.conversation_id AS "conversationId", g.generated_tokens AS "generatedTokens", m.text
         FROM generation g LEFT JOIN message m ON m.generation_id = g.id ORDER BY g.received_at DESC LIMIT 1`,
      );
      return rows[0];
    },
    async newestVisitor(): Promise<{ visitorId: string; siteId: string }> {
      const { rows } = await pool.query(
        `SELECT visitor_id AS "visitorId", site_id AS "siteId" FROM message WHERE role = 'visitor'
         ORDER BY created_at DESC LIMIT 1`,
      );
      return rows[0];
    },
    /** Rows that say something of a visitor, in the tables that do. */
    async countOfVisitor(visitorId: string): Promise<number> {
      const { rows } = await pool.query(
        `SELECT (SELECT count(*) FROM visitor WHERE id = $1) + (SELECT count(*) FROM message WHERE visitor_id = $1)
                + (SELECT count(*) FROM conversation WHERE visitor_id = $1) AS count`,
        [visitorId],
      );
      return Number(rows[0].count);
    },
    async nameCustomer(conversationId: string, { name, email }: { name: string; email: string }): Promise<void> {
      await pool.query(
        'UPDATE visitor SET name = $2, email = $3 WHERE id = (SELECT visitor_id FROM conversation WHERE id = $1)',
        [conversationId, name, email],
      );
    },
    /** Has a conversation come to a state, with what its log says of that; nobody is told. */
    async happened(
      conversationId: string,
      { state, contactEmail }: { state: string; contactEmail: string },
      events: readonly ({ type: string } & Record<string, unknown>)[],
    ): Promise<void> {
      await pool.query(
        `WITH happened AS (
           UPDATE conversation SET state = $2::conversation_state, contact_email = $3, last_seq = last_seq + jsonb_array_length($4)
            WHERE id = $1 RETURNING id, site_id, last_seq - jsonb_array_length($4) AS before)
         INSERT INTO conversation_event (site_id, conversation_id, seq, audience, payload)
         SELECT site_id, id, before + place, 'agents', payload
           FROM happened, jsonb_array_elements($4) WITH ORDINALITY AS event(payload, place)`,
        [conversationId, state, contactEmail, JSON.stringify(events)],
      );
    },
    async countMessages(): Promise<number> {
      const { rows } = await pool.query('SELECT count(*)::int AS count FROM message');
      return rows[0].count;
    },
    async countMessagesOf(text: string): Promise<number> {
      const { rows } = await pool.query('SELECT count(*)::int AS count FROM message WHERE text = $1', [text]);
      return rows[0].count;
    },
    /** Has the model answer in free wording, until `publishFormerPrompts`. */
    async publishPlainPrompt(siteKey: string): Promise<void> {
      const { rows } = await pool.query(
        `SELECT key, published_prompt_version_id AS prompt, answer_mode AS mode FROM site WHERE key = $1`,
        [siteKey],
      );
      if (!former.has(siteKey)) former.set(siteKey, rows[0]);
      await pool.query(
        `WITH made AS (
           INSERT INTO prompt_version (id, site_id, number, system_prompt)
           SELECT gen_random_uuid(), site.id, 1 + max(number), $2 FROM site JOIN prompt_version ON site_id = site.id
           WHERE key = $1 GROUP BY site.id RETURNING id, site_id)
         UPDATE site SET published_prompt_version_id = made.id, answer_mode = 'plain' FROM made WHERE site.id = made.site_id`,
        [siteKey, 'You tell visitors about plants.'],
      );
    },
    async publishFormerPrompts(): Promise<void> {
      for (const { key, prompt, mode } of former.values()) {
        await pool.query(
          'UPDATE site SET published_prompt_version_id = $2, answer_mode = $3::answer_mode WHERE key = $1',
          [key, prompt, mode],
        );
      }
      former.clear();
    },
    /** Has a site ask who a visitor is before the first message. */
    async askBeforeChat(siteKey: string, preChat: PreChatForm): Promise<void> {
      await pool.query(
        `UPDATE site SET widget_settings = widget_settings || jsonb_build_object('preChat', $2::jsonb) WHERE key = $1`,
        [siteKey, JSON.stringify(preChat)],
      );
    },
    /** Changes what a site says. @returns takes it back */
    async changeSite(siteKey: string, fields: SiteTexts): Promise<() => Promise<void>> {
      const change = (texts: SiteTexts) =>
        pool.query(
          `UPDATE site SET name = $2, greeting = $3, suggestions = $4, reply_texts = $5,
             knowledge_version = knowledge_version + 1 WHERE key = $1`,
          [siteKey, texts.name, texts.greeting, texts.suggestions, texts.replyTexts],
        );
      const { rows } = await pool.query<SiteTexts>(
        'SELECT name, greeting, suggestions, reply_texts AS "replyTexts" FROM site WHERE key = $1',
        [siteKey],
      );
      const [before] = rows;
      if (!before) throw new Error(`there is no site ${siteKey}`);
      await change(fields);
      return async () => void (await change(before));
    },
    /** As if its site's server had told who it is. */
    async nameNewestVisitor(name: string): Promise<void> {
      await pool.query(
        'UPDATE visitor SET name = $1 WHERE id = (SELECT visitor_id FROM conversation ORDER BY last_activity_at DESC LIMIT 1)',
        [name],
      );
    },
    /** As if the customer had waited for so much longer, and their agent had been away. */
    async letWait(conversationId: string, minutes: number): Promise<void> {
      await pool.query(
        `WITH waits AS (
           UPDATE conversation SET waiting_since = waiting_since - $2 * interval '1 minute',
                  assigned_at = assigned_at - $2 * interval '1 minute'
            WHERE id = $1 RETURNING site_id, assignee_id)
         UPDATE agent_presence SET seen_at = seen_at - $2 * interval '1 minute'
           FROM waits WHERE user_id = assignee_id AND agent_presence.site_id = waits.site_id`,
        [conversationId, minutes],
      );
    },
    /** As if worker after worker had died of the newest answer, which is in the making: it fails. */
    async failNewestAnswer(): Promise<void> {
      await pool.query(
        `UPDATE generation SET state = 'queued', epoch = 5, worker_id = NULL, lease_until = NULL
          WHERE id = (SELECT id FROM generation ORDER BY received_at DESC LIMIT 1) AND state IN ('queued', 'running')`,
      );
    },
    end: () => pool.end(),
  };
}

export type Store = ReturnType<typeof openStore>;
