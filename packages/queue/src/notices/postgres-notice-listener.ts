import { setTimeout as sleep } from 'node:timers/promises';
import { impatientSocket } from '@frontdesk/database/impatient-socket';
import { limitSession } from '@frontdesk/database/limit-session';
import pg from 'pg';
import { backOffMs } from '../connection/back-off.ts';
import { receive } from './notice-payload.ts';
import type { ListenOptions, NoticeListener } from './notices.ts';
import { channels } from './postgres-notice-publisher.ts';

/** Listens by LISTEN; see {@link NoticeListener}. */
export async function listenOnPostgres({
  databaseUrl,
  onNotice,
  onReconnect,
  onError,
}: ListenOptions & { databaseUrl: string }): Promise<NoticeListener> {
  const closing = new AbortController();
  let listening = false;
  let client = await listen();

  async function listen(): Promise<pg.Client> {
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'frontdesk notices',
      stream: impatientSocket,
      // A connection that died silently would otherwise be noticed after hours.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    fresh.on('error', (error) => {
      if (!closing.signal.aborted) onError(error);
    });
    fresh.on('notification', ({ payload = '' }) => receive(payload, onNotice, onError));
    await fresh.connect();
    try {
      await limitSession(fresh);
      await fresh.query(`LISTEN ${channels.gateways}`);
    } catch (error) {
      await fresh.end().catch(onError);
      throw error;
    }
    listening = true;
    // Not earlier: who could not begin to listen tries again by himself, and there must not be two who do.
    fresh.once('end', () => {
      listening = false;
      void listenAgain();
    });
    return fresh;
  }

  async function listenAgain(): Promise<void> {
    for (let failures = 0; !closing.signal.aborted; failures += 1) {
      try {
        await sleep(backOffMs(failures), undefined, { signal: closing.signal });
        const fresh = await listen();
        if (closing.signal.aborted) return void fresh.end();
        client = fresh;
        return onReconnect();
      } catch (error) {
        if (!closing.signal.aborted) onError(error);
      }
    }
  }

  return {
    listening: () => listening,
    close: async () => {
      closing.abort();
      await client.end();
    },
  };
}
