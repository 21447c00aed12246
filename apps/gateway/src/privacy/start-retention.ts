import {
  type Database,
  deleteExpired,
  deleteRemovedSite,
  deleteStrangers,
  forgetFormerPerson,
  forgetLettersOfAddresses,
  type LookedAt,
  purgeOldInputs,
} from '@frontdesk/database';
import type { NoticePublisher } from '@frontdesk/queue';
import { type Logger, repeat } from '@frontdesk/telemetry';
import type { SiteRemovals } from '../access/site-removals.ts';
import type { Relay } from '../relay/relay.ts';
import { tellAll } from '../relay/tell-all.ts';
import { tellDeleted } from './tell-deleted.ts';

const everyMs = 60_000;
/** Deleted in one transaction: short enough to be in nobody's way. */
const batch = 200;
/** A backlog of years goes bit by bit, between the messages. */
const batchesPerTurn = 10;
/** A gateway that stops waits for the turn. */
const turnMs = 5_000;

interface RetentionOptions {
  database: Database;
  notices: NoticePublisher;
  relay: Pick<Relay, 'receive'>;
  siteRemovals: Pick<SiteRemovals, 'announce'>;
  logger: Logger;
}

/**
 * Deletes every minute what sites do not want to keep any longer, visitors who never said anything, what answers were made from days
 * ago, to whom letters were counted on days that are over, what people were called whose accounts are deleted, and sites that can't be
 * restored any more: of several gateways one at a time.
 * @returns stops it, after the batches that run
 */
export function startRetention(options: RetentionOptions): () => Promise<void> {
  let lookedAt: LookedAt | undefined;
  return repeat(
    everyMs,
    async () => {
      await deleteWhatIsOver(options);
      lookedAt = await deleteSilentVisitors(options, lookedAt);
      await forgetOldInputs(options);
      await forgetLettersOfAddresses(options.database);
      await deleteRemovedSites(options);
      // Last: it may wait for what others hold, and fail.
      await forgetFormerPeople(options);
    },
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

/** One turn of it. @returns where it ended: after a restart all are looked at once more */
async function deleteSilentVisitors(
  { database }: Pick<RetentionOptions, 'database'>,
  after?: LookedAt,
): Promise<LookedAt | undefined> {
  let last = after;
  for (let turn = 0; turn < batchesPerTurn; turn++) {
    const next = await deleteStrangers(database, { limit: batch, after: last });
    if (next === null) break;
    last = next;
  }
  return last;
}

/** One turn of it. */
export async function forgetOldInputs({ database }: Pick<RetentionOptions, 'database'>): Promise<void> {
  for (let turn = 0; turn < batchesPerTurn; turn++) {
    if ((await purgeOldInputs(database, { limit: batch })) < batch) return;
  }
}

/** Takes the names of people whose accounts are deleted out of what they did; what takes longer goes on at the next turn. */
export async function forgetFormerPeople(
  options: Pick<RetentionOptions, 'database' | 'notices' | 'relay' | 'logger'>,
): Promise<void> {
  const { database, logger } = options;
  for (const untilMs = performance.now() + turnMs; performance.now() < untilMs; ) {
    const former = await forgetFormerPerson(
      database,
      ({ siteId, conversationId, seq }) => tellAll(options, { kind: 'event', siteId, conversationId, seq }),
      { limit: batch, patienceMs: untilMs - performance.now() },
    );
    if (former === null) return;
    if (former.finished) logger.info({ userId: former.userId }, 'an account is deleted');
  }
}

/** Deletes what is left of sites that were removed so long ago that they can't be restored; what takes longer goes on at the next turn. */
export async function deleteRemovedSites(options: RetentionOptions): Promise<void> {
  const { database, siteRemovals, logger } = options;
  for (const untilMs = performance.now() + turnMs; performance.now() < untilMs; ) {
    const deletion = await deleteRemovedSite(database, { limit: batch });
    if (deletion === null) return;
    const { siteId, conversations, finished } = deletion;
    tellDeleted(options, conversations);
    if (!finished) continue;
    siteRemovals.announce(siteId);
    logger.info({ siteId }, 'a site that was removed is deleted');
  }
}
