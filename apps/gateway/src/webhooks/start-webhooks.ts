import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ClaimedDelivery,
  claimDeliveries,
  countWaitingDeliveries,
  type Database,
  dropStaleDeliveries,
  failDelivery,
  finishDelivery,
  releaseDelivery,
} from '@frontdesk/database';
import type { WebhookEvent, WebhookPayload } from '@frontdesk/protocol';
import { type Logger, lastWait, repeat } from '@frontdesk/telemetry';
import type { GatewayMetrics } from '../metrics.ts';
import { deliveryOutcome } from './delivery-outcome.ts';
import { type Telling, tellWebhook } from './tell-webhook.ts';

/** How many a gateway sends at a time, how many of them for one site, and to one address: slow ones have no more than these places. */
const atOnce = 64;
const atOnceOfSite = 8;
const atOnceEach = 4;

export interface WebhookOptions extends Telling {
  database: Database;
  metrics: Pick<GatewayMetrics, 'webhooks' | 'webhooksWaiting'>;
  logger: Logger;
  /** How often it looks; once a second unless given. */
  everyMs?: number | undefined;
  /** How long a delivery is its own; a minute unless given. */
  claimMs?: number | undefined;
}

/**
 * Tells sites' own servers what happens in their conversations: what the store has noted for them is claimed, sent, and taken out.
 * Each is told at least once; after a gateway died perhaps twice, with the same id. @returns stops it
 */
export function startWebhooks(options: WebhookOptions): () => Promise<void> {
  const { database, metrics, logger, claimMs, everyMs = 1_000 } = options;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  /** How many are under way, by the ids of webhooks and of sites. */
  const busy = new Map<string, number>();
  /** Until when webhooks rest, by their ids, on the clock of `performance`. Each gateway asks for itself: nothing of it is stored. */
  const resting = new Map<string, number>();
  for (const outcome of ['told', 'failed', 'given_up']) metrics.webhooks.inc({ outcome }, 0);

  async function work(): Promise<void> {
    while (!stopping.signal.aborted && running.size < atOnce) {
      for (const [id, until] of resting) if (until <= performance.now()) resting.delete(id);
      const claimed = await claimDeliveries(database, {
        most: atOnceEach,
        mostOfSite: atOnceOfSite,
        atOnce: atOnce - running.size,
        busy,
        resting: [...resting.keys()],
        claimMs,
      });
      // While something is under way, more may be due of those that have no place left.
      if (running.size + claimed.length === 0) return;
      for (const delivery of claimed) begin(delivery);
      // One that is slow to answer keeps nobody else waiting.
      await Promise.race([...running, sleep(everyMs, undefined, { ref: false })]);
    }
  }

  function begin(delivery: ClaimedDelivery): void {
    const { webhookId, siteId } = delivery;
    count(webhookId, 1);
    count(siteId, 1);
    const sending = send(delivery)
      .catch((error) => logger.error({ error, webhookId }, 'what became of a webhook’s delivery could not be stored'))
      .finally(() => {
        running.delete(sending);
        count(webhookId, -1);
        count(siteId, -1);
      });
    running.add(sending);
  }

  function count(id: string, more: 1 | -1): void {
    const now = (busy.get(id) ?? 0) + more;
    if (now > 0) busy.set(id, now);
    else busy.delete(id);
  }

  async function send(delivery: ClaimedDelivery): Promise<void> {
    const { id, webhookId, siteId, attempts, event } = delivery;
    const payload: WebhookPayload = {
      type: event.type as WebhookEvent,
      timestamp: event.at,
      data: { siteId, ...event },
    };
    const answer = await tellWebhook(options, delivery, { id, payload, signal: stopping.signal });
    if (stopping.signal.aborted && answer instanceof Error) return releaseDelivery(database, delivery);
    const outcome = deliveryOutcome(answer, attempts);
    if (outcome.told) {
      metrics.webhooks.inc({ outcome: 'told' });
      return finishDelivery(database, delivery);
    }
    if (outcome.restMs > 0) resting.set(webhookId, performance.now() + outcome.restMs);
    metrics.webhooks.inc({ outcome: outcome.laterMs === null ? 'given_up' : 'failed' });
    logger.warn({ webhookId, siteId, attempts, ...outcome }, 'a webhook was not told');
    return failDelivery(database, delivery, outcome);
  }

  const onError = (error: unknown) => logger.error({ error }, 'what webhooks are to be told could not be read');
  // First what is stale: a backup that was restored may be old.
  const dropStale = async () => void (await dropStaleDeliveries(database));
  const first = dropStale().catch(onError);
  const workThen = () => first.then(work);
  const stops = [
    repeat(everyMs, workThen, onError),
    repeat(15_000, async () => metrics.webhooksWaiting.set(await countWaitingDeliveries(database)), onError),
    repeat(3_600_000, dropStale, onError),
  ];
  return async () => {
    stopping.abort();
    await Promise.all(stops.map((stop) => stop()));
    await lastWait(Promise.all(running));
  };
}
