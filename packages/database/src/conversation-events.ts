import { type ConversationEvent, conversationEvent, type EventAudience, limits } from '@frontdesk/protocol';
import type { Prisma } from '../generated/client.ts';
import type { Queryable } from './client.ts';

type WithoutPlace<Event> = Event extends unknown ? Omit<Event, 'conversationId' | 'seq' | 'at'> : never;
/** An event before it has its place in the log. */
export type NewConversationEvent = WithoutPlace<ConversationEvent>;

export interface ConversationAddress {
  siteId: string;
  conversationId: string;
}

/**
 * Appends events to a conversation's log, in order, and returns them with their `seq`.
 * The conversation's row stays locked until the transaction ends: numbers have no gaps, and whoever reads up to `seq` n
 * after a notice of n has read all before it.
 * @throws when the conversation does not exist on that site
 */
export async function appendEvents(
  transaction: Prisma.TransactionClient,
  { siteId, conversationId }: ConversationAddress,
  events: readonly NewConversationEvent[],
  audience: EventAudience = 'customer',
): Promise<ConversationEvent[]> {
  const { lastSeq } = await transaction.conversation.update({
    where: { id: conversationId, siteId },
    data: { lastSeq: { increment: events.length }, lastActivityAt: new Date() },
    select: { lastSeq: true },
  });
  const at = new Date();
  const placed = events.map((event, index) => ({
    ...event,
    conversationId,
    seq: lastSeq - events.length + index + 1,
    at: at.toISOString(),
  }));
  await transaction.conversationEvent.createMany({
    data: placed.map(({ conversationId: _, seq, at: __, ...payload }) => ({
      siteId,
      conversationId,
      seq,
      audience,
      payload: payload as Prisma.InputJsonObject,
      createdAt: at,
    })),
  });
  return placed;
}

/** An event of the log with who may see it. */
export interface LoggedEvent {
  event: ConversationEvent;
  audience: EventAudience;
}

/** Events after `afterSeq`, oldest first, at most `limits.eventsPerPage`; a customer is not shown what is for agents. */
export async function readEvents(
  database: Queryable,
  address: ConversationAddress,
  afterSeq: number,
  reader: EventAudience,
): Promise<ConversationEvent[]> {
  const log = await readLog(database, address, afterSeq, reader === 'customer' ? ['customer'] : ['customer', 'agents']);
  return log.map(({ event }) => event);
}

/** The same for whoever passes events on to several readers: everything, and who may see it. */
export function readEventLog(
  database: Queryable,
  address: ConversationAddress,
  afterSeq: number,
): Promise<LoggedEvent[]> {
  return readLog(database, address, afterSeq, ['customer', 'agents']);
}

async function readLog(
  database: Queryable,
  { siteId, conversationId }: ConversationAddress,
  afterSeq: number,
  audiences: EventAudience[],
): Promise<LoggedEvent[]> {
  const rows = await database.conversationEvent.findMany({
    where: { siteId, conversationId, seq: { gt: afterSeq }, audience: { in: audiences } },
    orderBy: { seq: 'asc' },
    take: limits.eventsPerPage,
  });
  return rows.map(({ seq, createdAt, payload, audience }) => ({
    event: conversationEvent.parse({ ...(payload as object), conversationId, seq, at: createdAt.toISOString() }),
    audience,
  }));
}
