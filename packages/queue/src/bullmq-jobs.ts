import { type Processor, type WorkerOptions, withBackend } from 'bullmq';
import type { QueueConnection } from './queue-connection.ts';

type TakeJobsOptions<Payload> = Pick<
  WorkerOptions,
  'concurrency' | 'lockDuration' | 'stalledInterval' | 'maxStalledCount'
> & {
  /** What it rejects with fails the job, which is not tried again. */
  work: Processor<Payload>;
  /** What went wrong with the queue itself. */
  onError(error: unknown): void;
};

/** Opens the producer's side of a queue. */
export async function openJobs<Payload>(connection: QueueConnection, queueName: string) {
  const { Queue } = withBackend(connection.backend);
  const queue = new Queue<Payload>(queueName, {
    connection,
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    // Nobody reads BullMQ's event stream.
    streams: { events: { maxLen: 100 } },
  });
  queue.on('error', connection.onError);
  await queue.waitUntilReady();
  return queue;
}

/** Takes a queue's jobs until closed; the first one may be in `work` before this resolves. */
export async function takeJobs<Payload>(
  connection: QueueConnection,
  queueName: string,
  { work, onError, ...limits }: TakeJobsOptions<Payload>,
): Promise<{ close(): Promise<void> }> {
  const { Worker } = withBackend(connection.backend);
  const worker = new Worker<Payload>(queueName, work, {
    connection,
    // After a lost connection.
    runRetryDelay: 500,
    ...limits,
  });
  worker.on('error', onError);
  await worker.waitUntilReady();
  return { close: () => worker.close() };
}
