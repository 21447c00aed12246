import { withBackend } from 'bullmq';
import type { QueueConnection } from '../connection/queue-connection.ts';
import { type ConsumerOptions, QueueConsumer } from './bullmq-consumer.ts';
import { Slots } from './slots.ts';

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

/**
 * Takes the jobs of several queues until closed, no more than `concurrency` of all of them at once; while there is work on
 * each they take turns. The first one may be in `work` before this resolves.
 */
export async function takeJobs<Payload>(
  connection: QueueConnection,
  queueNames: readonly string[],
  { concurrency, ...options }: ConsumerOptions<Payload> & { concurrency: number },
): Promise<{ close(): Promise<void> }> {
  const slots = new Slots(concurrency);
  const consumers = await Promise.all(
    queueNames.map((name) => QueueConsumer.start(connection, name, { ...options, slots })),
  );
  return {
    close: async () => {
      await Promise.all(consumers.map((consumer) => consumer.close()));
    },
  };
}
