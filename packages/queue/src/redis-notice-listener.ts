import { receive } from './notice-payload.ts';
import type { ListenOptions, NoticeListener } from './notices.ts';
import { createRedisClient } from './redis-client.ts';
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
  const listen = async () => {
    await client.subscribe(channelOf(client, 'gateways'));
    listening = true;
  };
  client.on('error', onError);
  client.on('message', (_channel, payload) => receive(payload, onNotice, onError));
  client.on('close', () => {
    listening = false;
  });
  // What can be read without notices is not kept waiting for them: that they are away is told, and the client tries again.
  await client.connect().then(
    () => listen().catch(onError),
    () => {},
  );
  client.on('ready', () => {
    // Where it fails the connection was lost once more, and the next one begins again.
    listen().then(onReconnect, onError);
  });
  return {
    listening: () => listening,
    close: async () => client.disconnect(),
  };
}
