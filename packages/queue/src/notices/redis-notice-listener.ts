import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from '../connection/back-off.ts';
import { createRedisClient, firstAttemptMs } from '../connection/redis-client.ts';
import { receive } from './notice-payload.ts';
import type { ListenOptions, NoticeListener } from './notices.ts';
import { channelOf } from './redis-notice-publisher.ts';

/** Listens by SUBSCRIBE, also where the server comes later; see {@link NoticeListener}. */
export async function listenOnRedis({
  redisUrl,
  onNotice,
  onReconnect,
  onError,
}: ListenOptions & { redisUrl: string }): Promise<NoticeListener> {
  // Not by itself: who listens again must know from when on.
  const client = createRedisClient(redisUrl, { autoResubscribe: false });
  let listening = false;
  let isAwaited = true;
  let again: NodeJS.Timeout | undefined;

  async function listen(failures = 0): Promise<void> {
    try {
      await client.subscribe(channelOf(client, 'gateways'));
      listening = true;
    } catch (error) {
      onError(error);
      // Refused on a connection that lives: no other comes by itself. A lost one's next begins again.
      if (client.status === 'ready') again = setTimeout(listen, backOffMs(failures), failures + 1).unref();
      return;
    }
    if (!isAwaited) onReconnect();
  }

  client.on('error', onError);
  client.on('message', (_channel, payload) => receive(payload, onNotice, onError));
  client.on('close', () => {
    listening = false;
    clearTimeout(again);
  });
  const tried = new Promise<void>((resolve) => {
    client.on('ready', () => listen().then(resolve));
    // What can be read without notices is not kept waiting for them: that they are away is told, and the client tries again.
    client.connect().catch(() => resolve());
  });
  await Promise.race([tried, sleep(firstAttemptMs, undefined, { ref: false })]);
  isAwaited = false;
  return {
    listening: () => listening,
    close: async () => client.disconnect(),
  };
}
