import { firstAccountEmail, letterMinutes } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { countTeamLetter } from './letter-limits.ts';
import { mailClaimMs } from './reply-mails.ts';

/** Whoever has had a letter of a site has the next one so much later: who waits meanwhile is in that. */
const apartMs = 15 * 60_000;
/** Who waits for so long beyond their time is no news to anybody: letters could not be sent, or the product has come to know them. */
const staleMs = 24 * 3_600_000;
/** A letter names so many; of the others it says how many they are. */
export const namedWaits = 20;

/** A customer who waits for a person. */
export interface CustomerWait {
  conversationId: string;
  waitingSince: Date;
  waitedMs: number;
  visitorId: string;
  /** As far as is known: what they are called, and where they are written to. */
  name: string | null;
  email: string | null;
  /** Of what they wrote last, the beginning, or the names of the files; empty where it is nothing, and beyond those that are named. */
  words: string;
}

/** Somebody of a site's team who is to be told, and of whom. */
export interface ClaimedWaitingLetter {
  userId: string;
  siteId: string;
  email: string;
  siteName: string;
  /** With this one, where it is to be sent; each was counted at the first. */
  attempts: number;
  /** Until then no other gateway claims it. */
  claimedUntil: Date;
  /** Whoever waits for them and whom they were not told of, the longest first. Of those beyond the first twenty no words are told. */
  waits: CustomerWait[];
  /** The site's team has had all its letters of the day: it is not to be sent. */
  beyondLimit: boolean;
}

type LetterClaim = Pick<ClaimedWaitingLetter, 'userId' | 'siteId' | 'attempts' | 'claimedUntil'>;

/** The site's minutes, null where it wants no letters: of settings as they are stored, whatever their version. */
const minutes = Prisma.sql`CASE jsonb_typeof(site.team_settings->'letterAfterMinutes')
  WHEN 'number' THEN (site.team_settings->>'letterAfterMinutes')::float8 WHEN 'null' THEN NULL ELSE ${letterMinutes.usual} END`;

/**
 * Whoever is told that the customer of the rows of `site` and `conversation` around it waits: whose it is, or where it is nobody's,
 * all to whom the site hands over. They may answer there still, have an address, want letters, and were not told.
 */
const toldOf = Prisma.sql`
  SELECT "user".id, "user".email
    FROM (SELECT user_id FROM membership WHERE membership.site_id = site.id AND membership.role <> 'viewer'
           UNION SELECT id FROM "user" WHERE role = 'owner') AS answering
    JOIN "user" ON "user".id = answering.user_id
   WHERE "user".waiting_letters AND "user".email <> ${firstAccountEmail}
     AND CASE WHEN conversation.assignee_id IS NOT NULL THEN conversation.assignee_id = "user".id
              ELSE jsonb_typeof(site.team_settings->'members') IS DISTINCT FROM 'array'
                   OR jsonb_exists(site.team_settings->'members', "user".id) END
     AND NOT EXISTS (SELECT FROM told_wait AS told
           WHERE told.user_id = "user".id AND told.conversation_id = conversation.id
             AND told.waiting_since = conversation.waiting_since)`;

/** Each customer who waits for a person, of a site that is there, and each who is told of them. */
const waiting = Prisma.sql`
  conversation JOIN site ON site.id = conversation.site_id JOIN visitor ON visitor.id = conversation.visitor_id
    CROSS JOIN LATERAL (${toldOf}) AS reader
   WHERE conversation.waiting_since > now() - ${staleMs + letterMinutes.most * 60_000} * interval '1 millisecond'
     AND conversation.waiting_since > now() - ${minutes} * interval '1 minute' - ${staleMs} * interval '1 millisecond'
     AND NOT conversation.sandbox AND visitor.blocked_at IS NULL AND site.removed_at IS NULL`;

/** Of rows of {@link waiting}: whoever waits has done so for as long as their site says. */
const isLong = Prisma.sql`
  greatest(conversation.waiting_since, conversation.assigned_at) <= now() - ${minutes} * interval '1 minute'`;

/** How many letters to teams are due, or could not be sent yet. */
export async function countDueWaitingLetters(database: Queryable): Promise<number> {
  const [row] = await database.$queryRaw<[{ due: number }]>`
    SELECT count(DISTINCT (reader.id, site.id))::int AS due FROM ${waiting} AND ${isLong}
       AND NOT EXISTS (SELECT FROM waiting_letter AS letter
             WHERE letter.user_id = reader.id AND letter.site_id = site.id AND letter.next_at > now() AND letter.attempts = 0)`;
  return row.due;
}

/**
 * Claims the letter to somebody who is to be told of a customer who has waited for as long as their site says; whoever else waits for
 * them is in it, too. For two minutes no other gateway looks at it. Whoever is given a conversation has that time to come.
 * @param options.siteLetters how many letters of a day (UTC) a site's team may be sent
 */
export function claimWaitingLetter(
  database: Database,
  { siteLetters, claimMs = mailClaimMs }: { siteLetters: number; claimMs?: number | undefined },
): Promise<ClaimedWaitingLetter | null> {
  return database.$transaction(async (transaction) => {
    // Somebody in it waited already when it was to be tried again: it has failed, however late it is now. Else it is another letter.
    const [claim] = await transaction.$queryRaw<Omit<ClaimedWaitingLetter, 'waits' | 'beyondLimit'>[]>`
      WITH due AS (
        SELECT reader.id AS user_id, site.id AS site_id, reader.email, site.name, conversation.waiting_since FROM ${waiting}
           AND ${isLong}
           AND NOT EXISTS (SELECT FROM waiting_letter AS letter WHERE letter.user_id = reader.id AND letter.site_id = site.id
                 AND (letter.next_at > now() OR letter.claimed_until > now()))
         ORDER BY conversation.waiting_since LIMIT 1),
      claimed AS (
        INSERT INTO waiting_letter AS letter (user_id, site_id, attempts, claimed_until)
        SELECT user_id, site_id, 1, now() + ${claimMs} * interval '1 millisecond' FROM due
            ON CONFLICT (user_id, site_id) DO UPDATE SET claimed_until = excluded.claimed_until,
               attempts = CASE WHEN (SELECT waiting_since FROM due) <= greatest(letter.next_at, letter.claimed_until)
                               THEN letter.attempts + 1 ELSE 1 END
         WHERE letter.next_at <= now() AND (letter.claimed_until IS NULL OR letter.claimed_until <= now())
        RETURNING *)
      SELECT user_id AS "userId", site_id AS "siteId", due.email, due.name AS "siteName", claimed.attempts,
             claimed.claimed_until AS "claimedUntil"
        FROM claimed JOIN due USING (user_id, site_id)`;
    if (!claim) return null;
    const waits = await readWaits(transaction, claim);
    const isNew = claim.attempts === 1 && waits.length > 0;
    const beyondLimit = isNew && !(await countTeamLetter(transaction, claim.siteId, siteLetters));
    if (waits.length > 0 && !beyondLimit) return { ...claim, waits, beyondLimit };
    // Here and not when it is put off: a gateway that dies before that would leave a letter that counts as counted.
    const attempts = claim.attempts - 1;
    await transaction.$executeRaw`UPDATE waiting_letter SET attempts = ${attempts} WHERE ${isHeld(claim)}`;
    return { ...claim, attempts, waits, beyondLimit };
  });
}

function readWaits(transaction: Queryable, { userId, siteId }: LetterClaim): Promise<CustomerWait[]> {
  return transaction.$queryRaw<CustomerWait[]>`
    SELECT wait.id AS "conversationId", wait.waiting_since AS "waitingSince",
           extract(epoch FROM now() - wait.waiting_since)::float8 * 1000 AS "waitedMs",
           wait.visitor_id AS "visitorId", wait.name, wait.email, coalesce(last.words, '') AS words
      FROM (SELECT conversation.id, conversation.waiting_since, conversation.visitor_id, visitor.name,
                   coalesce(conversation.contact_email, visitor.email) AS email,
                   row_number() OVER (ORDER BY conversation.waiting_since, conversation.id) AS place
              FROM ${waiting} AND site.id = ${siteId}::uuid AND reader.id = ${userId}) AS wait
      LEFT JOIN LATERAL (
        SELECT coalesce(nullif(left(message.text, 400), ''),
                 (SELECT string_agg(name, ', ' ORDER BY position) FROM attachment WHERE message_id = message.id)) AS words
          FROM message WHERE message.conversation_id = wait.id AND message.role = 'visitor'
         ORDER BY message.created_at DESC, message.id DESC LIMIT 1) AS last ON wait.place <= ${namedWaits}
     ORDER BY wait.place`;
}

/** Looks at it again later. Nothing changes where it is claimed anew. */
export async function postponeWaitingLetter(database: Queryable, claim: LetterClaim, laterMs: number): Promise<void> {
  await database.$executeRaw`
    UPDATE waiting_letter SET next_at = now() + ${laterMs} * interval '1 millisecond', claimed_until = NULL
     WHERE ${isHeld(claim)}`;
}

/** They were told of these, or will not be: no letter says so again, and none comes for a quarter of an hour. */
export async function finishWaitingLetter(
  database: Database,
  { waits, ...claim }: LetterClaim & Pick<ClaimedWaitingLetter, 'waits'>,
): Promise<void> {
  const { userId, siteId } = claim;
  const told = JSON.stringify(waits.map(({ conversationId, waitingSince }) => ({ id: conversationId, waitingSince })));
  const isFinished = await database.$transaction(async (transaction) => {
    const held = await transaction.$executeRaw`
      UPDATE waiting_letter SET next_at = now() + ${apartMs} * interval '1 millisecond', claimed_until = NULL, attempts = 0
       WHERE ${isHeld(claim)}`;
    if (held === 0) return false;
    // What is being deleted is left out.
    await transaction.$executeRaw`
      INSERT INTO told_wait (user_id, conversation_id, site_id, waiting_since)
      SELECT ${userId}, conversation.id, conversation.site_id, told."waitingSince"
        FROM jsonb_to_recordset(${told}::jsonb) AS told(id uuid, "waitingSince" timestamptz)
        JOIN conversation ON conversation.id = told.id AND conversation.site_id = ${siteId}::uuid
         FOR KEY SHARE OF conversation SKIP LOCKED
          ON CONFLICT (user_id, conversation_id) DO UPDATE SET waiting_since = excluded.waiting_since`;
    return true;
  });
  if (!isFinished) return;
  await database.$executeRaw`
    DELETE FROM told_wait USING conversation
     WHERE told_wait.user_id = ${userId} AND told_wait.site_id = ${siteId}::uuid AND conversation.id = told_wait.conversation_id
       AND conversation.waiting_since IS DISTINCT FROM told_wait.waiting_since`;
}

const isHeld = ({ userId, siteId, attempts, claimedUntil }: LetterClaim): Prisma.Sql => Prisma.sql`
  user_id = ${userId} AND site_id = ${siteId}::uuid AND attempts = ${attempts} AND claimed_until = ${claimedUntil}`;
