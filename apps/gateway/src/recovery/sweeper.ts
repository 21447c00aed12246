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
  type StoredChange,
  takeTurn,
  wakeSnoozed,
} from '@frontdesk/database';
import type { GenerationQueue, NoticePublisher } from '@frontdesk/queue';
import { silentMs } from '@frontdesk/scaling';
import { type Logger, repeat } from '@frontdesk/telemetry';
import type { GatewayMetrics } from '../metrics.ts';
import { WatchTime } from './watch-time.ts';

const everyMs = 1_000;
const sweepLimitMs = 30_000;
/** A worker silent for so long does not come back: what there is of it is removed. */
const deadMs = 60_000;
/** After the database was away workers have so long to renew their leases; they do so every second. */
export const renewalMs = 2_000;

export interface SweeperOptions {
  database: Database;
  queue: GenerationQueue;
  notices: NoticePublisher;
  metrics: Pick<GatewayMetrics, 'givenUp'>;
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
  const leases = new WatchTime(renewalMs);
  // Who is there is noted six times within it: after a shorter break none of these notes is too old.
  const attendance = new WatchTime(Math.max((graceMs * 2) / 3, 2 * everyMs));

  const failed = (error: unknown) => logger.error({ error }, 'the sweep failed');

  async function sweep(): Promise<void> {
    await database.$transaction(
      async (transaction) => {
        const { held, now } = await takeTurn(transaction, advisoryLocks.sweep);
        const watched = { leasesMs: leases.look(now.getTime()), attendanceMs: attendance.look(now.getTime()) };
        if (held) await putRight(watched);
      },
      { timeout: sweepLimitMs },
    );
  }

  /** @param watched for how long nothing has kept others from renewing leases and noting who is there */
  async function putRight(watched: { leasesMs: number; attendanceMs: number }): Promise<void> {
    const steps = [
      // First what needs no queue, which may be away.
      async () => announce(options, await expireOverdue(database), 'expired'),
      // Nor, until then, may those have come back whose gateway this one replaces.
      async () => watched.attendanceMs > graceMs && cancelUnattendedAnswers(),
      () => wakeSnoozed(database, tell),
      () => releaseLeftWaiting(database, tell),
      () => forgetOldAnswers(database),
      async () => watched.leasesMs >= renewalMs && requeueLost(options),
      async () => {
        for (const { round, ...job } of await findLostJobs(database)) await queue.enqueue(job, { round });
      },
      releaseFromSilent,
      forgetDead,
    ];
    // What is wrong with one site's conversation keeps nothing from the others.
    for (const step of steps) await step().catch(failed);
  }

  async function releaseFromSilent(): Promise<void> {
    for (const workerId of await listSilentWorkers(database, { silentMs })) {
      const count = await queue.release(workerId);
      if (count > 0) logger.warn({ workerId, count }, 'answers waited for a worker that is silent');
    }
  }

  async function forgetDead(): Promise<void> {
    const dead = await listSilentWorkers(database, { silentMs: deadMs });
    for (const workerId of dead) await queue.forget(workerId);
    await forgetDeadWorkers(database, dead, { silentMs: deadMs });
  }

  const tell = ({ siteId, conversationId, seq }: StoredChange) =>
    options.notices.publish({ kind: 'event', siteId, conversationId, seq });

  async function cancelUnattendedAnswers(): Promise<void> {
    const cancelled = await cancelUnattended(database, { graceMs });
    if (cancelled.length > 0) logger.info({ count: cancelled.length }, 'answers whose visitors are gone are cancelled');
    for (const { siteId, conversationId, generationId, seq } of cancelled) {
      const place = { siteId, conversationId };
      options.notices.publish({ ...place, kind: 'stop', generationId }, { ...place, kind: 'event', seq });
    }
  }

  return repeat(everyMs, sweep, failed);
}

/** Puts answers whose lease has run out back on the queue. */
export async function requeueLost(options: SweeperOptions): Promise<void> {
  const { database, queue, logger } = options;
  const { jobs, ended } = await requeueExpiredLeases(database);
  if (jobs.length > 0) logger.warn({ count: jobs.length }, 'answers lost their worker and are queued again');
  announce(options, ended, 'failed');
  for (const job of jobs) await queue.enqueue(job);
}

function announce(
  { notices, metrics, logger }: SweeperOptions,
  ended: readonly EndedGeneration[],
  outcome: 'expired' | 'failed',
): void {
  metrics.givenUp.inc({ outcome }, ended.length);
  if (ended.length > 0) logger.warn({ count: ended.length }, 'answers are given up');
  for (const { siteId, conversationId, seq } of ended) {
    notices.publish({ kind: 'event', siteId, conversationId, seq });
  }
}
