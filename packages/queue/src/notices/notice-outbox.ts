import { setTimeout as sleep } from 'node:timers/promises';
import { isForWorkers, type Notice } from '@frontdesk/protocol';
import { backOffMs } from '../connection/back-off.ts';
import { toPayload } from './notice-payload.ts';
import type { NoticePublisher } from './notices.ts';

/** Who listens: a worker has no use for the words of all others. */
export type Audience = 'gateways' | 'workers';
const audienceOf = (notice: Notice): Audience => (isForWorkers(notice) ? 'workers' : 'gateways');

export interface OutgoingNotice {
  audience: Audience;
  payload: string;
}

/** Most notices at once, and most that are kept while there is no connection: the oldest go first. */
const batchSize = 100;
const keptAtMost = 10_000;

/** Sends in order, what was published while a batch was on its way with the next one, and again what could not be sent. */
export function createNoticeOutbox({
  maxPayloadBytes,
  send,
  onError,
  close,
}: {
  maxPayloadBytes: number;
  /** Rejects when some may not have been sent. */
  send(batch: readonly OutgoingNotice[]): Promise<void>;
  onError(error: unknown): void;
  /** Ends the connection. */
  close(): Promise<void>;
}): NoticePublisher {
  const pending: OutgoingNotice[] = [];
  const closing = new AbortController();
  let sending: Promise<void> | undefined;

  async function sendAll(): Promise<void> {
    let failures = 0;
    while (pending.length > 0) {
      const batch = pending.slice(0, batchSize);
      try {
        await send(batch);
        pending.splice(0, batch.length);
        failures = 0;
      } catch (error) {
        if (closing.signal.aborted) return;
        onError(error);
        await sleep(backOffMs(failures), undefined, { signal: closing.signal }).catch(() => {});
        failures += 1;
      }
    }
  }

  return {
    publish: (...notices) => {
      pending.push(
        ...notices.map((notice) => ({ audience: audienceOf(notice), payload: toPayload(notice, maxPayloadBytes) })),
      );
      // While a batch is on its way its notices are the first in the list, and must stay there.
      if (pending.length > keptAtMost) pending.splice(batchSize, pending.length - keptAtMost);
      sending ??= sendAll().finally(() => {
        sending = undefined;
      });
    },
    flush: async () => {
      await sending;
    },
    close: async () => {
      await Promise.race([sending, sleep(1_000)]);
      closing.abort();
      await close();
    },
  };
}
