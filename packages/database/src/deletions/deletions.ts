import { type DeletionCounts, type DeletionReceiptView, privacyLimits } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import { type NormalForm, uncountQuestions } from '../analytics/question-counts.ts';
import { advisoryLocks, takeTurn } from '../connection/advisory-locks.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { type Actor, recordChange } from '../team/audit.ts';
import { askWorkers } from './forgotten-by-workers.ts';
import { deleteHeld, type TellStopped } from './held-for-deletion.ts';

/** A conversation that is gone: whoever keeps something of it in memory is to be told. */
export interface DeletedConversation {
  siteId: string;
  visitorId: string;
  conversationId: string;
}

export interface Deletion {
  receipt: DeletionReceiptView;
  conversations: DeletedConversation[];
}

/**
 * Deletes a visitor and all that is of them: conversations, messages, logs, answers with what they were made from, kept answers,
 * unanswered questions, files, and their questions among the most frequent ones. What is counted without saying whose it was
 * stays. A worker that makes an answer of theirs can store nothing more.
 * @param actor who does it; the entry in the log of changes says as little of whose it was as the receipt
 * @param tell of answers in the making, which are ended before
 * @returns null when there is no such visitor at this site
 */
export function deleteVisitor(
  database: Database,
  { siteId, visitorId, actor, normalForm }: VisitorAddress & { actor: Actor; normalForm: NormalForm },
  tell: TellStopped = () => {},
): Promise<Deletion | null> {
  return deleteHeld(database, { siteId, visitorId }, tell, async (transaction, ids) => {
    // Also those that were not sent.
    const files = await transaction.attachment.count({ where: { siteId, visitorId } });
    const counts = { ...(await countWhatIsOf(transaction, ids)), visitors: 1, files };
    await uncountQuestions(transaction, { siteId, visitorId, normalForm });
    await transaction.visitor.delete({ where: { id: visitorId, siteId } });
    const { id } = await transaction.deletionReceipt.create({
      data: { siteId, reason: 'request', deletedById: actor.userId, counts: { ...counts } },
      select: { id: true },
    });
    if (ids.length > 0) await askWorkers(transaction, { siteId, receiptId: id });
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'customer.deleted', target: `receipt ${id.slice(-8)}`, before: { ...counts } },
    });
    return {
      receipt: await findDeletionReceipt(transaction, { siteId, id }),
      conversations: ids.map((conversationId) => ({ siteId, visitorId, conversationId })),
    };
  });
}

interface VisitorAddress {
  siteId: string;
  visitorId: string;
}

/**
 * Deletes conversations whose time is over at their site, with all that is of them, and visitors of whom nothing is left; at
 * most `limit` of each. To be called every minute or so, by any number of processes: one at a time works.
 * @returns what is gone, fewer than `limit` conversations where none is left to delete; null when another process is at it
 */
export function deleteExpired(database: Database, { limit }: { limit: number }): Promise<DeletedConversation[] | null> {
  return database.$transaction(
    async (transaction) => {
      if (!(await takeTurn(transaction, advisoryLocks.deletions)).held) return null;
      // One that somebody writes in at this moment is looked at again later, by its new time. Site by site, by an index: every minute
      // all that is not due would be read else.
      const expired = await transaction.$queryRaw<DeletedConversation[]>`
        SELECT site.id AS "siteId", due.visitor_id AS "visitorId", due.id AS "conversationId"
          FROM site CROSS JOIN LATERAL (
            SELECT id, visitor_id FROM conversation
             WHERE site_id = site.id AND last_activity_at < now() - site.retention_days * interval '1 day'
             ORDER BY last_activity_at LIMIT ${limit}
               FOR UPDATE SKIP LOCKED) due
         WHERE site.retention_days IS NOT NULL LIMIT ${limit}`;
      const visitors = new Map<string, number>();
      for (const siteId of new Set(expired.map((one) => one.siteId))) {
        const ids = expired.filter((one) => one.siteId === siteId).map(({ conversationId }) => conversationId);
        const counts = await countWhatIsOf(transaction, ids);
        await transaction.conversation.deleteMany({ where: { id: { in: ids }, siteId } });
        await addToReceipt(transaction, siteId, counts);
      }
      // Who came lately has time left, conversation or not.
      const left = await transaction.$queryRaw<{ siteId: string }[]>`
        WITH gone AS (
          SELECT due.id FROM site CROSS JOIN LATERAL (
            SELECT id FROM visitor
             WHERE site_id = site.id AND last_seen_at < now() - site.retention_days * interval '1 day'
               AND NOT EXISTS (SELECT FROM conversation WHERE conversation.visitor_id = visitor.id)
             ORDER BY last_seen_at LIMIT ${limit}
               FOR UPDATE SKIP LOCKED) due
           WHERE site.retention_days IS NOT NULL LIMIT ${limit}
        )
        DELETE FROM visitor USING gone WHERE visitor.id = gone.id RETURNING site_id AS "siteId"`;
      for (const { siteId } of left) visitors.set(siteId, (visitors.get(siteId) ?? 0) + 1);
      for (const [siteId, count] of visitors) await addToReceipt(transaction, siteId, { ...nothing, visitors: count });
      await transaction.$executeRaw`
        DELETE FROM question_count WHERE ctid = ANY(ARRAY(
          SELECT due.ctid FROM site CROSS JOIN LATERAL (
            SELECT ctid FROM question_count
             WHERE site_id = site.id AND day < ((now() - site.retention_days * interval '1 day') AT TIME ZONE 'UTC')::date
             ORDER BY day LIMIT ${limit}) due
           WHERE site.retention_days IS NOT NULL))`;
      return expired;
    },
    { timeout: 60_000 },
  );
}

/** That customers' data of a site was deleted, the newest first. */
export async function listDeletionReceipts(database: Queryable, siteId: string): Promise<DeletionReceiptView[]> {
  const rows = await database.deletionReceipt.findMany({
    where: { siteId },
    orderBy: [{ deletedAt: 'desc' }, { id: 'desc' }],
    take: privacyLimits.receiptsShown,
    include: whole,
  });
  return rows.map(toView);
}

/** One of them, with what workers have told so far. @throws when the site has no such receipt */
export async function findDeletionReceipt(
  database: Queryable,
  where: { siteId: string; id: string },
): Promise<DeletionReceiptView> {
  return toView(await database.deletionReceipt.findUniqueOrThrow({ where, include: whole }));
}

const whole = { deletedBy: { select: { name: true } }, workers: { orderBy: { workerId: 'asc' } } } as const;
type StoredReceipt = Prisma.DeletionReceiptGetPayload<{ include: typeof whole }>;

function toView({ id, reason, deletedAt, deletedBy, counts: stored, workers }: StoredReceipt): DeletionReceiptView {
  const counts = { ...nothing, ...(stored as Partial<DeletionCounts>) };
  return {
    ...{ id, reason, deletedAt: deletedAt.toISOString(), deletedBy: deletedBy?.name ?? null, counts },
    workers: workers.map(({ workerId, conversations, blocks, bytes }) => ({
      ...{ workerId, told: conversations >= counts.conversations, blocks, bytes: Number(bytes) },
    })),
  };
}

const nothing: DeletionCounts = {
  ...{ visitors: 0, conversations: 0, messages: 0, events: 0, answers: 0 },
  ...{ cachedAnswers: 0, unansweredQuestions: 0, files: 0 },
};

async function countWhatIsOf(transaction: Queryable, conversationIds: readonly string[]): Promise<DeletionCounts> {
  const ids = Prisma.sql`ANY(${[...conversationIds]}::uuid[])`;
  const [counts] = await transaction.$queryRaw<Omit<DeletionCounts, 'visitors' | 'conversations'>[]>`
    SELECT (SELECT count(*)::int FROM message WHERE conversation_id = ${ids}) AS messages,
           (SELECT count(*)::int FROM conversation_event WHERE conversation_id = ${ids}) AS events,
           (SELECT count(*)::int FROM generation WHERE conversation_id = ${ids}) AS answers,
           (SELECT count(*)::int FROM cached_answer JOIN generation ON generation.id = cached_answer.generation_id
             WHERE generation.conversation_id = ${ids}) AS "cachedAnswers",
           (SELECT count(*)::int FROM attachment WHERE conversation_id = ${ids}) AS files,
           (SELECT count(*)::int FROM unanswered_question WHERE conversation_id = ${ids}) AS "unansweredQuestions"`;
  return { ...nothing, ...counts, conversations: conversationIds.length };
}

/** Adds to what was deleted today (UTC) because its time was over. */
async function addToReceipt(transaction: Queryable, siteId: string, counts: DeletionCounts): Promise<void> {
  const today = new Date(new Date().toISOString().slice(0, 10));
  const known = await transaction.deletionReceipt.findFirst({
    where: { siteId, reason: 'retention', deletedAt: { gte: today } },
  });
  const before = { ...nothing, ...(known?.counts as Partial<DeletionCounts> | undefined) };
  const sum = Object.fromEntries(
    (Object.keys(nothing) as (keyof DeletionCounts)[]).map((name) => [name, before[name] + counts[name]]),
  );
  if (known) await transaction.deletionReceipt.update({ where: { id: known.id }, data: { counts: sum } });
  else await transaction.deletionReceipt.create({ data: { siteId, reason: 'retention', counts: sum } });
}
