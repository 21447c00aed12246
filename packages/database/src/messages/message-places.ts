import type { ConversationState } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import { isKeptNow, type KeptAnswer, mayGiveAgain } from '../generations/answer-cache.ts';
import type { LastAnswer, NewMessage } from './messages.ts';

/** A visitor whose messages wait for this transaction. */
export interface LockedVisitor {
  /** An agent who tries the bot. */
  sandbox: boolean;
  /** Nothing is taken from them any more. */
  blocked: boolean;
  /** It is made with the message. */
  isNew: boolean;
}

/** What a message finds where it is to be stored. */
export interface Place {
  /** Its client id is stored already. */
  known: boolean;
  /** Of its conversation, which stays locked; null where there is none that this visitor may write in. */
  lastSeq: number | null;
  /** Who has its conversation; null where it begins one. */
  state: ConversationState | null;
  /** Its conversation is some agent's. */
  assigned: boolean;
  /** An answer is being made there. */
  answering: boolean;
  /** The question by which the answer cache was asked; null where it was not. */
  question: string | null;
  /** An approved answer, or one of the answer cache. */
  kept: KeptAnswer | null;
  /** Who made the conversation's last answer; null where the site's answers are quoted, which have nothing of it in their prompt. */
  last: LastAnswer | null;
  /** The clock's time, once all that it waited for is over. */
  at: Date;
  /** How far the database's clock is ahead of this process's. */
  aheadMs: number;
}

/**
 * Locks the visitors, in the order of their ids: two sockets that send the same client id at once must not both find
 * nothing, nor two messages for one conversation both find it idle.
 * @returns by id, those who are there, and those who are made with their message; at a site that is not removed
 */
export async function lockVisitors(
  transaction: Prisma.TransactionClient,
  messages: readonly NewMessage[],
): Promise<Map<string, LockedVisitor>> {
  const visitors = new Map<string, LockedVisitor>();
  const there = messages.filter(({ newVisitor }) => !newVisitor);
  const made = messages.filter(({ newVisitor }) => newVisitor);
  const makeAt = (sites: ReadonlySet<string>, { visitorId, siteId }: NewMessage) => {
    if (sites.has(siteId)) visitors.set(visitorId, { sandbox: false, blocked: false, isNew: true });
  };
  const sites = await sitesThere(transaction, made);
  for (const message of made) makeAt(sites, message);
  if (there.length === 0) return visitors;
  const wanted = there.map(({ siteId, visitorId }) => ({ id: visitorId, site_id: siteId }));
  const locked = await transaction.$queryRaw<{ id: string; sandbox: boolean; blocked: boolean }[]>`
    WITH locked AS (
      SELECT visitor.id
        FROM visitor JOIN jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS wanted(id uuid, site_id uuid)
          ON visitor.id = wanted.id AND visitor.site_id = wanted.site_id AND visitor.carried_over_at IS NULL
        JOIN site ON site.id = visitor.site_id AND site.removed_at IS NULL
       ORDER BY visitor.id
         FOR NO KEY UPDATE OF visitor
    )
    UPDATE visitor SET last_seen_at = now() FROM locked WHERE visitor.id = locked.id
    RETURNING visitor.id, visitor.sandbox, visitor.blocked_at IS NOT NULL AS blocked`;
  for (const { id, sandbox, blocked } of locked) visitors.set(id, { sandbox, blocked, isNew: false });
  // Of two that make the same one at once, at two gateways, the second fails, and finds it there when it is stored alone.
  const missing = there.filter(({ visitorId, visitorMayBeNew }) => visitorMayBeNew && !visitors.has(visitorId));
  const sitesOfMissing = await sitesThere(transaction, missing);
  for (const message of missing) makeAt(sitesOfMissing, message);
  return visitors;
}

/** Of the messages' sites those that are not removed, nor will be before the transaction ends. */
async function sitesThere(
  transaction: Prisma.TransactionClient,
  messages: readonly NewMessage[],
): Promise<ReadonlySet<string>> {
  if (messages.length === 0) return new Set();
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id FROM site WHERE id = ANY(${messages.map(({ siteId }) => siteId)}::uuid[]) AND removed_at IS NULL
     ORDER BY id FOR KEY SHARE`;
  return new Set(rows.map(({ id }) => id));
}

/**
 * Looks whether each message may be stored, and whether the answer cache has its answer; locks the conversations that go on,
 * in the order of their ids. A statement of its own after the visitors' locks: it must see what was committed while waiting
 * for them.
 */
export async function readPlaces(
  transaction: Prisma.TransactionClient,
  messages: readonly NewMessage[],
  visitors: ReadonlyMap<string, LockedVisitor>,
): Promise<Place[]> {
  const asked = messages.map((message, place) => ({
    place,
    site_id: message.siteId,
    visitor_id: message.newVisitor ? null : message.visitorId,
    conversation_id: message.conversationId ?? null,
    client_message_id: message.clientMessageId,
    // What an agent tries is to be made by the model.
    question: visitors.get(message.visitorId)?.sandbox ? null : (message.cacheQuestion ?? null),
    // What a person wrote, customers are told whichever version of the prompt is tried.
    approved_question: message.approvedQuestion ?? null,
  }));
  const rows = await transaction.$queryRaw<(Omit<Place, 'kept' | 'aheadMs'> & KeptRow)[]>`
    WITH asked AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS asked(place int, site_id uuid, visitor_id uuid,
        conversation_id uuid, client_message_id uuid, question text, approved_question text)
    ), goes_on AS (
      SELECT conversation.id, conversation.last_seq, conversation.state, conversation.assignee_id
        FROM conversation JOIN asked ON asked.conversation_id = conversation.id AND asked.site_id = conversation.site_id
         AND asked.visitor_id = conversation.visitor_id
       ORDER BY conversation.id
         FOR NO KEY UPDATE OF conversation
    )
    SELECT goes_on.last_seq AS "lastSeq", goes_on.state::text AS state, goes_on.assignee_id IS NOT NULL AS assigned,
      asked.question, clock_timestamp() AS at,
      EXISTS (SELECT FROM message WHERE message.visitor_id = asked.visitor_id
        AND message.client_message_id = asked.client_message_id) AS known,
      EXISTS (SELECT FROM generation WHERE generation.conversation_id = asked.conversation_id
        AND state IN ('queued', 'running')) AS answering,
      approved.id AS "approvedId", approved.answer AS "approvedText",
      kept.generation_id AS "keptId", kept.text AS "keptText", kept.sources AS "keptSources",
      (SELECT json_build_object('workerId', made.worker_id, 'agoMs', extract(epoch FROM now() - made.finished_at) * 1000)
         FROM generation made JOIN site ON site.id = made.site_id
        WHERE made.conversation_id = goes_on.id AND made.state = 'done' AND made.worker_id IS NOT NULL
          AND site.answer_mode <> 'quote'
        ORDER BY made.finished_at DESC LIMIT 1) AS last
      FROM asked
      LEFT JOIN goes_on ON goes_on.id = asked.conversation_id
      LEFT JOIN approved_answer approved
        ON approved.site_id = asked.site_id AND approved.normal_form = asked.approved_question
      LEFT JOIN LATERAL (
        SELECT cached.generation_id, answer.text, answer.sources
          FROM cached_answer cached
          JOIN site ON site.id = cached.site_id
          JOIN message answer ON answer.generation_id = cached.generation_id
         WHERE cached.site_id = asked.site_id AND cached.question = asked.question AND ${isKeptNow}
           AND ${mayGiveAgain(Prisma.sql`cached.site_id`)}
      ) kept ON true
     ORDER BY asked.place`;
  const readAtMs = Date.now();
  return rows.map(({ approvedId, approvedText, keptId, keptText, keptSources, ...place }) => ({
    ...place,
    aheadMs: place.at.getTime() - readAtMs,
    kept: keptOf({ approvedId, approvedText, keptId, keptText, keptSources }),
  }));
}

interface KeptRow {
  approvedId: string | null;
  approvedText: string | null;
  keptId: string | null;
  keptText: string | null;
  keptSources: KeptAnswer['sources'];
}

/** What a person wrote comes before what a model made. */
function keptOf({ approvedId, approvedText, keptId, keptText, keptSources }: KeptRow): KeptAnswer | null {
  if (approvedId !== null) return { generationId: null, approvedId, text: approvedText ?? '', sources: null };
  if (keptId !== null) return { generationId: keptId, approvedId: null, text: keptText ?? '', sources: keptSources };
  return null;
}
