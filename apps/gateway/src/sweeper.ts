import {
  advisoryLocks,
  cancelUnattended,
  type Database,
  type EndedGeneration,
  expireOverdue,
  findLostJobs,
  forgetDeadWorkers,
  forgetOldAnswers,
  listSilentWorkers,
  releaseLeftWaiting,
  requeueExpiredLeases,
  wakeSnoozed,
} from '@frontdesk/database';
import type { GenerationQueue, NoticePublisher } from '@frontdesk/queue';
import { silentMs } from '@frontdesk/scaling';
import type { Logger } from '@frontdesk/telemetry';
import { repeat } from './repeat.ts';

const everyMs = 1_000;
const sweepLimitMs = 30_000;

export interface SweeperOptions {
  database: Database;
  queue: GenerationQueue;
  notices: NoticePublisher;
  logger: Logger;
}

/**
 * Puts right, every second, what a process that died left behind: answers whose worker is gone, rows whose job was lost,
 * questions nobody could take in time, answers that nobody waits for any more; brings
 * back what was snoozed until now, and gives to others what an agent has left waiting. Of several gateways one sweeps at a time.
 * @param options.graceMs how long an answer's visitor may be away
 * @returns stops it, after the sweep that runs
 */
export function startSweeper(options: SweeperOptions & { graceMs: number }): () => Promise<void> {
  const { database, queue, logger, graceMs } = options;
  const startedMs = performance.now();

  async function sweep(): Promise<void> {
    await database.$transaction(
      async (transaction) => {
        const [lock] = await transaction.$queryRaw<{ held: boolean }[]>`
          SELECT pg_try_advisory_xact_lock(${advisoryLocks.sweep}) AS held`;
        if (lock?.held) await putRight();
      },
      { timeout: sweepLimitMs },
    );
  }

  async function putRight(): Promise<void> {
    await requeueLost(options);
    announce(options, await expireOverdue(database));
    // Until then, those whose gateway this one replaces may not have come back.
    if (performance.now() - startedMs > graceMs) await cancelUnattendedAnswers();
    for (const { round, ...job } of await findLostJobs(database)) await queue.enqueue(job, { round });
    for (const workerId of await listSilentWorkers(database, { silentMs })) {
      const count = await queue.release(workerId);
      if (count > 0) logger.warn({ workerId, count }, 'answers waited for a worker that is silent');
    }
    for (const workerId of await forgetDeadWorkers(database)) await queue.forget(workerId);
    await forgetOldAnswers(database);
    for (const { siteId, conversationId, seq } of [
      ...(await wakeSnoozed(database)),
      ...(await releaseLeftWaiting(database)),
    ]) {
      options.notices.publish({ kind: 'event', siteId, conversationId, seq });
    }
  }

  async function cancelUnattendedAnswers(): Promise<void> {
    const cancelled = await cancelUnattended(database, { graceMs });
    if (cancelled.length > 0) logger.info({ count: cancelled.length }, 'answers whose visitors are gone are cancelled');
    for (const { siteId, conversationId, generationId, seq } of cancelled) {
      const place = { siteId, conversationId };
      options.notices.publish({ ...place, kind: 'stop', generationId }, { ...place, kind: 'event', seq });
    }
  }

  return repeat(everyMs, sweep, (error) => logger.error({ error }, 'the sweep failed'));
}

/** Puts answers whose lease has run out back on the queue. */
export async function requeueLost(options: SweeperOptions): Promise<void> {
  const { database, queue, logger } = options;
  const { jobs, ended } = await requeueExpiredLeases(database);
  if (jobs.length > 0) logger.warn({ count: jobs.length }, 'answers lost their worker and are queued again');
  announce(options, ended);
  for (const job of jobs) await queue.enqueue(job);
}

function announce({ notices, logger }: SweeperOptions, ended: readonly EndedGeneration[]): void {
  if (ended.length > 0) logger.warn({ count: ended.length }, 'answers are given up');
  for (const { siteId, conversationId, seq } of ended) {
    notices.publish({ kind: 'event', siteId, conversationId, seq });
  }
}
