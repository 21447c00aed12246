import { type AcceptedMessage, type Attachment, CodedError, type ConversationEvent } from '@frontdesk/protocol';
import type { Prisma } from '../../generated/client.ts';
import type { Database } from '../connection/client.ts';
import { isDatabaseAway, isLockTimeout } from '../connection/database-error.ts';
import { findAccepted } from './accepted-messages.ts';
import { sendAttachments, takeAttachments } from './attachments.ts';
import { lockVisitors, type Place, readPlaces } from './message-places.ts';
import { isAnswered, messageRows } from './message-rows.ts';
import { countMessages } from './site-day-usage.ts';
import { storeMessageRows } from './store-message-rows.ts';

/** A message from before a conversation, as its caller tells it. An assistant's has no generation: nothing here made it. */
export interface EarlierMessage {
  role: 'visitor' | 'assistant';
  text: string;
}

export interface NewMessage {
  siteId: string;
  visitorId: string;
  /** The visitor is made with the message, and is nobody's yet; else there must be one. */
  newVisitor?: boolean | undefined;
  /** The visitor is made with the message unless it is there: its id is the same for the same request. */
  visitorMayBeNew?: boolean | undefined;
  /** Without one, a new conversation begins. */
  conversationId?: string | undefined;
  clientMessageId: string;
  text: string;
  /** Its files, uploaded before, in their order. */
  attachmentIds?: readonly string[] | undefined;
  /** What was said before elsewhere, oldest first; only where a new conversation begins. It is stored, not answered. */
  earlier?: readonly EarlierMessage[] | undefined;
  /** A caller's own, in place of the site's prompt. */
  systemText?: string | null | undefined;
  /** The visitor's message in whose place it stands, with that one's answer; see `acceptEditedMessage`. */
  supersedes?: string | undefined;
  /** A socket of the visitor asked: once they have had none for too long, nobody waits for it; see `cancelUnattended`. */
  attended?: boolean | undefined;
  /** The question as the answer cache knows it, where it may be answered from there. */
  cacheQuestion?: string | null | undefined;
  /** The same as approved answers know it, where it can be understood without what was said before. */
  approvedQuestion?: string | null | undefined;
  /**
   * Called before it is stored, unless it was stored before or its answer is there already; what it throws refuses it.
   * Says where its answer waits; left out, before all others. Called once, however often the message is tried.
   */
  admit?: ((from: { sandbox: boolean; at: Date }) => QueueTurn) | undefined;
  /**
   * When the gateway received it; times of the answer count from here. This and the deadline are told by the caller's clock, and
   * stored by the database's, which judges them.
   */
  receivedAt: Date;
  /** An answer that has not begun by then expires. */
  deadlineAt: Date;
}

/** Where an answer waits: fair share between sites and visitors. */
export interface QueueTurn {
  /** Whose turn it takes at its site, by a UUID; null in the background. */
  flow: string | null;
  /** In which round of the queue it is served. */
  round: number;
}

export interface StoredMessage extends AcceptedMessage {
  /** What was appended to the conversation; empty for a duplicate. */
  events: ConversationEvent[];
  /** Whether the answer cache was asked, and had the answer, or a person had approved one: then that is there already. */
  cache: 'unasked' | 'miss' | 'hit' | 'approved';
  /** In which round of the queue its answer is served. */
  round: number;
  /** Who made the conversation's last answer, where such answers are made from what was said before; null without one. */
  last: LastAnswer | null;
}

export interface LastAnswer {
  workerId: string;
  agoMs: number;
}

/** What became of one message among several. */
export type Acceptance = PromiseSettledResult<StoredMessage>;

/**
 * Stores each visitor's message, its generation, their events and the site's count of the day, all or nothing. The generation
 * is `queued`, or `done` where the answer cache has its answer; there is none while a person has the conversation.
 * The same `clientMessageId` with the same text again stores nothing and returns what the first time returned.
 *
 * They are stored as if they came one after the other in this order, in one transaction of few statements. What is wrong with
 * one is its own outcome and no other's: CodedError `token_invalid` (no such visitor on the site), `visitor_blocked`,
 * `conversation_unknown` (also: somebody else's), `message_id_reused`, `answer_in_progress`, `attachment_unknown`,
 * `site_limit_reached`, `unavailable` (what it needs is held), and what `admit` throws.
 * @param messages each of another visitor: messages of one visitor wait for each other
 * @returns their outcomes, in the same order; a store that can't be reached is the outcome of all
 */
export async function acceptMessages(database: Database, messages: readonly NewMessage[]): Promise<Acceptance[]> {
  if (new Set(messages.map(({ visitorId }) => visitorId)).size < messages.length) {
    throw new Error('two messages of one visitor can not be stored together');
  }
  const once = messages.map(admittedOnce);
  const accept = (some: readonly NewMessage[]) =>
    database.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT set_config('lock_timeout', ${`${heldMs}ms`}, true)`;
      return acceptTogether(transaction, some);
    }, patience);
  try {
    return await accept(once);
  } catch (reason) {
    if (isDatabaseAway(reason)) return once.map(() => ({ status: 'rejected', reason }));
    // Something is wrong with one of them, or somebody holds what it needs: with which one shows when each comes alone. Or the
    // kept answer of one has just been deleted, and a worker makes it anew.
    const alone: Acceptance[] = [];
    for (const message of once) {
      alone.push(...(await accept([message]).catch((cause: unknown) => [failedAlone(cause)])));
    }
    return alone;
  }
}

function failedAlone(cause: unknown): Acceptance {
  const reason = isLockTimeout(cause) ? new CodedError('unavailable', { cause, retryAfterMs: heldRetryMs }) : cause;
  return { status: 'rejected', reason };
}

/** Stored again alone, a message has the turn, or the refusal, of the first time: whoever admits counts. */
function admittedOnce(message: NewMessage): NewMessage {
  const { admit } = message;
  if (!admit) return message;
  let outcome: (() => QueueTurn) | undefined;
  return {
    ...message,
    admit: (from) => {
      outcome ??= settled(() => admit(from));
      return outcome();
    },
  };
}

/** What comes of it, now and whenever it is asked for again. */
function settled<Result>(work: () => Result): () => Result {
  try {
    const result = work();
    return () => result;
  } catch (reason) {
    return () => {
      throw reason;
    };
  }
}

/** Messages that come all at once wait for a connection of the pool, and for each other's locks. */
export const patience = { maxWait: 5_000, timeout: 10_000 };
/** What is held for longer, as a visitor of whom much is deleted, must not hold up whoever else is of the group. */
const heldMs = 2_000;
const heldRetryMs = 1_000;

/** A message that may be stored as far as its visitor and conversation are concerned. */
interface Admitted {
  index: number;
  message: NewMessage;
  place: Place;
  sandbox: boolean;
  /** The visitor is made with it. */
  makesVisitor: boolean;
  turn: QueueTurn;
  attachments: readonly Attachment[];
}

const firstTurn: QueueTurn = { flow: null, round: 0 };

/** In a transaction whose locks its caller knows: visitors, conversations and sites, in this order. */
export async function acceptTogether(
  transaction: Prisma.TransactionClient,
  messages: readonly NewMessage[],
): Promise<Acceptance[]> {
  const visitors = await lockVisitors(transaction, messages);
  const places = await readPlaces(transaction, messages, visitors);
  const files = await takeAttachments(
    transaction,
    messages.map((message, index) => (places[index]?.known ? { ...message, attachmentIds: [] } : message)),
  );
  const outcomes: Acceptance[] = [];
  const known: number[] = [];
  const admitted: Admitted[] = [];
  for (const [index, message] of messages.entries()) {
    try {
      const visitor = visitors.get(message.visitorId);
      const place = places[index];
      if (!visitor || !place) throw new CodedError(message.newVisitor ? 'site_unknown' : 'token_invalid');
      if (place.known) {
        known.push(index);
        continue;
      }
      if (visitor.blocked) throw new CodedError('visitor_blocked');
      refuseBusyConversation(message, place);
      const attachments = files[index] ?? [];
      if (attachments instanceof CodedError) throw attachments;
      const { sandbox, isNew: makesVisitor } = visitor;
      const waits = !place.kept && isAnswered(place);
      const turn = (waits && message.admit?.({ sandbox, at: place.at })) || firstTurn;
      const admission = { turn, attachments, sandbox, makesVisitor };
      admitted.push({ index, message: byDatabaseClock(message, place), place, ...admission });
    } catch (reason) {
      outcomes[index] = refused(reason);
    }
  }
  const accepted = await findAccepted(
    transaction,
    known.flatMap((index) => messages[index] ?? []),
  );
  for (const [position, found] of accepted.entries()) {
    const index = known[position] ?? 0;
    outcomes[index] =
      found instanceof CodedError
        ? refused(found)
        : fulfilled({ ...found, duplicate: true, events: [], cache: 'unasked', round: 0, last: null });
  }
  // After all other locks: all messages of a site meet at this row, and it is held until the commit.
  const limits = await countMessages(
    transaction,
    admitted.map(({ message, sandbox }) => ({ ...message, counts: !sandbox })),
  );
  const rows = admitted.flatMap(({ index, message, place, ...admission }, position) => {
    const limit = limits[position];
    if (limit) {
      outcomes[index] = refused(limit);
      return [];
    }
    const made = messageRows(message, place, admission);
    outcomes[index] = fulfilled(made.stored);
    return [made];
  });
  await storeMessageRows(transaction, rows);
  await sendAttachments(
    transaction,
    rows.map(({ stored, attachments }) => ({ ...stored, attachments })),
  );
  return outcomes;
}

function byDatabaseClock(message: NewMessage, { aheadMs }: Place): NewMessage {
  const { receivedAt, deadlineAt } = message;
  const shifted = (date: Date) => new Date(date.getTime() + aheadMs);
  return { ...message, receivedAt: shifted(receivedAt), deadlineAt: shifted(deadlineAt) };
}

const answerInProgressRetryMs = 1_000;

/** @throws CodedError `conversation_unknown`, `answer_in_progress` */
function refuseBusyConversation({ conversationId }: NewMessage, { lastSeq, answering }: Place): void {
  if (conversationId === undefined) return;
  if (lastSeq === null) throw new CodedError('conversation_unknown');
  if (answering) throw new CodedError('answer_in_progress', { retryAfterMs: answerInProgressRetryMs });
}

const fulfilled = (value: StoredMessage): Acceptance => ({ status: 'fulfilled', value });

/** What is wrong with one message; anything else is wrong with all. */
function refused(reason: unknown): Acceptance {
  if (!(reason instanceof CodedError)) throw reason;
  return { status: 'rejected', reason };
}
