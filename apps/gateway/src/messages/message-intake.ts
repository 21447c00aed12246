import { acceptMessage, type Database, type StoredMessage, storeGatewayTime } from '@frontdesk/database';
import type { GenerationQueue, NoticePublisher } from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';
import type { RateLimits } from '../access/rate-limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { FirstWords } from '../relay/first-words.ts';
import type { Relay } from '../relay/relay.ts';
import { checkMessageText } from './message-text.ts';

/** An answer that has not begun by then is given up: nobody waits longer in a chat. */
const answerDeadlineMs = 60_000;

export interface IncomingMessage {
  siteId: string;
  visitorId: string;
  conversationId?: string | undefined;
  clientMessageId: string;
  text: string;
  /** Of a caller who brings its own: in place of the site's prompt. */
  systemText?: string | undefined;
  /** Limits count by it. */
  address: string;
  channel: 'socket' | 'http';
  receivedAt: ReceiptTime;
}

/** When a request arrived: for the row, and for measuring. */
export interface ReceiptTime {
  date: Date;
  /** By `performance.now()`. */
  clockMs: number;
}
export const receiptTime = (): ReceiptTime => ({ date: new Date(), clockMs: performance.now() });

export interface IntakeOptions {
  database: Database;
  queue: GenerationQueue;
  notices: NoticePublisher;
  relay: Relay;
  firstWords: FirstWords;
  limits: RateLimits;
  metrics: GatewayMetrics;
  logger: Logger;
}

/**
 * Takes a visitor's message, from a socket or by HTTP: checks it, stores it, and puts its answer on the queue.
 * @throws CodedError what is wrong with it; then nothing is stored
 */
export type MessageIntake = (message: IncomingMessage) => Promise<StoredMessage>;

export function createMessageIntake(options: IntakeOptions): MessageIntake {
  const { database, queue, notices, relay, firstWords, limits, metrics, logger } = options;

  return async (incoming) => {
    const { siteId, visitorId, conversationId, clientMessageId, receivedAt } = incoming;
    await limits.message(visitorId, incoming.address);
    const stored = await acceptMessage(database, {
      siteId,
      visitorId,
      conversationId,
      clientMessageId,
      text: checkMessageText(incoming.text),
      systemText: incoming.systemText,
      receivedAt: receivedAt.date,
      deadlineAt: new Date(receivedAt.date.getTime() + answerDeadlineMs),
    });
    if (stored.duplicate) return stored;
    metrics.messages.inc({ channel: incoming.channel });
    metrics.stored.observe((performance.now() - receivedAt.clockMs) / 1000);
    firstWords.expect(stored.generationId, receivedAt.clockMs);
    // The message is safe: what follows is not waited for. A job that gets lost here is found by the sweeper.
    queue.enqueue({ generationId: stored.generationId, epoch: 1 }).then(
      () => noteTime(stored.generationId, performance.now() - receivedAt.clockMs),
      (error: unknown) => logger.error({ error, generationId: stored.generationId }, 'a job could not be added'),
    );
    const last = stored.events.at(-1);
    if (last) {
      const notice = { kind: 'event', siteId, conversationId: stored.conversationId, seq: last.seq } as const;
      notices.publish(notice);
      relay.receive(notice);
    }
    return stored;
  };

  function noteTime(generationId: string, gatewayMs: number): void {
    storeGatewayTime(database, generationId, gatewayMs).catch((error: unknown) =>
      logger.error({ error, generationId }, 'the gateway’s time could not be stored'),
    );
  }
}
