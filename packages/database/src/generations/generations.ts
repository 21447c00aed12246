import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';

/** How often a generation may be claimed: one that kills worker after worker must not do so for ever. */
export const maxClaims = 5;

/** The condition under which a running generation's worker counts as silent for too long. */
export const leaseRanOut = Prisma.sql`state = 'running' AND lease_until < now()`;

/**
 * The condition under which an answer waits for a worker. One that will be queued later waits for the words of an equal question
 * until then, as its gateway has noted (`GatewayTimes`), and takes nobody's place.
 */
export const waitsForWorker = Prisma.sql`state = 'queued' AND queued_at <= now()`;

/** A worker's right to a generation: every write below is refused once another claim has a later epoch. */
export interface Claim {
  generationId: string;
  epoch: number;
  workerId: string;
}

export interface ClaimedGeneration extends Claim {
  siteId: string;
  conversationId: string;
  questionMessageId: string;
  /** From the gateway's receipt of the question to this claim, in milliseconds. */
  waitedMs: number;
}

/**
 * Takes a generation that waits, or whose worker let its lease run out, with the next epoch. Of several workers that try,
 * one gets it. The first claim sets `startedAt`.
 * @returns null when there is nothing to take: somebody else has it, it has ended, it is overdue, or it was claimed
 *   {@link maxClaims} times
 */
export async function claimGeneration(
  database: Queryable,
  { generationId, workerId, leaseMs }: { generationId: string; workerId: string; leaseMs: number },
): Promise<ClaimedGeneration | null> {
  const rows = await database.$queryRaw<ClaimedGeneration[]>`
    UPDATE generation
       SET state = 'running', epoch = epoch + 1, worker_id = ${workerId},
           lease_until = now() + ${leaseMs} * interval '1 millisecond',
           started_at = COALESCE(started_at, now())
     WHERE id = ${generationId}::uuid
       AND epoch < ${maxClaims}
       AND (state = 'queued' OR (state = 'running' AND lease_until < now()))
       AND (started_at IS NOT NULL OR deadline_at > now())
    RETURNING id AS "generationId", epoch, worker_id AS "workerId", site_id AS "siteId",
              conversation_id AS "conversationId", question_message_id AS "questionMessageId",
              greatest(0, extract(epoch FROM now() - received_at) * 1000)::float8 AS "waitedMs"`;
  return rows[0] ?? null;
}

/**
 * Prolongs the leases of all that a worker runs, in one statement.
 * @returns those of `claims` that no longer hold: their worker must stop at once
 */
export async function renewLeases<Held extends Claim>(
  database: Queryable,
  { workerId, claims, leaseMs }: { workerId: string; claims: readonly Held[]; leaseMs: number },
): Promise<Held[]> {
  // Rows are locked in the order of their ids, here and in storeChunks: two statements of one worker can't deadlock.
  const held = await database.$queryRaw<{ id: string }[]>`
    WITH mine AS (
      SELECT g.id
        FROM generation g
        JOIN jsonb_to_recordset(${toRows(claims)}::jsonb) AS c(generation_id uuid, epoch int)
          ON c.generation_id = g.id AND c.epoch = g.epoch
       WHERE g.state = 'running' AND g.worker_id = ${workerId}
       ORDER BY g.id
         FOR UPDATE OF g
    )
    UPDATE generation SET lease_until = now() + ${leaseMs} * interval '1 millisecond'
      FROM mine
     WHERE generation.id = mine.id
    RETURNING generation.id`;
  const ids = new Set(held.map(({ id }) => id));
  return claims.filter(({ generationId }) => !ids.has(generationId));
}

/**
 * Ends the leases of workers that are gone, so that the next sweep puts their answers back. One that is alive all the same
 * may renew until then; afterwards its epoch is old, and what it writes is refused.
 * @returns how many there were
 */
export function endLeases(database: Queryable, workerIds: readonly string[]): Promise<number> {
  // Locked in the order of their ids, as in renewLeases.
  return database.$executeRaw`
    WITH theirs AS (
      SELECT id FROM generation
       WHERE state = 'running' AND lease_until > now() AND worker_id = ANY(${workerIds}::text[])
       ORDER BY id
         FOR NO KEY UPDATE
    )
    UPDATE generation SET lease_until = now() - interval '1 millisecond' FROM theirs WHERE generation.id = theirs.id`;
}

/**
 * Gives a running generation back to the queue, for a worker that stops: another one goes on where this one was.
 * @returns false when the claim no longer held
 */
export async function releaseGeneration(database: Queryable, claim: Claim): Promise<boolean> {
  const released = await database.$executeRaw`
    UPDATE generation SET state = 'queued', worker_id = NULL, lease_until = NULL, queued_at = now()
     WHERE ${isHeld(claim)}`;
  return released === 1;
}

/**
 * Notes when the first words were stored and what came before, once: a later claim does not measure it again.
 * A claim that no longer holds changes nothing.
 */
export async function recordFirstText(
  database: Queryable,
  claim: Claim,
  { prefillMs, firstTokenMs }: { prefillMs: number; firstTokenMs: number },
): Promise<void> {
  await database.$executeRaw`
    UPDATE generation SET first_text_at = now(), prefill_ms = ${prefillMs}, first_token_ms = ${firstTokenMs}
     WHERE ${isHeld(claim)} AND first_text_at IS NULL`;
}

/** The condition under which a claim may still write. */
export function fence({ generationId, epoch, workerId }: Claim) {
  return { id: generationId, epoch, workerId, state: 'running' } as const satisfies Prisma.GenerationWhereInput;
}

const isHeld = ({ generationId, epoch, workerId }: Claim): Prisma.Sql =>
  Prisma.sql`id = ${generationId}::uuid AND epoch = ${epoch} AND worker_id = ${workerId} AND state = 'running'`;

function toRows(claims: readonly Claim[]): string {
  return JSON.stringify(claims.map(({ generationId, epoch }) => ({ generation_id: generationId, epoch })));
}
