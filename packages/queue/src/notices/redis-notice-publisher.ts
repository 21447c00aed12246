import type { Redis } from 'ioredis';
import { backOffMs } from '../connection/back-off.ts';
import { createRedisClient, impatient } from '../connection/redis-client.ts';
import { reviveWhenSilent } from '../connection/revive-silent.ts';
import { type Audience, createNoticeOutbox } from './notice-outbox.ts';
import { forWorkers, receive } from './notice-payload.ts';
import type { NoticePublisher, PublishOptions } from './notices.ts';

/** Redis would take half a gigabyte; no text of an answer comes near this. */
export const maxPayloadBytes = 2 ** 18;

/** Redis' channels know nothing of its databases: two installations on one server must not hear each other. */
export const channelOf = ({ options: { db = 0 } }: Redis, audience: Audience): string =>
  `frontdesk:${db}:notices:${audience}`;

/** An access control list of the server's says no, and will until somebody changes it. */
const isForbidden = ({ message }: Error): boolean => message.startsWith('NOPERM');

/**
 * Publishes by PUBLISH; what workers are told is heard on a second connection, as one that listens can do nothing else. What may not be
 * published is told once, and dropped: tried again and again, it would hold up what may be.
 */
export function publishOnRedis({
  redisUrl,
  onOrder,
  onOrdersMissed,
  onError,
}: PublishOptions & { redisUrl: string }): NoticePublisher {
  const client = reviveWhenSilent(createRedisClient(redisUrl, impatient)).on('error', onError);
  const forbidden = new Set<string>();
  let listener: Redis | undefined;
  if (onOrder) {
    let missesOrders = false;
    let again: NodeJS.Timeout | undefined;
    // Not by itself: who listens again must know from when on.
    const hearing = createRedisClient(redisUrl, { maxRetriesPerRequest: null, autoResubscribe: false })
      .on('error', onError)
      .on('message', (_channel, payload) => receive(payload, forWorkers(onOrder), onError))
      .on('close', () => {
        missesOrders = true;
        clearTimeout(again);
      })
      .on('ready', () => listen());
    const listen = async (failures = 0): Promise<void> => {
      try {
        await hearing.subscribe(channelOf(client, 'workers'));
      } catch (error) {
        // Closed meanwhile; otherwise refused on a connection that lives: no other comes by itself.
        if (hearing.status !== 'ready') return;
        missesOrders = true;
        onError(error);
        again = setTimeout(listen, backOffMs(failures), failures + 1).unref();
        return;
      }
      if (missesOrders) onOrdersMissed?.();
      missesOrders = false;
    };
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
      const errors = (await pipeline.exec())?.map(([error]) => error) ?? [];
      for (const [index, { audience }] of batch.entries()) {
        const channel = channelOf(client, audience);
        if (!errors[index]) forbidden.delete(channel);
        else if (isForbidden(errors[index]) && !forbidden.has(channel)) {
          forbidden.add(channel);
          onError(new Error(`Redis does not allow this user to publish to ${channel}`, { cause: errors[index] }));
        }
      }
      const failed = errors.find((error) => error && !isForbidden(error));
      if (failed) throw failed;
    },
    close: async () => {
      client.disconnect();
      listener?.disconnect();
    },
  });
}
