import { type GenerationJob, generationJob, generationJobId } from '@frontdesk/protocol';
import { createPostgresBackend, type Job, type PostgresPoolConfig, withBackend } from 'bullmq';
import type { ConsumeOptions, GenerationConsumer, GenerationQueue } from './generation-queue.ts';
import { PatientClient } from './patient-client.ts';

const queueName = 'generations';
const jobName = 'generation';

/**
 * How long BullMQ believes in a worker that does not report. Only a worker that died between taking a job and claiming its
 * row is found this way; one that died later is found by its lease.
 */
const lockDurationMs = 10_000;
const stalledIntervalMs = 2_000;

const { Queue, Worker } = withBackend(createPostgresBackend);

/** Opens the producer's side on PostgreSQL; makes or updates BullMQ's tables (schema `bullmq`) on the way. */
export async function openGenerationQueue({
  databaseUrl,
  onError,
}: {
  databaseUrl: string;
  /** An idle connection was lost; it is made again. Calls that fail reject on their own. */
  onError(error: unknown): void;
}): Promise<GenerationQueue> {
  const queue = new Queue<GenerationJob>(queueName, {
    connection: connection(databaseUrl, 2),
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    // Nobody reads BullMQ's event stream.
    streams: { events: { maxLen: 100 } },
  });
  queue.on('error', onError);
  await queue.waitUntilReady();
  return {
    enqueue: async (job) => {
      await queue.add(jobName, job, { jobId: generationJobId(job) });
    },
    depth: () => queue.getWaitingCount(),
    close: () => queue.close(),
  };
}

/** Takes jobs until closed; the first one may be in `handle` before this resolves. */
export async function consumeGenerations(
  { databaseUrl }: { databaseUrl: string },
  { concurrency, handle, onError }: ConsumeOptions,
): Promise<GenerationConsumer> {
  const worker = new Worker<GenerationJob>(
    queueName,
    async (job: Job<GenerationJob>) => {
      try {
        await handle(generationJob.parse(job.data));
      } catch (error) {
        // A job that fails is over all the same: the row's lease, not the queue, says whether to try again.
        onError(error);
      }
    },
    {
      connection: connection(databaseUrl, 2),
      concurrency,
      lockDuration: lockDurationMs,
      stalledInterval: stalledIntervalMs,
      // The claim counts how often a generation was tried; BullMQ must not fail a job behind its back.
      maxStalledCount: 1_000_000,
      // After a lost connection.
      runRetryDelay: 500,
    },
  );
  worker.on('error', onError);
  await worker.waitUntilReady();
  return { close: () => worker.close() };
}

function connection(connectionString: string, max: number): PostgresPoolConfig {
  return { connectionString, schema: 'bullmq', migrate: true, max, Client: PatientClient };
}
