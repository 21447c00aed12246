import type { Redis } from 'ioredis';
import { type Audience, createNoticeOutbox } from './notice-outbox.ts';
import { forWorkers, receive } from './notice-payload.ts';
import type { NoticePublisher, PublishOptions } from './notices.ts';
import { createRedisClient, impatient } from './redis-client.ts';
import { reviveWhenSilent } from './revive-silent.ts';

/** Redis would take half a gigabyte; no text of an answer comes near this. */
export const maxPayloadBytes = 2 ** 18;

/** Redis' channels know nothing of its databases: two installations on one server must not hear each other. */
export const channelOf = ({ options: { db = 0 } }: Redis, audience: Audience): string =>
  `frontdesk:${db}:notices:${audience}`;

/** Publishes by PUBLISH; what workers are told is heard on a second connection, as one that listens can do nothing else. */
export function publishOnRedis({
  redisUrl,
  onOrder,
  onOrdersMissed,
  onError,
}: PublishOptions & { redisUrl: string }): NoticePublisher {
  const client = reviveWhenSilent(createRedisClient(redisUrl, impatient)).on('error', onError);
  let listener: Redis | undefined;
  if (onOrder) {
    let missesOrders = false;
    // Not by itself: who listens again must know from when on.
    const hearing = createRedisClient(redisUrl, { maxRetriesPerRequest: null, autoResubscribe: false })
      .on('error', onError)
      .on('message', (_channel, payload) => receive(payload, forWorkers(onOrder), onError))
      .on('close', () => {
        missesOrders = true;
      })
      .on('ready', () => {
        const listening = () => {
          if (missesOrders) onOrdersMissed?.();
          missesOrders = false;
        };
        // Fails only when it is closed first.
        hearing.subscribe(channelOf(client, 'workers')).then(listening, () => {});
      });
    // Where it fails that is told, and tried again.
    hearing.connect().catch(() => {});
    listener = hearing;
  }
  return createNoticeOutbox({
    maxPayloadBytes,
    onError,
    send: async (batch) => {
      const pipeline = client.pipeline();
      for (const { audience, payload } of batch) pipeline.publish(channelOf(client, audience), payload);
      const failed = (await pipeline.exec())?.find(([error]) => error);
      if (failed) throw failed[0];
    },
    close: async () => {
      client.disconnect();
      listener?.disconnect();
    },
  });
}
