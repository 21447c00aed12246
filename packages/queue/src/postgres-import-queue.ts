import { type ImportJob, importJob, importJobId } from '@frontdesk/protocol';
import { createPostgresBackend, type Job, type PostgresPoolConfig, withBackend } from 'bullmq';
import type { ConsumeImportsOptions, ImportConsumer, ImportQueue } from './import-queue.ts';
import { PatientClient } from './patient-client.ts';

const queueName = 'imports';
const jobName = 'import';

const { Queue, Worker } = withBackend(createPostgresBackend);

/** Opens the producer's side on PostgreSQL; makes or updates BullMQ's tables (schema `bullmq`) on the way. */
export async function openImportQueue({
  databaseUrl,
  onError,
}: {
  databaseUrl: string;
  /** An idle connection was lost; it is made again. Calls that fail reject on their own. */
  onError(error: unknown): void;
}): Promise<ImportQueue> {
  const queue = new Queue<ImportJob>(queueName, {
    connection: connection(databaseUrl),
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    streams: { events: { maxLen: 100 } },
  });
  queue.on('error', onError);
  await queue.waitUntilReady();
  return {
    enqueue: async (job) => {
      await queue.add(jobName, job, { jobId: importJobId(job) });
    },
    close: () => queue.close(),
  };
}

/** Takes imports until closed, one at a time: each may take half an hour. */
export async function consumeImports(
  { databaseUrl }: { databaseUrl: string },
  { handle, onError }: ConsumeImportsOptions,
): Promise<ImportConsumer> {
  const worker = new Worker<ImportJob>(
    queueName,
    async (job: Job<ImportJob>) => {
      try {
        await handle(importJob.parse(job.data));
      } catch (error) {
        onError(error);
      }
    },
    {
      connection: connection(databaseUrl),
      concurrency: 1,
      // After so long without a sign of life another process is given the job.
      lockDuration: 30_000,
      stalledInterval: 10_000,
      // An import that ends its process time after time is given up.
      maxStalledCount: 3,
      runRetryDelay: 500,
    },
  );
  worker.on('error', onError);
  await worker.waitUntilReady();
  return { close: () => worker.close() };
}

function connection(connectionString: string): PostgresPoolConfig {
  return { connectionString, schema: 'bullmq', migrate: true, max: 1, Client: PatientClient };
}
