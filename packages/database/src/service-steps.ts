// What becomes of conversations without anybody doing it.
import { nextState } from '@frontdesk/protocol';
import { Prisma } from '../generated/client.ts';
import { assignToWhoIsThere } from './assignments.ts';
import type { Database } from './client.ts';
import type { NewConversationEvent } from './conversation-events.ts';
import {
  append,
  type Held,
  inConversation,
  notAside,
  type StoredChange,
  standing,
  update,
} from './held-conversation.ts';
import { absenceMs, isLeftWaiting, type LeftSince } from './left-waiting.ts';

/** Brings back what was snoozed until now; call it every second or so, in any number of processes. A notice is due for each. */
export async function wakeSnoozed(database: Database): Promise<StoredChange[]> {
  const due = await database.conversation.findMany({
    where: { snoozedUntil: { lte: new Date() } },
    select: { id: true, siteId: true },
    take: 100,
  });
  const woken: StoredChange[] = [];
  for (const { id, siteId } of due) {
    const change = await inConversation(database, { siteId, conversationId: id }, {}, async (transaction, held) => {
      const state = nextState(standing(held), { kind: 'wake' });
      // Somebody was quicker.
      if (!state) return held.lastSeq;
      await update(transaction, held, { state, ...notAside });
      return append(transaction, held, { type: 'conversation:reopened', by: null, state });
    });
    woken.push(change);
  }
  return woken;
}

/**
 * Gives whatever waits for a person at a site, and is nobody's, to whoever is there, first what has waited longest; call it when
 * somebody comes. A notice is due for each.
 */
export async function assignWaiting(database: Database, siteId: string): Promise<StoredChange[]> {
  const waiting = await database.conversation.findMany({
    where: { siteId, state: 'waiting_for_person', assigneeId: null, sandbox: false },
    orderBy: [{ waitingSince: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
    select: { id: true },
    take: 100,
  });
  const assigned: StoredChange[] = [];
  for (const { id } of waiting) {
    const change = await inConversation(database, { siteId, conversationId: id }, {}, async (transaction, held) => {
      const event = await assignToWhoIsThere(transaction, held);
      return event?.seq ?? 0;
    });
    // Nobody is there any more, or somebody was quicker.
    if (change.seq > 0) assigned.push(change);
  }
  return assigned;
}

/**
 * Takes conversations from agents who are not there while a customer waits for their words, and gives each to who is there, if
 * anybody is; call it every second or so, in any number of processes. A notice is due for each.
 */
export async function releaseLeftWaiting(database: Database): Promise<StoredChange[]> {
  const before = Prisma.sql`now() - ${absenceMs} * interval '1 millisecond'`;
  const due = await database.$queryRaw<{ siteId: string; conversationId: string }[]>`
    SELECT site_id AS "siteId", id AS "conversationId" FROM conversation
     WHERE assignee_id IS NOT NULL AND waiting_since <= ${before} AND assigned_at <= ${before} AND NOT sandbox
       AND NOT EXISTS (SELECT FROM agent_presence there WHERE there.user_id = conversation.assignee_id
                          AND there.site_id = conversation.site_id AND there.seen_at > ${before})
     ORDER BY waiting_since LIMIT 100`;
  const released: StoredChange[] = [];
  for (const address of due) {
    const change = await inConversation(database, address, {}, async (transaction, held) => {
      const { now, assignee, ...left } = await readLeftSince(transaction, held);
      const state = nextState(standing(held), { kind: 'release' });
      // They are back, or somebody was quicker.
      if (!state || !assignee || !isLeftWaiting(left, now)) return 0;
      await update(transaction, held, { state, assigneeId: null });
      // Whom a customer has never heard of has not left them.
      const audience = held.state === 'with_person' ? 'customer' : 'agents';
      const event: NewConversationEvent = { type: 'conversation:released', from: { name: assignee } };
      const seq = await append(transaction, held, event, audience);
      return (await assignToWhoIsThere(transaction, held))?.seq ?? seq;
    });
    if (change.seq > 0) released.push(change);
  }
  return released;
}

/** By the database's clock, as all that is in it. */
async function readLeftSince(
  transaction: Prisma.TransactionClient,
  { siteId, conversationId }: Held,
): Promise<LeftSince & { now: Date; assignee: string | null }> {
  const [row] = await transaction.$queryRaw<(LeftSince & { now: Date; assignee: string | null })[]>`
    SELECT clock_timestamp() AS now, waiting_since AS "waitingSince", assigned_at AS "assignedAt",
           there.seen_at AS "lastThereAt", assignee.name AS assignee
      FROM conversation
      LEFT JOIN "user" assignee ON assignee.id = conversation.assignee_id
      LEFT JOIN agent_presence there ON there.user_id = assignee.id AND there.site_id = conversation.site_id
     WHERE conversation.id = ${conversationId}::uuid AND conversation.site_id = ${siteId}::uuid`;
  if (!row) throw new Error('a conversation that is held is there');
  return row;
}
