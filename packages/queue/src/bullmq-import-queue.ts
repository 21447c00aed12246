import { type ImportJob, importJob, importJobId } from '@frontdesk/protocol';
import { openJobs, takeJobs } from './bullmq-jobs.ts';
import type { ConsumeImportsOptions, ImportConsumer, ImportQueue } from './import-queue.ts';
import type { QueueConnection } from './queue-connection.ts';

const queueName = 'imports';
const jobName = 'import';

/** Opens the producer's side. */
export async function openImportQueue(connection: QueueConnection): Promise<ImportQueue> {
  const queue = await openJobs<ImportJob>(connection, queueName);
  return {
    enqueue: async (job) => {
      await queue.add(jobName, job, { jobId: importJobId(job) });
    },
    close: () => queue.close(),
  };
}

/** Takes imports until closed, one at a time: each may take half an hour. */
export function consumeImports(
  connection: QueueConnection,
  { handle, onError }: ConsumeImportsOptions,
): Promise<ImportConsumer> {
  return takeJobs<ImportJob>(connection, [queueName], {
    ...{ onError, concurrency: 1 },
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
