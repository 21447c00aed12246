import { connectQueuesToPostgres } from './connection/postgres-queue-connection.ts';
import type { QueueConnection, QueueConnectionOptions } from './connection/queue-connection.ts';
import { connectQueuesToRedis } from './connection/redis-queue-connection.ts';
import type { ListenOptions, NoticeListener, NoticePublisher, PublishOptions } from './notices/notices.ts';
import { listenOnPostgres } from './notices/postgres-notice-listener.ts';
import { publishOnPostgres } from './notices/postgres-notice-publisher.ts';
import { listenOnRedis } from './notices/redis-notice-listener.ts';
import { publishOnRedis } from './notices/redis-notice-publisher.ts';

/** Where queues and notices are: on Redis where its address is given, else on PostgreSQL, beside the store. */
export interface Servers {
  databaseUrl: string;
  redisUrl?: string | undefined;
}

/**
 * Connects a process to the server of its queues; makes or updates BullMQ's tables on PostgreSQL (schema `bullmq`) on the way.
 * @throws when the server can't be reached
 */
export function connectQueues({
  databaseUrl,
  redisUrl,
  ...options
}: Servers & QueueConnectionOptions): Promise<QueueConnection> {
  return redisUrl
    ? connectQueuesToRedis({ redisUrl, ...options })
    : connectQueuesToPostgres({ databaseUrl, ...options });
}

/** Opens the sending side of the notices; connects with the first one. */
export function openNoticePublisher({ databaseUrl, redisUrl, ...options }: Servers & PublishOptions): NoticePublisher {
  return redisUrl ? publishOnRedis({ redisUrl, ...options }) : publishOnPostgres({ databaseUrl, ...options });
}

/**
 * Listens on a connection of its own and makes it again when it is lost. Resolves when listening has begun, or Redis could not be
 * reached at first, refused, or has answered nothing for five seconds.
 * @throws when the first connection to PostgreSQL fails
 */
export function listenForNotices({
  databaseUrl,
  redisUrl,
  ...options
}: Servers & ListenOptions): Promise<NoticeListener> {
  return redisUrl ? listenOnRedis({ redisUrl, ...options }) : listenOnPostgres({ databaseUrl, ...options });
}
