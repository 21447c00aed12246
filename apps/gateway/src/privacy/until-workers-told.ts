import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, findDeletionReceipt } from '@frontdesk/database';
import type { DeletionReceiptView } from '@frontdesk/protocol';

/** A worker drops what it keeps between two steps; one that makes an answer of it stops that first. */
const patienceMs = 3_000;
const everyMs = 50;

/** @returns the receipt once all workers have told what they dropped, or as it stands after some seconds */
export async function untilWorkersTold(
  database: Database,
  receipt: DeletionReceiptView,
  siteId: string,
): Promise<DeletionReceiptView> {
  let current = receipt;
  for (const untilMs = performance.now() + patienceMs; performance.now() < untilMs; ) {
    if (current.workers.every(({ told }) => told)) break;
    await sleep(everyMs);
    current = await findDeletionReceipt(database, { siteId, id: receipt.id });
  }
  return current;
}
