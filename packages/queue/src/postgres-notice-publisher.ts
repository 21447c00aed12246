import { setTimeout as sleep } from 'node:timers/promises';
import type { Notice } from '@frontdesk/protocol';
import pg from 'pg';
import { backOffMs } from './back-off.ts';
import { fromPayload, toPayload } from './notice-payload.ts';
import type { NoticePublisher } from './notices.ts';

/** By who listens: a worker has no use for the words of all others. */
export const channels = { gateways: 'frontdesk', workers: 'frontdesk_workers' } as const;
const channelOf = ({ kind }: Notice) => channels[kind === 'stop' ? 'workers' : 'gateways'];

/** Most notices in one statement, and most that are kept while there is no connection: the oldest go first. */
const batchSize = 100;
const keptAtMost = 10_000;

/**
 * Publishes by NOTIFY on a connection of its own: inside the transaction that stores a message, NOTIFY would make all
 * commits of the server wait for each other. Whatever was published while a statement ran goes out with the next one.
 */
export function openNoticePublisher({
  databaseUrl,
  onStop,
  onError,
}: {
  databaseUrl: string;
  /**
   * Hears what workers are to stop, on the same connection, as connections are scarce. It is made with the first notice:
   * who has told nothing yet has little to stop.
   */
  onStop?(generationId: string): void;
  /** The connection was lost; it is made again and what was not sent is sent then. */
  onError(error: unknown): void;
}): NoticePublisher {
  const pending: { channel: string; payload: string }[] = [];
  const closing = new AbortController();
  let client: pg.Client | undefined;
  let sending: Promise<void> | undefined;

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
    fresh.on('error', (error) => {
      if (client === fresh) client = undefined;
      if (!closing.signal.aborted) onError(error);
    });
    await fresh.connect();
    if (onStop) {
      fresh.on('notification', ({ payload = '' }) => hear(payload));
      await fresh.query(`LISTEN ${channels.workers}`);
    }
    return fresh;
  }

  function hear(payload: string): void {
    try {
      const notice = fromPayload(payload);
      if (notice?.kind === 'stop') onStop?.(notice.generationId);
    } catch (error) {
      onError(error);
    }
  }

  async function send(): Promise<void> {
    let failures = 0;
    while (pending.length > 0) {
      const batch = pending.slice(0, batchSize);
      try {
        client ??= await connect();
        await client.query(
          `SELECT pg_notify(channel, payload)
             FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS n(channel, payload, place) ORDER BY place`,
          [batch.map(({ channel }) => channel), batch.map(({ payload }) => payload)],
        );
        pending.splice(0, batch.length);
        failures = 0;
      } catch (error) {
        if (closing.signal.aborted) return;
        onError(error);
        client?.end().catch(onError);
        client = undefined;
        await sleep(backOffMs(failures, Math.random), undefined, { signal: closing.signal }).catch(() => {});
        failures += 1;
      }
    }
  }

  return {
    publish: (...notices) => {
      pending.push(...notices.map((notice) => ({ channel: channelOf(notice), payload: toPayload(notice) })));
      // While a batch is on its way its notices are the first in the list, and must stay there.
      if (pending.length > keptAtMost) pending.splice(batchSize, pending.length - keptAtMost);
      sending ??= send().finally(() => {
        sending = undefined;
      });
    },
    flush: async () => {
      await sending;
    },
    close: async () => {
      await Promise.race([sending, sleep(1_000)]);
      closing.abort();
      await client?.end();
    },
  };
}
