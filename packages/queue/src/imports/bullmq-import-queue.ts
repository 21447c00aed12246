import { type ImportJob, type ImportLane, importJob, importJobId } from '@frontdesk/protocol';
import type { QueueConnection } from '../connection/queue-connection.ts';
import { openJobs, takeJobs } from '../jobs/bullmq-jobs.ts';
import type { ConsumeImportsOptions, ImportConsumer, ImportQueue } from './import-queue.ts';

/** `imports` is older than lanes are: workers of earlier versions take from it, and find web sites by their rows. */
const queueNames: Record<ImportLane, string> = { content: 'imports', site: 'imports-site' };
const jobName = 'import';

/** Opens the producer's side. */
export async function openImportQueue(connection: QueueConnection): Promise<ImportQueue> {
  const open = (lane: ImportLane) => openJobs<ImportJob>(connection, queueNames[lane]);
  const queues = { content: await open('content'), site: await open('site') };
  return {
    enqueue: async (job, lane) => {
      await queues[lane].add(jobName, job, { jobId: importJobId(job) });
    },
    close: async () => {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}

/** Takes a lane's imports until closed, one at a time. */
export function consumeImports(
  connection: QueueConnection,
  { lane, handle, onError }: ConsumeImportsOptions,
): Promise<ImportConsumer> {
  return takeJobs<ImportJob>(connection, [queueNames[lane]], {
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
