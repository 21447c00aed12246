import { type ConversationEvent, conversationEvent, type EventAudience, limits } from '@frontdesk/protocol';
import type { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';

type WithoutPlace<Event> = Event extends unknown ? Omit<Event, 'conversationId' | 'seq' | 'at'> : never;
/** An event before it has its place in the log. */
export type NewConversationEvent = WithoutPlace<ConversationEvent>;

/**
 * Pure: whether it is something new in a conversation. Whom the service gives it to, when people come in the morning, is not, nor
 * that it takes it from somebody of whom its customer has never heard.
 */
const isActivity = (event: NewConversationEvent, audience: EventAudience): boolean =>
  !(event.type === 'conversation:assigned' && event.by === null) &&
  !(event.type === 'conversation:released' && audience === 'agents');

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
  // One statement: this is on the way of every message and of every answer's end.
  const rows = await transaction.$queryRaw<{ seq: number; at: Date }[]>`
    WITH counter AS (
      UPDATE conversation SET last_seq = last_seq + ${events.length},
             last_activity_at = CASE WHEN ${events.some((event) => isActivity(event, audience))} THEN clock_timestamp() ELSE last_activity_at END
       WHERE id = ${conversationId}::uuid AND site_id = ${siteId}::uuid
      RETURNING last_seq
    )
    INSERT INTO conversation_event (site_id, conversation_id, seq, audience, payload, created_at)
    SELECT ${siteId}::uuid, ${conversationId}::uuid, last_seq - ${events.length} + place, ${audience}::event_audience,
           payload, clock_timestamp()
      FROM counter, jsonb_array_elements(${JSON.stringify(events)}::jsonb) WITH ORDINALITY AS event(payload, place)
     ORDER BY place
    RETURNING seq, created_at AS at`;
  if (rows.length !== events.length) throw new Error(`conversation ${conversationId} does not exist on that site`);
  return events.map((event, index) => {
    const { seq, at } = rows[index] as { seq: number; at: Date };
    return { ...event, conversationId, seq, at: at.toISOString() };
  });
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
    event: readEvent({ ...(payload as object), conversationId, seq, at: createdAt.toISOString() }),
    audience,
  }));
}

/**
 * What this version can't read was written by a newer one, and goes on to clients as it is: they count it, and show nothing
 * of it. Refused here, it would hide everything after it.
 */
function readEvent(stored: object): ConversationEvent {
  const parsed = conversationEvent.safeParse(stored);
  return parsed.success ? parsed.data : (stored as ConversationEvent);
}
