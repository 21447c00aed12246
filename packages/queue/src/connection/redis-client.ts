import { Redis, type RedisOptions } from 'ioredis';
import { backOffMs } from './back-off.ts';

/** A server that hangs takes commands and answers none: who sends them goes on. Not for a client that waits for what comes. */
export const impatient: RedisOptions = { commandTimeout: 5_000 };

/** What starts waits no longer for a server that takes connections and answers none, or is still loading. */
export const firstAttemptMs = 5_000;

/** A client that connects when it is told to, or with its first command, and again for as long as it takes. */
export function createRedisClient(redisUrl: string, options: RedisOptions = {}): Redis {
  return new Redis(redisUrl, {
    lazyConnect: true,
    // A connection that died silently would otherwise be noticed after hours.
    keepAlive: 10_000,
    connectTimeout: 5_000,
    retryStrategy: (attempt) => backOffMs(attempt - 1),
    // Callers try again themselves, and must not wait until the server is back.
    maxRetriesPerRequest: 1,
    ...options,
  });
}
