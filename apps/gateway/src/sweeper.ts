import {
  type Database,
  type EndedGeneration,
  expireOverdue,
  findLostJobs,
  forgetDeadWorkers,
  forgetOldAnswers,
  requeueExpiredLeases,
} from '@frontdesk/database';
import type { GenerationQueue, NoticePublisher } from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';

const everyMs = 1_000;
/** Any number that nothing else locks. */
const lockKey = 7_216_001;
const sweepLimitMs = 30_000;

export interface SweeperOptions {
  database: Database;
  queue: GenerationQueue;
  notices: NoticePublisher;
  logger: Logger;
}

/**
 * Puts right, every second, what a process that died left behind: answers whose worker is gone, rows whose job was lost,
 * questions nobody could take in time. Of several gateways one sweeps at a time.
 * @returns stops it, after the sweep that runs
 */
export function startSweeper({ database, queue, notices, logger }: SweeperOptions): () => Promise<void> {
  let sweeping: Promise<void> = Promise.resolve();
  let idle = true;

  async function sweep(): Promise<void> {
    await database.$transaction(
      async (transaction) => {
        const [lock] = await transaction.$queryRaw<{ held: boolean }[]>`
          SELECT pg_try_advisory_xact_lock(${lockKey}) AS held`;
        if (lock?.held) await putRight();
      },
      { timeout: sweepLimitMs },
    );
  }

  async function putRight(): Promise<void> {
    const { jobs, ended } = await requeueExpiredLeases(database);
    if (jobs.length > 0) logger.warn({ count: jobs.length }, 'answers lost their worker and are queued again');
    announce(ended);
    announce(await expireOverdue(database));
    for (const job of [...jobs, ...(await findLostJobs(database))]) await queue.enqueue(job);
    await forgetDeadWorkers(database);
    await forgetOldAnswers(database);
  }

  function announce(ended: readonly EndedGeneration[]): void {
    if (ended.length > 0) logger.warn({ count: ended.length }, 'answers are given up');
    for (const { siteId, conversationId, seq } of ended) {
      notices.publish({ kind: 'event', siteId, conversationId, seq });
    }
  }

  const timer = setInterval(() => {
    if (!idle) return;
    idle = false;
    sweeping = sweep()
      .catch((error: unknown) => logger.error({ error }, 'the sweep failed'))
      .finally(() => {
        idle = true;
      });
  }, everyMs);
  return () => {
    clearInterval(timer);
    return sweeping;
  };
}
