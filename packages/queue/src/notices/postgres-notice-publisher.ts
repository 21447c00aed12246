import { endWhenLost } from '@frontdesk/database/end-when-lost';
import { impatientSocket } from '@frontdesk/database/impatient-socket';
import { limitSession } from '@frontdesk/database/limit-session';
import pg from 'pg';
import { backOffMs } from '../connection/back-off.ts';
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
 * commits of the server wait for each other. What workers are told is heard on the same one, as connections are scarce: who
 * listens has it from the beginning, and makes it again when it was lost; who does not, with the first notice.
 */
export function publishOnPostgres({
  databaseUrl,
  onOrder,
  onOrdersMissed,
  onError,
}: PublishOptions & { databaseUrl: string }): NoticePublisher {
  let connection: Promise<pg.Client> | undefined;
  /** The client of `connection`, also while it connects. */
  let held: pg.Client | undefined;
  let closed = false;
  let failures = 0;
  let missesOrders = false;
  let again: NodeJS.Timeout | undefined;

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: databaseUrl, stream: impatientSocket, keepAlive: true });
    held = fresh;
    fresh.on('error', (error) => {
      // `pg` tells of one loss twice: why the connection ends, and that it has ended.
      if (closed || !lose(fresh)) return;
      onError(error);
      listen();
    });
    try {
      await fresh.connect();
      endWhenLost(fresh, databaseUrl);
      await limitSession(fresh);
      if (onOrder) {
        fresh.on('notification', ({ payload = '' }) => receive(payload, forWorkers(onOrder), onError));
        await fresh.query(`LISTEN ${channels.workers}`);
      }
    } catch (error) {
      lose(fresh);
      fresh.end().catch(onError);
      throw error;
    }
    failures = 0;
    if (missesOrders) onOrdersMissed?.();
    missesOrders = false;
    return fresh;
  }

  /** @returns false where it was lost before: there may be another by now, which stays */
  function lose(client: pg.Client): boolean {
    if (held !== client) return false;
    held = undefined;
    connection = undefined;
    missesOrders = true;
    return true;
  }

  function connected(): Promise<pg.Client> {
    connection ??= connect();
    return connection;
  }

  /** Until it listens: what it is told meanwhile is lost. */
  function listen(): void {
    if (!onOrder || closed) return;
    connected().catch((error: unknown) => {
      if (closed) return;
      onError(error);
      clearTimeout(again);
      again = setTimeout(listen, backOffMs(failures++)).unref();
    });
  }
  listen();

  return createNoticeOutbox({
    maxPayloadBytes,
    onError,
    send: async (batch) => {
      const client = await connected();
      try {
        await client.query(
          `SELECT pg_notify(channel, payload)
             FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS n(channel, payload, place) ORDER BY place`,
          [batch.map(({ audience }) => channels[audience]), batch.map(({ payload }) => payload)],
        );
      } catch (error) {
        lose(client);
        client.end().catch(onError);
        throw error;
      }
    },
    close: async () => {
      closed = true;
      clearTimeout(again);
      const client = await connection?.catch(() => undefined);
      await client?.end();
    },
  });
}
