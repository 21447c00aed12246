import { type ImportJob, importJob, importJobId } from '@frontdesk/protocol';
import type { ConsumeImportsOptions, ImportConsumer, ImportQueue } from './import-queue.ts';
import { type JobsOptions, openJobs, takeJobs } from './postgres-jobs.ts';

const queueName = 'imports';
const jobName = 'import';
const connections = 1;

/** Opens the producer's side on PostgreSQL. */
export async function openImportQueue(options: Omit<JobsOptions, 'connections'>): Promise<ImportQueue> {
  const queue = await openJobs<ImportJob>(queueName, { ...options, connections });
  return {
    enqueue: async (job) => {
      await queue.add(jobName, job, { jobId: importJobId(job) });
    },
    close: () => queue.close(),
  };
}

/** Takes imports until closed, one at a time: each may take half an hour. */
export function consumeImports(
  { databaseUrl }: { databaseUrl: string },
  { handle, onError }: ConsumeImportsOptions,
): Promise<ImportConsumer> {
  return takeJobs<ImportJob>(queueName, {
    ...{ databaseUrl, connections, onError, concurrency: 1 },
    work: async ({ data }) => {
      try {
        await handle(importJob.parse(data));
      } catch (error) {
        onError(error);
      }
    },
    // After so long without a sign of life another process is given the job.
    lockDuration: 30_000,
    stalledInterval: 10_000,
    // An import that ends its process time after time is given up.
    maxStalledCount: 3,
  });
}
