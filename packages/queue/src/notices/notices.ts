import type { Notice, WorkerNotice } from '@frontdesk/protocol';

/** Tells other processes that there is something to read. Telling may fail or be lost: the log is the truth. */
export interface NoticePublisher {
  /** Queues notices for sending, in order, and returns at once. */
  publish(...notices: readonly Notice[]): void;
  /** Resolves when all that was published before is sent, or was dropped because there is no connection. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface PublishOptions {
  /** Hears, of what is published anywhere, what workers are told. */
  onOrder?(order: WorkerNotice): void;
  /** It hears them again after a gap: some may have been missed. */
  onOrdersMissed?(): void;
  /** The connection was lost; it is made again and what was not sent is sent then. */
  onError(error: unknown): void;
}

export interface ListenOptions {
  onNotice(notice: Notice): void;
  /** Listening began again after a gap: notices may be missing, so readers must read the log from where they are. */
  onReconnect(): void;
  /** The connection was lost (it is made again), or a payload was not a notice (it is left out). */
  onError(error: unknown): void;
}

export interface NoticeListener {
  /** False while there is no connection: what others tell comes late then, by reading the log. */
  listening(): boolean;
  close(): Promise<void>;
}
