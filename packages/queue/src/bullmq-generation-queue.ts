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
import { openJobs, takeJobs } from './bullmq-jobs.ts';
import type { ConsumeOptions, GenerationConsumer, GenerationQueue } from './generation-queue.ts';
import type { QueueConnection } from './queue-connection.ts';

const queueName = 'generations';
const jobName = 'generation';
const lookUpName = 'look-up';

/** Who asked has gone by then; a result that nobody read goes with the next one. */
const lookUpTimeoutMs = 5_000;
const lookUpPollMs = 40;

/**
 * How long BullMQ believes in a worker that does not report. Only a worker that died between taking a job and claiming its
 * row is found this way; one that died later is found by its lease.
 */
const lockDurationMs = 10_000;
const stalledIntervalMs = 2_000;

/** Opens the producer's side. */
export async function openGenerationQueue(connection: QueueConnection): Promise<GenerationQueue> {
  const queue = await openJobs<GenerationJob | LookUpJob>(connection, queueName);
  return {
    enqueue: async (job) => {
      await queue.add(jobName, job, { jobId: generationJobId(job) });
    },
    lookUp: async (job, { timeoutMs = lookUpTimeoutMs } = {}) => {
      const jobId = randomUUID();
      const deadline = Date.now() + timeoutMs;
      const keptS = Math.ceil(timeoutMs / 1_000) + 60;
      await queue.add(lookUpName, job, { jobId, removeOnComplete: { age: keptS }, removeOnFail: { age: keptS } });
      try {
        // Asked for again and again, which needs no connection that listens: look-ups are seldom.
        for (;;) {
          const made = await queue.getJob(jobId);
          if (made?.finishedOn !== undefined) {
            if (made.failedReason) throw new CodedError('no_worker', { cause: new Error(made.failedReason) });
            return lookUpResult.parse(made.returnvalue);
          }
          if (Date.now() > deadline) throw new CodedError('no_worker');
          await sleep(lookUpPollMs);
        }
      } finally {
        // One that a worker has in hand can't be removed; its age ends it.
        await queue.remove(jobId).catch(connection.onError);
      }
    },
    depth: () => queue.getWaitingCount(),
    close: () => queue.close(),
  };
}

/** Takes jobs until closed; the first one may be in `handle` before this resolves. */
export function consumeGenerations(
  connection: QueueConnection,
  { concurrency, handle, lookUp, onError }: ConsumeOptions,
): Promise<GenerationConsumer> {
  return takeJobs<GenerationJob | LookUpJob>(connection, queueName, {
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
