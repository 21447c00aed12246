import {
  CodedError,
  type ConversationState,
  type ConversationStep,
  type EventAudience,
  nextState,
} from '@frontdesk/protocol';
import type { Prisma } from '../../generated/client.ts';
import type { Database } from '../connection/client.ts';
import { recordEnding } from '../generations/generation-endings.ts';
import { appendEvents, type ConversationAddress, type NewConversationEvent } from './conversation-events.ts';

/** A change that is stored, and the place of its last event: its notice is due. */
export interface StoredChange extends ConversationAddress {
  seq: number;
  /** Answers that it ended; whoever makes them is to be told. */
  stopped: string[];
  /** One that it began; its job is due. */
  begun?: BegunAnswer | undefined;
}

/** An answer that waits, and the round of the queue in which it is served. */
export interface BegunAnswer {
  generationId: string;
  conversationId: string;
  round: number;
}

/** A conversation whose row, and whose visitor's, stay locked until the transaction ends: no message comes in meanwhile. */
export interface Held extends ConversationAddress {
  visitorId: string;
  state: ConversationState;
  assigneeId: string | null;
  tags: string[];
  blocked: boolean;
  lastSeq: number;
  /** The database's time, once all locks are taken. */
  now: Date;
}

/**
 * Runs `work` while no message comes in and nothing else changes the conversation. Locks are taken as everywhere: the
 * visitor's row, answers, the conversation's row.
 * @param options.silences whether to end the answer in the making first
 * @param options.waitMs for each lock, then it fails. Defaults to as long as it takes
 * @param work returns the place of the last event
 */
export async function inConversation(
  database: Database,
  { siteId, conversationId }: ConversationAddress,
  options: {
    silences?: (transaction: Prisma.TransactionClient, visitorId: string) => Promise<boolean>;
    waitMs?: number;
  },
  work: (transaction: Prisma.TransactionClient, held: Held) => Promise<number>,
): Promise<StoredChange> {
  const address = { siteId, conversationId };
  const stored = await database.$transaction(
    async (transaction) => {
      if (options.waitMs)
        await transaction.$queryRaw`SELECT set_config('lock_timeout', ${`${options.waitMs}ms`}, true)`;
      const [visitor] = await transaction.$queryRaw<{ id: string; blocked: boolean }[]>`
        SELECT id, blocked_at IS NOT NULL AS blocked FROM visitor
         WHERE id = (SELECT visitor_id FROM conversation WHERE id = ${conversationId}::uuid AND site_id = ${siteId}::uuid)
           FOR NO KEY UPDATE`;
      if (!visitor) throw new CodedError('conversation_unknown');
      // While the lock was waited for, their site may have said who they are; from now on it can't.
      const owned = { id: conversationId, siteId, visitorId: visitor.id };
      if (!(await transaction.conversation.findUnique({ where: owned, select: { id: true } }))) return null;
      const stopped = (await options.silences?.(transaction, visitor.id)) ? await endRunning(transaction, address) : [];
      const [row] = await transaction.$queryRaw<Pick<Held, 'state' | 'assigneeId' | 'tags' | 'lastSeq' | 'now'>[]>`
        SELECT state::text AS state, assignee_id AS "assigneeId", tags, last_seq AS "lastSeq", clock_timestamp() AS now FROM conversation
         WHERE id = ${conversationId}::uuid AND site_id = ${siteId}::uuid FOR NO KEY UPDATE`;
      if (!row) throw new CodedError('conversation_unknown');
      const seq = await work(transaction, { ...address, visitorId: visitor.id, blocked: visitor.blocked, ...row });
      return { ...address, seq, stopped };
    },
    { maxWait: 5_000, timeout: 10_000 },
  );
  // Once more, for its new visitor: whose site has said who they are keeps what is theirs.
  return stored ?? inConversation(database, address, options, work);
}

export const notAside = { snoozedUntil: null, resolvedAt: null } as const;
export const standing = ({ state, assigneeId }: Held) => ({ state, assigned: assigneeId !== null });

/** @throws CodedError `step_impossible` */
export function stateAfter(held: Held, step: ConversationStep): ConversationState {
  const state = nextState(standing(held), step);
  if (!state) throw new CodedError('step_impossible');
  return state;
}

export async function update(
  transaction: Prisma.TransactionClient,
  { siteId, conversationId }: Held,
  data: Prisma.ConversationUncheckedUpdateInput,
): Promise<void> {
  await transaction.conversation.update({ where: { id: conversationId, siteId }, data, select: { id: true } });
}

export async function append(
  transaction: Prisma.TransactionClient,
  held: Held,
  event: NewConversationEvent,
  audience: EventAudience = 'customer',
): Promise<number> {
  const [appended] = await appendEvents(transaction, held, [event], audience);
  return appended?.seq ?? held.lastSeq;
}

/** Its agent has it no more: it waits for a person. */
export async function releaseHeld(transaction: Prisma.TransactionClient, held: Held): Promise<number> {
  const assignee = await transaction.user.findUnique({ where: { id: held.assigneeId ?? '' }, select: { name: true } });
  await update(transaction, held, { state: stateAfter(held, { kind: 'release' }), assigneeId: null });
  // Whom a customer has never heard of has not left them.
  const audience = held.state === 'with_person' ? 'customer' : 'agents';
  return append(transaction, held, { type: 'conversation:released', from: { name: assignee?.name ?? '' } }, audience);
}

/** Cancels the answer that is made, or waits to be, under a new epoch. */
async function endRunning(
  transaction: Prisma.TransactionClient,
  { siteId, conversationId }: ConversationAddress,
): Promise<string[]> {
  const ended = await transaction.$queryRaw<{ id: string }[]>`
    UPDATE generation
       SET state = 'cancelled', epoch = epoch + 1, lease_until = NULL, error_code = 'taken_over'
     WHERE conversation_id = ${conversationId}::uuid AND site_id = ${siteId}::uuid AND state IN ('queued', 'running')
    RETURNING id`;
  for (const { id } of ended) await recordEnding(transaction, id, { state: 'cancelled', errorCode: 'taken_over' });
  return ended.map(({ id }) => id);
}
