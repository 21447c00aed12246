// What becomes of conversations without anybody doing it.
import { CodedError, nextState } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Database } from '../connection/client.ts';
import { readClock } from '../connection/clock.ts';
import { findAssignee, whoIsThere } from '../team/agents.ts';
import { assignToWhoIsThere } from './assignments.ts';
import type { ConversationAddress } from './conversation-events.ts';
import {
  append,
  type Held,
  inConversation,
  notAside,
  releaseHeld,
  type StoredChange,
  standing,
  update,
} from './held-conversation.ts';
import { absenceMs, isLeftWaiting, type LeftSince, untouchedMs } from './left-waiting.ts';

/** Called with each change as soon as it is stored: its notice is due. */
export type Tell = (change: StoredChange) => unknown;

/** Brings back what was snoozed until now; call it every second or so, in any number of processes. */
export async function wakeSnoozed(database: Database, tell: Tell): Promise<void> {
  const due = await database.conversation.findMany({
    where: { snoozedUntil: { lte: await readClock(database) } },
    select: { id: true, siteId: true },
    take: 100,
  });
  const asleep = due.map(({ id, siteId }) => ({ siteId, conversationId: id }));
  await stepInEach(database, asleep, tell, async (transaction, held) => {
    const state = nextState(standing(held), { kind: 'wake' });
    // Somebody was quicker.
    if (!state) return null;
    await update(transaction, held, { state, ...notAside });
    const seq = await append(transaction, held, { type: 'conversation:reopened', by: null, state });
    return (await assignToWhoIsThere(transaction, held))?.seq ?? seq;
  });
}

/**
 * Gives whatever waits for a person at these sites, and is nobody's, to whoever is there, first what has waited longest.
 * @param options.came somebody has come; else what an agent has made nobody's stays so until something else happens in it
 */
export async function assignWaiting(
  database: Database,
  siteIds: readonly string[],
  tell: Tell,
  { came = false } = {},
): Promise<void> {
  const waiting = await database.$queryRaw<ConversationAddress[]>`
    SELECT conversation.site_id AS "siteId", conversation.id AS "conversationId"
      FROM site JOIN conversation ON conversation.site_id = site.id
     WHERE site.id = ANY(${[...siteIds]}::uuid[]) AND EXISTS (${whoIsThere})
       AND state = 'waiting_for_person' AND assignee_id IS NULL AND NOT sandbox
       AND (${came} OR NOT EXISTS (
             SELECT FROM conversation_event AS last
              WHERE last.conversation_id = conversation.id AND last.seq = conversation.last_seq
                AND last.payload @> '{"type": "conversation:assigned", "assignee": null}'))
     ORDER BY waiting_since NULLS LAST, conversation.id LIMIT 100`;
  await stepInEach(database, waiting, tell, async (transaction, held) => {
    const event = await assignToWhoIsThere(transaction, held);
    // Nobody is there any more, or somebody was quicker.
    return event?.seq ?? null;
  });
}

/** With the row of `conversation` before it: when its agent was there for that site's customers last. */
const presenceOfAssignee = Prisma.sql`
  LEFT JOIN agent_presence there ON there.user_id = conversation.assignee_id AND there.site_id = conversation.site_id`;

/** Of the row of `conversation` around it: `untouched` of {@link LeftSince}. */
const isUntouched = Prisma.sql`
  conversation.state = 'waiting_for_person' AND coalesce((
    SELECT last.payload @> '{"type": "conversation:assigned", "by": null}' FROM conversation_event AS last
     WHERE last.conversation_id = conversation.id
       AND (last.payload->>'type' IN ('conversation:assigned', 'conversation:taken-over')
            OR last.payload @> '{"type": "message:created", "message": {"role": "agent"}}')
     ORDER BY last.seq DESC LIMIT 1), false)`;

/**
 * Takes conversations from agents who are not there while a customer waits for their words, and gives each to who is there, if
 * anybody is; call it every second or so, in any number of processes.
 */
export async function releaseLeftWaiting(database: Database, tell: Tell): Promise<void> {
  const ago = (ms: number) => Prisma.sql`now() - ${ms} * interval '1 millisecond'`;
  const since = Prisma.sql`greatest(waiting_since, assigned_at, there.seen_at)`;
  // Logs are read of those alone whose agent is gone, and for minutes: then they are nobody's.
  const due = await database.$queryRaw<ConversationAddress[]>`
    SELECT conversation.site_id AS "siteId", conversation.id AS "conversationId" FROM conversation ${presenceOfAssignee}
     WHERE assignee_id IS NOT NULL AND waiting_since <= ${ago(untouchedMs)} AND assigned_at <= ${ago(untouchedMs)}
       AND NOT sandbox
       AND CASE WHEN ${since} <= ${ago(absenceMs)} THEN true
                WHEN ${since} <= ${ago(untouchedMs)} THEN ${isUntouched} ELSE false END
     ORDER BY waiting_since LIMIT 100`;
  await stepInEach(database, due, tell, async (transaction, held) => {
    const { now, ...left } = await readLeftSince(transaction, held);
    // They are back, or somebody was quicker.
    return canRelease(held) && isLeftWaiting(left, now) ? passOn(transaction, held) : null;
  });
}

/**
 * Takes from an agent who may not answer at a site any more what is theirs there and not done, and gives each that waits for a
 * person to who is there, if anybody is; call it when a membership has changed. What is resolved, which may be
 * much, stays theirs until it is reopened.
 */
export async function releaseFromFormer(
  database: Database,
  { siteId, userId }: { siteId: string; userId: string },
  tell: Tell,
): Promise<void> {
  const theirs = await database.conversation.findMany({
    where: { siteId, assigneeId: userId, state: { not: 'resolved' } },
    orderBy: [{ waitingSince: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
    select: { id: true },
  });
  const addresses = theirs.map(({ id }) => ({ siteId, conversationId: id }));
  await stepInEach(database, addresses, tell, async (transaction, held) => {
    // Somebody was quicker, or they may again.
    if (held.assigneeId !== userId || (await findAssignee(transaction, siteId, userId))) return null;
    if (canRelease(held)) return passOn(transaction, held);
    if (held.state === 'resolved') return null;
    // Once it waits for a person, it is nobody's.
    await update(transaction, held, { assigneeId: null });
    return append(transaction, held, { type: 'conversation:assigned', by: null, assignee: null }, 'agents');
  });
}

/** What is held for longer, as while a customer is deleted of whom there is much, has its turn another time: others wait meanwhile. */
const heldMs = 2_000;

/**
 * Makes a step in each conversation by itself. What fails in one keeps none of the others from theirs: it is thrown at the end.
 * @param step returns the place of its last event; null where it changed nothing
 */
async function stepInEach(
  database: Database,
  addresses: readonly ConversationAddress[],
  tell: Tell,
  step: (transaction: Prisma.TransactionClient, held: Held) => Promise<number | null>,
): Promise<void> {
  const errors: unknown[] = [];
  for (const address of addresses) {
    try {
      const change = await inConversation(
        database,
        address,
        { waitMs: heldMs },
        async (transaction, held) => (await step(transaction, held)) ?? 0,
      );
      if (change.seq > 0) await tell(change);
    } catch (error) {
      const isDeleted = error instanceof CodedError && error.code === 'conversation_unknown';
      if (!isDeleted) errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

const canRelease = (held: Held): boolean => nextState(standing(held), { kind: 'release' }) !== null;

/** Its agent has it no more: it waits for a person, and goes to who is there. */
async function passOn(transaction: Prisma.TransactionClient, held: Held): Promise<number> {
  const seq = await releaseHeld(transaction, held);
  return (await assignToWhoIsThere(transaction, held))?.seq ?? seq;
}

/** By the database's clock, as all that is in it. */
async function readLeftSince(
  transaction: Prisma.TransactionClient,
  { siteId, conversationId }: Held,
): Promise<LeftSince & { now: Date }> {
  const [row] = await transaction.$queryRaw<(LeftSince & { now: Date })[]>`
    SELECT clock_timestamp() AS now, waiting_since AS "waitingSince", assigned_at AS "assignedAt",
           there.seen_at AS "lastThereAt", ${isUntouched} AS untouched
      FROM conversation ${presenceOfAssignee}
     WHERE conversation.id = ${conversationId}::uuid AND conversation.site_id = ${siteId}::uuid`;
  if (!row) throw new Error('a conversation that is held is there');
  return row;
}
