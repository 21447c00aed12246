import type { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { ago, liveMs } from '../service/workers.ts';

/**
 * Notes in the transaction of a deletion which workers run: they may remember some of it, and are to tell what they drop. One that
 * still loads or warms up has made no answer, and may not hear of it yet.
 */
export async function askWorkers(
  transaction: Prisma.TransactionClient,
  { siteId, receiptId }: { siteId: string; receiptId: string },
): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO deletion_worker (receipt_id, worker_id, site_id)
    SELECT ${receiptId}::uuid, id, ${siteId}::uuid FROM worker
     WHERE heartbeat_at > ${ago(liveMs)} AND state IN ('ready', 'draining')`;
}

/** Those of these conversations, of any sites, that there are no more. */
export async function findGoneConversations(
  database: Queryable,
  conversationIds: readonly string[],
): Promise<string[]> {
  const gone = await database.$queryRaw<{ id: string }[]>`
    SELECT id FROM unnest(${[...conversationIds]}::uuid[]) AS asked(id)
     WHERE NOT EXISTS (SELECT FROM conversation WHERE conversation.id = asked.id)`;
  return gone.map(({ id }) => id);
}

/** What a worker dropped of one of the conversations that were deleted; told once for each, also where there was nothing. */
export interface Forgotten {
  siteId: string;
  receiptId: string;
  workerId: string;
  blocks: number;
  bytes: number;
}

/** Adds to what a worker has told; of a receipt that is gone it is told to nobody. */
export async function recordForgotten(
  database: Queryable,
  { siteId, receiptId, workerId, blocks, bytes }: Forgotten,
): Promise<void> {
  await database.$executeRaw`
    INSERT INTO deletion_worker AS told (receipt_id, worker_id, site_id, conversations, blocks, bytes)
    SELECT id, ${workerId}, site_id, 1, ${blocks}, ${bytes} FROM deletion_receipt
     WHERE id = ${receiptId}::uuid AND site_id = ${siteId}::uuid
    ON CONFLICT (receipt_id, worker_id) DO UPDATE
       SET conversations = told.conversations + 1, blocks = told.blocks + excluded.blocks, bytes = told.bytes + excluded.bytes`;
}

/** Receipts on which this worker was asked and has not told of all conversations, the newest first. */
export async function findUntoldReceipts(database: Queryable, workerId: string): Promise<string[]> {
  const untold = await database.$queryRaw<{ id: string }[]>`
    SELECT receipt.id FROM deletion_worker JOIN deletion_receipt receipt ON receipt.id = receipt_id
     WHERE worker_id = ${workerId} AND conversations < (receipt.counts->>'conversations')::int
     ORDER BY receipt.deleted_at DESC`;
  return untold.map(({ id }) => id);
}

/**
 * Notes that a worker has nothing more of what these deletions took, each whole. Of several it can't be told which was whose:
 * what was dropped of all stands on the first.
 */
export async function recordAllForgotten(
  database: Queryable,
  { workerId, receiptIds, blocks, bytes }: Pick<Forgotten, 'workerId' | 'blocks' | 'bytes'> & { receiptIds: string[] },
): Promise<void> {
  await database.$executeRaw`
    UPDATE deletion_worker AS told
       SET conversations = greatest(told.conversations, (receipt.counts->>'conversations')::int),
           blocks = told.blocks + CASE WHEN receipt.id = ${receiptIds[0]}::uuid THEN ${blocks}::int ELSE 0 END,
           bytes = told.bytes + CASE WHEN receipt.id = ${receiptIds[0]}::uuid THEN ${bytes}::bigint ELSE 0 END
      FROM deletion_receipt receipt
     WHERE receipt.id = told.receipt_id AND told.worker_id = ${workerId} AND receipt.id = ANY(${receiptIds}::uuid[])`;
}
