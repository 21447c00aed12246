import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CodedError,
  type GenerationJob,
  generationJob,
  generationJobId,
  type LookUpJob,
  lookUpJob,
  lookUpResult,
} from '@frontdesk/protocol';
import type { QueueConnection } from '../connection/queue-connection.ts';
import { openJobs, takeJobs } from '../jobs/bullmq-jobs.ts';
import type { ConsumeOptions, GenerationConsumer, GenerationQueue } from './generation-queue.ts';

const sharedQueueName = 'generations';
/** BullMQ allows no colon in a name, and a worker's id may be anything. */
const ownQueueName = (workerId: string) => `generations-${encodeURIComponent(workerId)}`;
const jobName = 'generation';
/** They share the queue that all workers share. */
const lookUpName = 'look-up';
/** The last of all: BullMQ knows no lower priority, and takes those without one first. */
const background = { priority: 2 ** 21 - 1 };

/** Who asked has gone by then; a result that nobody read goes with the next one. */
const lookUpTimeoutMs = 5_000;
const lookUpPollMs = 40;
const lookUpRetryMs = 5_000;
const noWorker = (cause?: Error) => new CodedError('no_worker', { cause, retryAfterMs: lookUpRetryMs });

/**
 * How long BullMQ believes in a worker that does not report. Only a worker that died between taking a job and claiming its
 * row is found this way; one that died later is found by its lease.
 */
const lockDurationMs = 10_000;
const stalledIntervalMs = 2_000;

/** A worker's own queue that was not used for so long is closed, here alone: the worker may be gone, or come back. */
const unusedMs = 600_000;

/** BullMQ waits for a server that is away for as long as it takes to open a queue there: whoever wants it is told. */
const openMs = 5_000;

/** Opens the producer's side. */
export async function openGenerationQueue(
  connection: QueueConnection,
  { now = Date.now }: { now?(): number } = {},
): Promise<GenerationQueue> {
  const open = (queueName: string) => openJobs<GenerationJob | LookUpJob>(connection, queueName);
  const shared = await open(sharedQueueName);
  const ownQueues = new Map<string, OwnQueue>();

  function ownQueue(workerId: string): Promise<typeof shared> {
    const known = ownQueues.get(workerId);
    if (known) {
      known.usedAt = now();
      return soonOpen(known);
    }
    closeUnused();
    const own: OwnQueue = { opening: open(ownQueueName(workerId)), usedAt: now() };
    ownQueues.set(workerId, own);
    own.opening.then(
      (queue) => {
        own.opened = queue;
      },
      () => ownQueues.delete(workerId),
    );
    return soonOpen(own);
  }

  function closeUnused(): void {
    for (const [workerId, { opening, usedAt }] of ownQueues) {
      if (now() - usedAt < unusedMs) continue;
      ownQueues.delete(workerId);
      opening.then((own) => own.close()).catch(connection.onError);
    }
  }

  async function release(workerId: string): Promise<number> {
    const own = await ownQueue(workerId);
    const waiting = await own.getJobs(['waiting', 'prioritized'], 0, -1, true);
    for (const { id = '', name, data, opts } of waiting) {
      // First there, then not here: a job that is on both for a moment comes twice, which does no harm.
      await shared.add(name, data, { jobId: id, ...(opts.priority ? { priority: opts.priority } : {}) });
      await own.remove(id);
    }
    return waiting.length;
  }

  return {
    enqueue: async (job, { workerId, round = 0 } = {}) => {
      const queue = workerId ? await ownQueue(workerId) : shared;
      await queue.add(jobName, job, { jobId: generationJobId(job), priority: round });
    },
    release,
    forget: async (workerId) => {
      await release(workerId);
      const own = await ownQueue(workerId);
      ownQueues.delete(workerId);
      await own.obliterate({ force: true });
      await own.close();
    },
    lookUp: async (job, { timeoutMs = lookUpTimeoutMs } = {}) => {
      const jobId = randomUUID();
      const deadline = Date.now() + timeoutMs;
      const kept = { age: Math.ceil(timeoutMs / 1_000) + 60 };
      await shared.add(lookUpName, job, { ...background, jobId, removeOnComplete: kept, removeOnFail: kept });
      try {
        // Asked for again and again, which needs no connection that listens: look-ups are seldom.
        for (;;) {
          const made = await shared.getJob(jobId);
          if (made?.finishedOn !== undefined) {
            if (made.failedReason) throw noWorker(new Error(made.failedReason));
            return lookUpResult.parse(made.returnvalue);
          }
          if (Date.now() > deadline) throw noWorker();
          await sleep(lookUpPollMs);
        }
      } finally {
        // One that a worker has in hand can't be removed; its age ends it.
        await shared.remove(jobId).catch(connection.onError);
      }
    },
    depth: async ({ background: counted = true } = {}) => {
      const all = await shared.getJobCountByTypes('waiting', 'prioritized');
      if (counted || all === 0) return all;
      const { [background.priority]: behind = 0 } = await shared.getCountsPerPriority([background.priority]);
      return Math.max(0, all - behind);
    },
    close: async () => {
      // One that is still being opened has nothing that is its own.
      await Promise.all(
        [shared, ...[...ownQueues.values()].map(({ opened }) => opened)].map((queue) => queue?.close()),
      );
    },
  };
}

interface OwnQueue {
  opening: ReturnType<typeof openJobs<GenerationJob | LookUpJob>>;
  opened?: Awaited<OwnQueue['opening']>;
  usedAt: number;
}

/** @throws where that takes too long; it may be open later */
async function soonOpen({ opening, opened }: OwnQueue): OwnQueue['opening'] {
  if (opened) return opened;
  const tooLong = sleep(openMs, undefined, { ref: false }).then((): never => {
    throw new Error('the queue of a worker could not be opened');
  });
  return Promise.race([opening, tooLong]);
}

/**
 * Takes jobs until closed: of the queue that all workers share and, with a `workerId`, of that worker's own. The first one
 * may be in `handle` before this resolves.
 */
export function consumeGenerations(
  connection: QueueConnection,
  { concurrency, workerId, handle, lookUp, onError }: ConsumeOptions,
): Promise<GenerationConsumer> {
  const queueNames = workerId === undefined ? [sharedQueueName] : [ownQueueName(workerId), sharedQueueName];
  return takeJobs<GenerationJob | LookUpJob>(connection, queueNames, {
    ...{ onError, concurrency },
    work: async ({ name, data }) => {
      if (name === lookUpName) {
        if (!lookUp) throw new Error('this worker has no embedding model');
        return lookUp(lookUpJob.parse(data));
      }
      try {
        await handle(generationJob.parse(data));
      } catch (error) {
        // A job that fails is over all the same: the row's lease, not the queue, says whether to try again.
        onError(error);
      }
    },
    lockDuration: lockDurationMs,
    stalledInterval: stalledIntervalMs,
    // The claim counts how often a generation was tried; BullMQ must not fail a job behind its back.
    maxStalledCount: 1_000_000,
  });
}
