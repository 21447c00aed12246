import { type ConversationEvent, conversationEvent, mostWaitingCounted } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';

/** For so long one gateway tries a delivery; then another one may. */
export const webhookClaimMs = 60_000;
/** Nobody is told of what happened longer ago: the address has not answered for days. */
const staleMs = 3 * 24 * 3_600_000;
/** So many are taken out at a time. */
const batch = 5_000;

/** An event that a webhook is to be told of. */
export interface ClaimedDelivery {
  id: string;
  webhookId: string;
  siteId: string;
  url: string;
  sealed: Uint8Array;
  /** With this one. */
  attempts: number;
  event: ConversationEvent;
}

export interface ClaimOptions {
  /** So many of one webhook, and of all webhooks of a site, but for those that they have under way already (`busy`, by the ids of both). */
  most: number;
  mostOfSite: number;
  busy: ReadonlyMap<string, number>;
  /** Webhooks of which none is claimed now. */
  resting?: readonly string[] | undefined;
  /** So many of all. */
  atOnce: number;
  claimMs?: number | undefined;
}

/**
 * Claims what is due, of each webhook a few, of one that fails a single one, the oldest first. Sites that have the fewest under way come
 * first; among them it is chance. Until {@link webhookClaimMs} have passed no other gateway looks at it.
 */
export async function claimDeliveries(
  database: Database,
  { most, mostOfSite, atOnce, busy, resting = [], claimMs = webhookClaimMs }: ClaimOptions,
): Promise<ClaimedDelivery[]> {
  const held = JSON.stringify([...busy].map(([id, count]) => ({ id, count })));
  const rows = await database.$queryRaw<(Omit<ClaimedDelivery, 'event'> & { event: object })[]>`
    WITH held AS (
      SELECT * FROM jsonb_to_recordset(${held}::jsonb) AS held(id uuid, count int)
    ), due AS (
      SELECT due_of_site.id
        FROM (SELECT site.id, coalesce(held.count, 0) AS busy FROM site LEFT JOIN held ON held.id = site.id
               WHERE site.removed_at IS NULL AND EXISTS (SELECT FROM webhook WHERE site_id = site.id AND paused_at IS NULL)
               ORDER BY busy, random()) AS site
       CROSS JOIN LATERAL (
             SELECT oldest.id
               FROM (SELECT webhook.*, coalesce(held.count, 0) AS busy FROM webhook LEFT JOIN held ON held.id = webhook.id
                      WHERE site_id = site.id AND paused_at IS NULL AND webhook.id <> ALL(${[...resting]}::uuid[])
                      ORDER BY random()) AS webhook
              CROSS JOIN LATERAL (
                    SELECT id FROM webhook_delivery WHERE webhook_id = webhook.id AND next_at <= now()
                     ORDER BY next_at, seq LIMIT greatest(0, CASE WHEN webhook.failing_since IS NULL THEN ${most} ELSE 1 END - webhook.busy)
                       FOR UPDATE SKIP LOCKED) AS oldest
              LIMIT greatest(0, ${mostOfSite} - site.busy)) AS due_of_site
       LIMIT ${atOnce}
    ), claimed AS (
      UPDATE webhook_delivery AS delivery
         SET attempts = attempts + 1, next_at = now() + ${claimMs} * interval '1 millisecond'
        FROM due WHERE delivery.id = due.id
      RETURNING delivery.*
    )
    SELECT claimed.id, claimed.webhook_id AS "webhookId", webhook.site_id AS "siteId", webhook.url, webhook.sealed, claimed.attempts,
           event.payload || jsonb_build_object('conversationId', event.conversation_id, 'seq', event.seq,
             'at', to_char(event.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS event
      FROM claimed JOIN webhook ON webhook.id = claimed.webhook_id
      JOIN conversation_event AS event ON event.conversation_id = claimed.conversation_id AND event.seq = claimed.seq
     ORDER BY event.created_at, event.seq`;
  // What this version can't read was written by a newer one, and goes on as it is.
  return rows.map((row) => {
    const parsed = conversationEvent.safeParse(row.event);
    return { ...row, event: parsed.success ? parsed.data : (row.event as ConversationEvent) };
  });
}

/** It arrived. */
export async function finishDelivery(
  database: Queryable,
  { id, webhookId, attempts }: Pick<ClaimedDelivery, 'id' | 'webhookId' | 'attempts'>,
): Promise<void> {
  await database.$executeRaw`
    WITH told AS (DELETE FROM webhook_delivery WHERE id = ${id}::uuid AND attempts = ${attempts} RETURNING id)
    UPDATE webhook SET delivered_at = now(), failing_since = NULL, last_error = NULL
     WHERE id = ${webhookId}::uuid AND ${deliveryFirst(Prisma.sql`told`)}`;
}

/** All who change a delivery and its webhook lock them in that order, or they would wait for each other. */
const deliveryFirst = (changed: Prisma.Sql): Prisma.Sql => Prisma.sql`(SELECT count(*) FROM ${changed}) >= 0`;

/** The gateway ends before it has an answer: another one tries at once, and this was no attempt. */
export async function releaseDelivery(
  database: Queryable,
  { id, attempts }: Pick<ClaimedDelivery, 'id' | 'attempts'>,
): Promise<void> {
  await database.$executeRaw`
    UPDATE webhook_delivery SET next_at = now(), attempts = attempts - 1 WHERE id = ${id}::uuid AND attempts = ${attempts}`;
}

/**
 * It did not arrive. Of a webhook that has been paused meanwhile nothing more is said.
 * @param outcome.laterMs when it is tried again; null: never
 * @param outcome.pause nothing is sent there any more, as its server says that nobody is there
 */
export async function failDelivery(
  database: Queryable,
  { id, webhookId, attempts }: Pick<ClaimedDelivery, 'id' | 'webhookId' | 'attempts'>,
  { error, laterMs, pause = false }: { error: string; laterMs: number | null; pause?: boolean },
): Promise<void> {
  await database.$executeRaw`
    WITH later AS (
      UPDATE webhook_delivery SET next_at = now() + ${laterMs ?? 0} * interval '1 millisecond'
       WHERE id = ${id}::uuid AND attempts = ${attempts} AND ${laterMs !== null} RETURNING id
    ), dropped AS (
      DELETE FROM webhook_delivery WHERE id = ${id}::uuid AND attempts = ${attempts} AND ${laterMs === null} RETURNING id
    )
    UPDATE webhook SET last_error = CASE WHEN paused_at IS NULL THEN ${error} ELSE last_error END,
           failing_since = CASE WHEN paused_at IS NULL THEN coalesce(failing_since, now()) ELSE failing_since END,
           given_up = given_up + (SELECT count(*) FROM dropped)::int,
           paused_at = CASE WHEN ${pause} THEN coalesce(paused_at, now()) ELSE paused_at END
     WHERE id = ${webhookId}::uuid AND ${deliveryFirst(Prisma.sql`later`)}`;
}

/**
 * Gives up what waits for days, and what waits for a webhook that is paused; pauses those to which nothing has come for as long, if they
 * are still tried: one that had little to be told may have failed once.
 * @returns how many events were given up
 */
export async function dropStaleDeliveries(database: Database): Promise<number> {
  await database.$executeRaw`
    UPDATE webhook SET paused_at = now()
     WHERE paused_at IS NULL AND failing_since < now() - ${staleMs} * interval '1 millisecond'
       AND EXISTS (SELECT FROM webhook_delivery WHERE webhook_id = webhook.id AND attempts > 0)`;
  let dropped = 0;
  for (let more = batch; more === batch; dropped += more) {
    const [row] = await database.$queryRaw<[{ dropped: number }]>`
      WITH stale AS (
        SELECT delivery.id FROM webhook_delivery AS delivery
          JOIN webhook ON webhook.id = delivery.webhook_id
          JOIN conversation_event AS event ON event.conversation_id = delivery.conversation_id AND event.seq = delivery.seq
         WHERE webhook.paused_at IS NOT NULL OR event.created_at < now() - ${staleMs} * interval '1 millisecond'
         LIMIT ${batch} FOR UPDATE OF delivery SKIP LOCKED
      ), dropped AS (
        DELETE FROM webhook_delivery AS delivery USING stale WHERE delivery.id = stale.id RETURNING webhook_id
      ), counted AS (
        UPDATE webhook SET given_up = given_up + (SELECT count(*) FROM dropped WHERE webhook_id = webhook.id)::int
         WHERE id IN (SELECT webhook_id FROM dropped)
      )
      SELECT count(*)::int AS dropped FROM dropped`;
    more = row.dropped;
  }
  return dropped;
}

/** How many events webhooks have not been told of yet; of more than a hundred thousand that they are so many. */
export async function countWaitingDeliveries(database: Queryable): Promise<number> {
  const [row] = await database.$queryRaw<[{ waiting: number }]>`
    SELECT count(*)::int AS waiting FROM (SELECT FROM webhook_delivery LIMIT 100000) AS waiting`;
  return row.waiting;
}

/** How many events each webhook of a site has not been told of yet, by its id: of more than {@link mostWaitingCounted}, one more than these. */
export async function countWaitingOf(database: Queryable, siteId: string): Promise<Map<string, number>> {
  const rows = await database.$queryRaw<{ id: string; waiting: number }[]>`
    SELECT webhook.id, counted.waiting FROM webhook
     CROSS JOIN LATERAL (
           SELECT count(*)::int AS waiting
             FROM (SELECT FROM webhook_delivery WHERE webhook_id = webhook.id
                   -- By the index: where few of many are its own, all would be read.
                    ORDER BY next_at LIMIT ${mostWaitingCounted + 1}) AS waiting) AS counted
     WHERE webhook.site_id = ${siteId}::uuid`;
  return new Map(rows.map(({ id, waiting }) => [id, waiting]));
}

/** Forgets what a webhook was to be told, a part at a time: it may be much. */
export async function forgetDeliveries(database: Database, webhookId: string): Promise<void> {
  for (let deleted = batch; deleted === batch; ) {
    deleted = await database.$executeRaw`
      DELETE FROM webhook_delivery WHERE id IN (SELECT id FROM webhook_delivery WHERE webhook_id = ${webhookId}::uuid LIMIT ${batch})`;
  }
}

/**
 * Puts other sealed forms in the place of those that are stored, of all sites.
 * @param replace the other form of one; null: it stays as it is
 * @returns how many were replaced
 */
export async function replaceSealedWebhooks(
  database: Database,
  replace: (stored: { id: string; sealed: Uint8Array }) => Uint8Array<ArrayBuffer> | null,
): Promise<number> {
  let replaced = 0;
  for (const stored of await database.webhook.findMany({ select: { id: true, sealed: true } })) {
    const sealed = replace(stored);
    if (!sealed) continue;
    const { count } = await database.webhook.updateMany({
      where: { id: stored.id, sealed: stored.sealed },
      data: { sealed },
    });
    replaced += count;
  }
  return replaced;
}
