import { createRedisBackend } from 'bullmq';
import type { QueueConnection, QueueConnectionOptions } from './queue-connection.ts';
import { createRedisClient, impatient } from './redis-client.ts';
import { reviveWhenSilent } from './revive-silent.ts';

/** Begins all of BullMQ's keys. */
const prefix = 'frontdesk';

/**
 * One connection that adds jobs; where something is consumed, one for all consumers, and one each that waits for jobs.
 * Whoever adds a job is told at once that there is no connection; whoever consumes waits until there is one.
 */
export async function connectQueuesToRedis({
  redisUrl,
  signal,
  ...options
}: QueueConnectionOptions & { redisUrl: string }): Promise<QueueConnection> {
  signal?.throwIfAborted();
  const onError = once(options.onError);
  const producer = reviveWhenSilent(createRedisClient(redisUrl, impatient)).on('error', onError);
  try {
    await Promise.race([producer.connect(), ...(signal ? [rejectWhenAborted(signal)] : [])]);
  } catch (error) {
    producer.disconnect();
    throw error;
  }
  const consumer = reviveWhenSilent(createRedisClient(redisUrl, { maxRetriesPerRequest: null })).on('error', onError);
  return {
    onError,
    backend: (name, backendOptions, kind = {}) => {
      const connection = kind.withBlockingConnection ? consumer : producer;
      return createRedisBackend(name, Object.assign({}, backendOptions, { connection, prefix }), kind);
    },
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Every queue on a connection tells of its errors: the same one is to be reported once. */
function once(onError: (error: unknown) => void): (error: unknown) => void {
  const reported = new WeakSet<object>();
  return (error) => {
    if (typeof error === 'object' && error !== null) {
      if (reported.has(error)) return;
      reported.add(error);
    }
    onError(error);
  };
}
