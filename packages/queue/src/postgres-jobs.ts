import {
  createPostgresBackend,
  type PostgresPoolConfig,
  type Processor,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import { PatientClient } from './patient-client.ts';

const { Queue, Worker } = withBackend(createPostgresBackend);

export interface JobsOptions {
  databaseUrl: string;
  /** Connections to it, at most. */
  connections: number;
  /** An idle connection was lost; it is made again. Calls that fail reject on their own. */
  onError(error: unknown): void;
}

type TakeJobsOptions<Payload> = JobsOptions &
  Pick<WorkerOptions, 'concurrency' | 'lockDuration' | 'stalledInterval' | 'maxStalledCount'> & {
    /** What it rejects with fails the job, which is not tried again. */
    work: Processor<Payload>;
  };

/** Opens the producer's side of a queue; makes or updates BullMQ's tables (schema `bullmq`) on the way. */
export async function openJobs<Payload>(queueName: string, { onError, ...options }: JobsOptions) {
  const queue = new Queue<Payload>(queueName, {
    connection: connection(options),
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    // Nobody reads BullMQ's event stream.
    streams: { events: { maxLen: 100 } },
  });
  queue.on('error', onError);
  await queue.waitUntilReady();
  return queue;
}

/** Takes a queue's jobs until closed; the first one may be in `work` before this resolves. */
export async function takeJobs<Payload>(
  queueName: string,
  { databaseUrl, connections, work, onError, ...limits }: TakeJobsOptions<Payload>,
): Promise<{ close(): Promise<void> }> {
  const worker = new Worker<Payload>(queueName, work, {
    connection: connection({ databaseUrl, connections }),
    // After a lost connection.
    runRetryDelay: 500,
    ...limits,
  });
  worker.on('error', onError);
  await worker.waitUntilReady();
  return { close: () => worker.close() };
}

function connection({ databaseUrl, connections }: Omit<JobsOptions, 'onError'>): PostgresPoolConfig {
  return { connectionString: databaseUrl, schema: 'bullmq', migrate: true, max: connections, Client: PatientClient };
}
