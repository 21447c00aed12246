import { setTimeout as sleep } from 'node:timers/promises';
import { answeredLanguage, listedReplies, mayConcernOrder, type OrderStep, orderStep } from '@frontdesk/answers';
import {
  type AskedMessage,
  type Database,
  type EarlierMessage,
  type OrderServer,
  readAskedMessage,
  readLastMessages,
  readOrderServer,
  storeOrderAnswer,
} from '@frontdesk/database';
import { CodedError } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { RateLimits } from '../access/rate-limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { type AskedOrder, type Asking, askOrderServer, usualMs } from './ask-order-server.ts';

/** Of its site's languages nothing is known before the first query. */
const allLanguages = [...new Set(listedReplies.map(({ language }) => language))];
/** What came of it is stored by then, or the answer begins without. */
const storeMs = 500;
/** So long an order is looked up at the most. */
export const lookUpMs = usualMs + storeMs;

/** A message that may be about an order. */
export interface OrderMessage {
  siteId: string;
  visitorId: string;
  conversationId?: string | undefined;
  /** The visitor's message in whose place it stands. */
  supersedes?: string | undefined;
  /** What was said before a new conversation began, oldest first. */
  earlier?: readonly EarlierMessage[] | undefined;
  /** A caller's own, in place of the site's prompt: what that is for is not the site's to look up. */
  systemText?: string | null | undefined;
  /** A site's own server asks, for many customers. */
  fromServer?: boolean | undefined;
  /** Limits count by it. */
  address: string;
}

/** What is to be done about an order before an answer begins. No such answer comes from those that are kept. */
export interface OrderPlan {
  /** Null: nothing; it could not be read what. */
  lookUp: OrderLookUp | null;
}

/** An order of which a site's server is to be asked. */
export interface OrderLookUp {
  siteId: string;
  server: OrderServer;
  number: string;
  email: string | null;
  language: string;
  /** Whose limit it counts by; null: the site's. */
  address: string | null;
}

/** Customers ask about their orders, and sites' own servers know. None of these rejects. */
export interface OrderAnswers {
  /** What a message means for an order; null where it is about none. Costs a query only where it may be about one. */
  planOf(message: OrderMessage, text: string): Promise<OrderPlan | null>;
  /** The same of one that is stored already, and is to be answered. */
  lookUpOf(generationId: string): Promise<OrderLookUp | null>;
  /** Asks, and stores what came of it with the answer that is to say it. Takes some 3.5 s at most. */
  answer(lookUp: OrderLookUp, generationId: string): Promise<void>;
}

export function createOrderAnswers(
  options: Asking & {
    database: Database;
    limits: Pick<RateLimits, 'orderLookUp'>;
    metrics: Pick<GatewayMetrics, 'orderLookUps'>;
    logger: Logger;
  },
): OrderAnswers {
  const { database, limits, metrics, logger } = options;
  for (const outcome of ['found', 'unknown', 'failed', 'refused']) metrics.orderLookUps.inc({ outcome }, 0);

  async function planOf(message: OrderMessage, text: string): Promise<OrderPlan | null> {
    if ((message.systemText ?? null) !== null || !mayConcernOrder(text, allLanguages)) return null;
    const { siteId, visitorId, conversationId, supersedes: without, earlier = [], fromServer, address } = message;
    try {
      const server = await readOrderServer(database, { siteId, visitorId });
      // What is worded without any knowledge is not the site's to look up either.
      if (!server || server.answerMode === 'plain' || !mayConcernOrder(text, server.languages)) return null;
      const before = conversationId
        ? await readLastMessages(database, { siteId, visitorId, conversationId, without })
        : earlier;
      const history = [...before, { role: 'visitor' as const, text }];
      const step = orderStep(history, server);
      if (!step) return null;
      const texts = history.filter(({ role }) => role === 'visitor').map((said) => said.text);
      const language = answeredLanguage(texts.toReversed(), server.languages);
      return { lookUp: lookUpIn(step, { siteId, server, language, address: fromServer ? null : address }) };
    } catch (error) {
      logger.error({ error, siteId }, 'it could not be read whether a message is about an order');
      return { lookUp: null };
    }
  }

  async function lookUpOf(generationId: string): Promise<OrderLookUp | null> {
    try {
      const asked = await readAskedMessage(database, generationId);
      if (!asked) return null;
      const plan = await planOf(messageOf(asked), asked.text);
      // No address is known of a message that came before.
      return plan?.lookUp ? { ...plan.lookUp, address: null } : null;
    } catch (error) {
      logger.error({ error, generationId }, 'it could not be read whether a message is about an order');
      return null;
    }
  }

  async function answer(lookUp: OrderLookUp, generationId: string): Promise<void> {
    const { siteId } = lookUp;
    const { answer, error, outcome } = await ask(lookUp, generationId);
    metrics.orderLookUps.inc({ outcome });
    if (error !== null) logger.warn({ siteId, generationId, error }, 'an order could not be looked up');
    const storing = storeOrderAnswer(database, { generationId, answer }).catch((failure: unknown) =>
      logger.error({ error: failure, generationId }, 'what a site’s server said of an order could not be stored'),
    );
    await Promise.race([storing, sleep(storeMs, undefined, { ref: false })]);
  }

  async function ask(lookUp: OrderLookUp, id: string): Promise<AskedOrder & { outcome: string }> {
    const { siteId, server, number, email, language, address } = lookUp;
    try {
      await limits.orderLookUp(siteId, address);
    } catch (refusal) {
      const error = refusal instanceof CodedError ? refusal.message : 'It could not be asked.';
      return { answer: { outcome: 'failed', number }, error, outcome: 'refused' };
    }
    const data = { siteId, number, email, customerId: server.customerId, language };
    const asked = await askOrderServer(options, server, { id, data });
    return { ...asked, outcome: asked.answer.outcome };
  }

  return { planOf, lookUpOf, answer };
}

function lookUpIn(step: OrderStep, found: Omit<OrderLookUp, 'number' | 'email'>): OrderLookUp | null {
  return step.kind === 'look-up' ? { ...found, number: step.number, email: step.email } : null;
}

/** An answer to it that was cut short counts for nothing. */
const messageOf = ({ messageId, ...asked }: AskedMessage): OrderMessage => ({
  ...{ ...asked, supersedes: messageId, address: '' },
});
