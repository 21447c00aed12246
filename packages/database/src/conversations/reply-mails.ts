import type { Attachment, LetterLimit } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { appendEvents, type ConversationAddress } from './conversation-events.ts';
import type { ConversationChange } from './feedback.ts';
import { type CountedLetter, countLetter } from './letter-limits.ts';

/** Replies within that time go into one letter. */
const gatherMs = 60_000;
/** A gateway that has claimed a letter and died is waited for so long, unless it said otherwise. */
export const mailClaimMs = 120_000;

/** Notes in the transaction of a reply that it is to be mailed, together with those that wait already. */
export async function mailLater(
  transaction: Prisma.TransactionClient,
  { siteId, conversationId }: ConversationAddress,
): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO reply_mail AS known (conversation_id, site_id, due_at, waiting_since)
    SELECT id, site_id, now() + ${gatherMs} * interval '1 millisecond', now() FROM conversation
     WHERE id = ${conversationId}::uuid AND site_id = ${siteId}::uuid AND NOT sandbox
        ON CONFLICT (conversation_id) DO UPDATE
       SET due_at = coalesce(known.due_at, excluded.due_at), waiting_since = coalesce(known.waiting_since, excluded.waiting_since)`;
}

export interface MailedReply {
  seq: number;
  text: string;
  author: string | null;
  attachments: Pick<Attachment, 'name'>[];
}

/** What may be due to a customer, and what decides on it. */
export interface ClaimedReplyMail extends ConversationAddress {
  visitorId: string;
  siteKey: string;
  siteName: string;
  /** Languages in which the site answers, ISO 639-1. */
  languages: string[];
  allowedOrigins: string[];
  /** The site's server has said who the customer is. */
  identified: boolean;
  /** Null: nobody knows where to write to. */
  email: string | null;
  /** It is the one that the site's server has said: in the chat, anybody may have typed anybody's. */
  proved: boolean;
  /** Since a page of the customer's last told of itself. */
  goneMs: number;
  /** Since the first reply that waits. */
  waitingMs: number;
  /** With this one. */
  attempts: number;
  /** Until then no other gateway claims it. */
  claimedUntil: Date;
  /** The conversation's newest event. */
  lastSeq: number;
  /** Not mailed and not seen, oldest first; at a further attempt those of the first, unless they were read meanwhile. */
  replies: MailedReply[];
}

/** A claim on a letter: the later of two ends what the earlier one may still note. */
type MailClaim = Pick<ClaimedReplyMail, 'siteId' | 'conversationId' | 'attempts' | 'claimedUntil'>;

/** Claims one that is due, for two minutes: no other gateway looks at it meanwhile. */
export async function claimReplyMail(
  database: Database,
  { claimMs = mailClaimMs }: { claimMs?: number | undefined } = {},
): Promise<ClaimedReplyMail | null> {
  const [row] = await database.$queryRaw<
    (Omit<ClaimedReplyMail, 'replies'> & { afterSeq: number; sendingSeq: number | null })[]
  >`
    WITH claimed AS (
      UPDATE reply_mail SET claimed_until = now() + ${claimMs} * interval '1 millisecond', attempts = attempts + 1
       WHERE conversation_id = (
         SELECT conversation_id FROM reply_mail
          WHERE due_at <= now() AND site_id IN (SELECT id FROM site WHERE removed_at IS NULL)
            AND (claimed_until IS NULL OR claimed_until < now())
          ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING *
    )
    SELECT claimed.site_id AS "siteId", claimed.conversation_id AS "conversationId", visitor.id AS "visitorId",
           site.key AS "siteKey", site.name AS "siteName", site.languages, site.allowed_origins AS "allowedOrigins",
           visitor.external_id IS NOT NULL AS identified, coalesce(conversation.contact_email, visitor.email) AS email,
           visitor.external_id IS NOT NULL AND visitor.email IS NOT NULL
             AND lower(coalesce(conversation.contact_email, visitor.email)) = lower(visitor.email) AS proved,
           extract(epoch FROM now() - visitor.last_seen_at)::float8 * 1000 AS "goneMs",
           extract(epoch FROM now() - coalesce(claimed.waiting_since, now()))::float8 * 1000 AS "waitingMs",
           claimed.attempts, claimed.claimed_until AS "claimedUntil", conversation.last_seq AS "lastSeq",
           -- Read meanwhile, that letter is not sent: what was replied since is not held back by it.
           CASE WHEN claimed.sending_seq > conversation.read_seq THEN claimed.sending_seq END AS "sendingSeq",
           CASE WHEN claimed.sending_seq > conversation.read_seq THEN claimed.mailed_seq
                ELSE greatest(claimed.mailed_seq, conversation.read_seq) END AS "afterSeq"
      FROM claimed JOIN conversation ON conversation.id = claimed.conversation_id
      JOIN visitor ON visitor.id = conversation.visitor_id JOIN site ON site.id = claimed.site_id`;
  if (!row) return null;
  const { afterSeq, sendingSeq, ...mail } = row;
  const replies = await database.$queryRaw<MailedReply[]>`
    SELECT seq, payload->'message'->>'text' AS text, payload->'message'->'author'->>'name' AS author,
           coalesce(payload->'message'->'attachments', '[]'::jsonb) AS attachments
      FROM conversation_event
     WHERE conversation_id = ${mail.conversationId}::uuid AND site_id = ${mail.siteId}::uuid AND seq > ${afterSeq}
       AND (${sendingSeq}::int IS NULL OR seq <= ${sendingSeq}::int)
       AND payload->>'type' = 'message:created' AND payload->'message'->>'role' = 'agent'
     ORDER BY seq`;
  return { ...mail, replies };
}

/**
 * What is sent now is what is sent at every further attempt: letters with the same id are the same. It is counted at the first.
 * @returns the limit of the day that it is beyond: then it is not to be sent
 */
export function recordSending(
  database: Database,
  letter: ConversationAddress & CountedLetter,
  seq: number,
): Promise<LetterLimit | null> {
  const { conversationId, siteId } = letter;
  return countLetter(database, letter, async (transaction) => {
    const isFirst = await transaction.$executeRaw`
      UPDATE reply_mail SET sending_seq = ${seq}
       WHERE conversation_id = ${conversationId}::uuid AND site_id = ${siteId}::uuid AND sending_seq IS DISTINCT FROM ${seq}`;
    return isFirst > 0;
  });
}

/** Looks at it again later: the customer may leave, or the server of mails come back. Nothing changes where it is claimed anew. */
export async function postponeReplyMail(
  database: Queryable,
  claim: MailClaim,
  { laterMs, tried }: { laterMs: number; tried: boolean },
): Promise<void> {
  await database.$executeRaw`
    UPDATE reply_mail SET due_at = now() + ${laterMs} * interval '1 millisecond', claimed_until = NULL,
           attempts = attempts - ${tried ? 0 : 1}
     WHERE ${isHeld(claim)}`;
}

/**
 * Nothing more is to be mailed of the replies up to `seq`; what was written since is due in its turn.
 * @param outcome null where there was nobody to write to, or nothing that they had not seen
 * @returns the event by which agents are told; its notice is due. Null also where it is claimed anew: then nothing changes
 */
export function finishReplyMail(
  database: Database,
  claim: MailClaim,
  { seq, outcome }: { seq: number; outcome: { email: string; sent: boolean; limit?: LetterLimit } | null },
): Promise<ConversationChange | null> {
  const { conversationId, siteId } = claim;
  return database.$transaction(async (transaction) => {
    // A reply that is being stored adds itself after this, or is seen by the next statement. It locks in this order, too.
    await transaction.$queryRaw`
      SELECT FROM conversation WHERE id = ${conversationId}::uuid AND site_id = ${siteId}::uuid FOR NO KEY UPDATE`;
    const held = await transaction.$executeRaw`
      UPDATE reply_mail SET mailed_seq = greatest(mailed_seq, ${seq}), sending_seq = NULL, attempts = 0, claimed_until = NULL,
             due_at = newer.due_at, waiting_since = newer.at
        FROM (SELECT min(created_at) AS at, min(created_at) + ${gatherMs} * interval '1 millisecond' AS due_at
                FROM conversation_event
               WHERE conversation_id = ${conversationId}::uuid AND site_id = ${siteId}::uuid AND seq > ${seq}
                 AND payload->>'type' = 'message:created' AND payload->'message'->>'role' = 'agent') AS newer
       WHERE ${isHeld(claim)}`;
    if (held === 0 || !outcome) return null;
    const address = { siteId, conversationId };
    const [event] = await appendEvents(transaction, address, [{ type: 'reply:mailed', ...outcome }], 'agents');
    return event ? { ...address, seq: event.seq } : null;
  });
}

const isHeld = ({ siteId, conversationId, attempts, claimedUntil }: MailClaim): Prisma.Sql => Prisma.sql`
  conversation_id = ${conversationId}::uuid AND site_id = ${siteId}::uuid AND attempts = ${attempts}
  AND claimed_until = ${claimedUntil}`;

/**
 * Visitors for whom a letter waits, a page at a time: of those, it matters whether they have the chat open.
 * @param pageSize at least 1
 */
export async function* listAwaitedVisitors(database: Queryable, pageSize = 1_000): AsyncGenerator<string[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await database.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT visitor_id AS id FROM reply_mail JOIN conversation ON conversation.id = reply_mail.conversation_id
       WHERE due_at IS NOT NULL AND visitor_id > ${after}::uuid ORDER BY visitor_id LIMIT ${pageSize}`;
    const last = rows.at(-1);
    if (last) yield rows.map(({ id }) => id);
    if (!last || rows.length < pageSize) return;
    after = last.id;
  }
}

/** How many letters with replies are due, or could not be sent yet. */
export async function countDueReplyMails(database: Queryable): Promise<number> {
  const [row] = await database.$queryRaw<[{ due: number }]>`
    SELECT count(*)::int AS due FROM reply_mail
     WHERE due_at IS NOT NULL AND (due_at <= now() OR attempts > 0)
       AND site_id IN (SELECT id FROM site WHERE removed_at IS NULL)`;
  return row.due;
}

/** These visitors have the chat open. */
export async function noteSeen(database: Queryable, visitorIds: readonly string[]): Promise<void> {
  if (visitorIds.length === 0) return;
  await database.$executeRaw`UPDATE visitor SET last_seen_at = now() WHERE id = ANY(${[...visitorIds]}::uuid[])`;
}
