import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { backOffMs } from './back-off.ts';
import { toPayload } from './notice-payload.ts';
import type { NoticePublisher } from './notices.ts';

/** The channel that all processes of an installation share. */
export const channel = 'frontdesk';

/** Most notices in one statement, and most that are kept while there is no connection: the oldest go first. */
const batchSize = 100;
const keptAtMost = 10_000;

/**
 * Publishes by NOTIFY on a connection of its own: inside the transaction that stores a message, NOTIFY would make all
 * commits of the server wait for each other. Whatever was published while a statement ran goes out with the next one.
 */
export function openNoticePublisher({
  databaseUrl,
  onError,
}: {
  databaseUrl: string;
  /** The connection was lost; it is made again and what was not sent is sent then. */
  onError(error: unknown): void;
}): NoticePublisher {
  const pending: string[] = [];
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
    return fresh;
  }

  async function send(): Promise<void> {
    let failures = 0;
    while (pending.length > 0) {
      const batch = pending.slice(0, batchSize);
      try {
        client ??= await connect();
        await client.query(
          'SELECT pg_notify($1, payload) FROM unnest($2::text[]) WITH ORDINALITY AS n(payload, place) ORDER BY place',
          [channel, batch],
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
      pending.push(...notices.map(toPayload));
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
