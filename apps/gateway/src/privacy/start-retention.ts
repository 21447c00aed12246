import { type Database, deleteExpired } from '@frontdesk/database';
import type { NoticePublisher } from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';
import type { Relay } from '../relay/relay.ts';
import { repeat } from '../repeat.ts';
import { tellDeleted } from './tell-deleted.ts';

const everyMs = 60_000;
/** Deleted in one transaction: short enough to be in nobody's way. */
const batch = 200;
/** A backlog of years goes bit by bit, between the messages. */
const batchesPerTurn = 10;

interface RetentionOptions {
  database: Database;
  notices: NoticePublisher;
  relay: Pick<Relay, 'receive'>;
  logger: Logger;
}

/**
 * Deletes every minute what sites do not want to keep any longer: of several gateways one at a time.
 * @returns stops it, after the batches that run
 */
export function startRetention(options: RetentionOptions): () => Promise<void> {
  return repeat(
    everyMs,
    () => deleteWhatIsOver(options),
    (error) => options.logger.error({ error }, 'what is kept too long could not be deleted'),
  );
}

/** One turn of it. */
export async function deleteWhatIsOver(options: RetentionOptions): Promise<void> {
  const { database, logger } = options;
  for (let turn = 0; turn < batchesPerTurn; turn++) {
    const deleted = await deleteExpired(database, { limit: batch });
    if (deleted === null) return;
    tellDeleted(options, deleted);
    if (deleted.length > 0) logger.info({ count: deleted.length }, 'conversations were deleted: their time was over');
    if (deleted.length < batch) return;
  }
}
