import pg from 'pg';
import { type Audience, createNoticeOutbox } from './notice-outbox.ts';
import { forWorkers, receive } from './notice-payload.ts';
import type { NoticePublisher, PublishOptions } from './notices.ts';

export const channels = { gateways: 'frontdesk', workers: 'frontdesk_workers' } as const satisfies Record<
  Audience,
  string
>;
/** PostgreSQL refuses a NOTIFY payload of 8,000 bytes or more. */
export const maxPayloadBytes = 7_999;

/**
 * Publishes by NOTIFY on a connection of its own: inside the transaction that stores a message, NOTIFY would make all
 * commits of the server wait for each other. What workers are told is heard on the same one, as connections are scarce; it
 * is made with the first notice: who has told nothing yet has little to stop.
 */
export function publishOnPostgres({
  databaseUrl,
  onOrder,
  onError,
}: PublishOptions & { databaseUrl: string }): NoticePublisher {
  let client: pg.Client | undefined;
  let closed = false;

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
    fresh.on('error', (error) => {
      if (client === fresh) client = undefined;
      if (!closed) onError(error);
    });
    await fresh.connect();
    if (onOrder) {
      fresh.on('notification', ({ payload = '' }) => receive(payload, forWorkers(onOrder), onError));
      await fresh.query(`LISTEN ${channels.workers}`);
    }
    return fresh;
  }

  return createNoticeOutbox({
    maxPayloadBytes,
    onError,
    send: async (batch) => {
      try {
        client ??= await connect();
        await client.query(
          `SELECT pg_notify(channel, payload)
             FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS n(channel, payload, place) ORDER BY place`,
          [batch.map(({ audience }) => channels[audience]), batch.map(({ payload }) => payload)],
        );
      } catch (error) {
        client?.end().catch(onError);
        client = undefined;
        throw error;
      }
    },
    close: async () => {
      closed = true;
      await client?.end();
    },
  });
}
