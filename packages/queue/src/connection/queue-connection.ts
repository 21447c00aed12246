import type { BackendFactory, IQueueBackend } from 'bullmq';

export interface QueueConnectionOptions {
  /** A connection was lost; it is made again. Calls that fail reject on their own. */
  onError(error: unknown): void;
  /** Gives up connecting to Redis; without it, one that is silent or loads is waited for. */
  signal?: AbortSignal | undefined;
}

/** The connections of one process to the server of its queues. However many queues it has, they share them. */
export interface QueueConnection extends Pick<QueueConnectionOptions, 'onError'> {
  /** BullMQ's way to one queue on that server. */
  readonly backend: BackendFactory<IQueueBackend, unknown>;
  /** After all queues and consumers on it were closed. */
  close(): Promise<void>;
}
