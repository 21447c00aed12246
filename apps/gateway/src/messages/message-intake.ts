import { randomBytes } from 'node:crypto';
import { cacheableQuestion } from '@frontdesk/answers';
import {
  type AdmittedAnswer,
  acceptEditedMessage,
  acceptMessages,
  type BegunAnswer,
  type Database,
  type EarlierMessage,
  type NewMessage,
  type StoredMessage,
} from '@frontdesk/database';
import { CodedError, limits as longest } from '@frontdesk/protocol';
import type { GenerationQueue, NoticePublisher } from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';
import { derivedId } from '../access/derived-id.ts';
import type { RateLimits, SiteLimit } from '../access/rate-limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { lookUpMs, type OrderAnswers, type OrderLookUp } from '../orders/order-answers.ts';
import type { FirstWords } from '../relay/first-words.ts';
import type { Relay } from '../relay/relay.ts';
import { tellAll } from '../relay/tell-all.ts';
import { GroupIntake } from './group-intake.ts';
import type { MeasuredTimes } from './measured-times.ts';
import { checkEarlierText, checkMessageText } from './message-text.ts';
import type { QueueLoad } from './queue-load.ts';
import type { RefusalCounts } from './refusal-counts.ts';
import { type FirstQuestion, patienceMs, type QueuedMessage, SingleFlight } from './single-flight.ts';
import { standsAlone } from './stands-alone.ts';

/** An answer that has not begun by then is given up: nobody waits longer in a chat. */
const answerDeadlineMs = 60_000;
/** Stored with each answer, a flow must not tell the address that it stands for. */
const flowSecret = randomBytes(32);

export interface IncomingMessage {
  siteId: string;
  visitorId: string;
  /** The visitor is made with the message. */
  newVisitor?: boolean | undefined;
  /** The visitor is made with the message unless it is there. */
  visitorMayBeNew?: boolean | undefined;
  conversationId?: string | undefined;
  clientMessageId: string;
  text: string;
  /** Files that were uploaded before; with some, the text may be empty. */
  attachmentIds?: readonly string[] | undefined;
  /** The visitor's last message, in whose place this one stands; only with a conversation. */
  supersedes?: string | undefined;
  /** What was said before a new conversation began, oldest first; checked by whoever took it. */
  earlier?: readonly EarlierMessage[] | undefined;
  /** Of a caller who brings its own: in place of the site's prompt. */
  systemText?: string | undefined;
  /** A site's own server asks: all that it asks takes turns with the site's visitors as if one of them did. */
  fromServer?: boolean | undefined;
  /** Limits count by it. */
  address: string;
  /** Of a site that allows an address, or its own server, more or less over HTTP. */
  siteLimit?: SiteLimit | undefined;
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
  times: MeasuredTimes;
  limits: RateLimits;
  queueLoad: QueueLoad;
  refusalCounts: RefusalCounts;
  orders: OrderAnswers;
  /** Whether repeated questions are answered without the model. */
  answerCache: boolean;
  /** Whether answers are given to a worker of the gateway's choice; else all wait on the queue that workers share. */
  affinity: boolean;
  metrics: GatewayMetrics;
  logger: Logger;
}

/**
 * Takes a visitor's message, from a socket or by HTTP: checks it, stores it, and puts its answer on the queue, unless the
 * answer cache has it.
 * @throws CodedError what is wrong with it; then nothing is stored
 */
export type MessageIntake = (message: IncomingMessage) => Promise<StoredMessage>;

/**
 * Finds a place for the answer to a message that is stored already.
 * @throws CodedError `busy`
 */
export type AdmitAnswer = (from: { siteId: string; visitorId: string }) => AdmittedAnswer;

export interface Intake {
  take: MessageIntake;
  admit: AdmitAnswer;
  /** Has a worker make an answer that is stored. */
  enqueue(answer: BegunAnswer): void;
  close(): Promise<void>;
}

export function createMessageIntake(options: IntakeOptions): Intake {
  const { database, queue, notices, relay, firstWords, times, limits, answerCache, metrics, logger } = options;
  const { affinity, queueLoad, refusalCounts, orders } = options;
  const group = new GroupIntake((messages) => acceptMessages(database, messages));
  const flights = new SingleFlight({
    database,
    enqueue: (stored) => {
      queueLoad.takeUp(stored.generationId, { waits: true });
      times.note(stored.generationId, { queuedInMs: 0 });
      enqueue(stored);
    },
    onAnswered: ({ siteId, conversationId, generationId, seq }) => {
      queueLoad.takeUp(generationId, { waits: false });
      tellAll(options, { kind: 'event', siteId, conversationId, seq });
    },
    onError: (error) => logger.error({ error }, 'a question was not answered with the words of another'),
  });
  relay.onActivity((event) => flights.happened(event));
  const inHand = new Set<Promise<unknown>>();

  return {
    take: (incoming) => keep(take(incoming)),
    admit: ({ siteId, visitorId }) => ({
      turn: queueLoad.admit(answerDeadlineMs, { siteId, flow: visitorId }),
      deadlineMs: answerDeadlineMs,
    }),
    enqueue: (answer) => {
      const lookUp = orders.lookUpOf(answer.generationId);
      void keep(lookUp.then((found) => enqueueAfter(found, { ...answer, last: null })));
    },
    /** When nobody can send any more: resolves when all that was taken is stored and queued. */
    close: async () => {
      await handOn();
      await flights.close();
      await handOn();
    },
  };

  function keep<Result>(work: Promise<Result>): Promise<Result> {
    inHand.add(work);
    const forget = () => inHand.delete(work);
    work.then(forget, forget);
    return work;
  }

  async function handOn(): Promise<void> {
    while (inHand.size > 0) await Promise.allSettled(inHand);
  }

  async function take(incoming: IncomingMessage): Promise<StoredMessage> {
    const { siteId, visitorId, newVisitor, conversationId, clientMessageId, receivedAt } = incoming;
    const { fromServer, siteLimit, address } = incoming;
    await limits.message(newVisitor ? null : visitorId, fromServer ? siteId : address, siteLimit);
    // A server speaks for many.
    if (!fromServer) await limits.shareOfDay(siteId, address, siteLimit);
    const { attachmentIds = [] } = incoming;
    const hasFiles = attachmentIds.length > 0;
    const text = hasFiles
      ? (checkEarlierText(incoming.text, longest.messageChars) ?? '')
      : checkMessageText(incoming.text);
    // What was said before may change what a question means, and a caller's own text what its answer is.
    const isFirst = conversationId === undefined && !incoming.earlier?.length;
    const isAlone = answerCache && isFirst && !hasFiles && incoming.systemText === undefined;
    // About an order nothing is said that was said before.
    const order = await orders.planOf(incoming, text);
    const question = hasFiles || incoming.systemText !== undefined || order ? null : cacheableQuestion(text);
    const cacheQuestion = isAlone ? question : null;
    const approvedQuestion = question !== null && (isFirst || standsAlone(text)) ? question : null;
    const message: NewMessage = {
      siteId,
      visitorId,
      newVisitor,
      visitorMayBeNew: incoming.visitorMayBeNew,
      conversationId,
      clientMessageId,
      text,
      attachmentIds,
      earlier: incoming.earlier,
      systemText: incoming.systemText,
      supersedes: incoming.supersedes,
      attended: incoming.channel === 'socket',
      cacheQuestion,
      approvedQuestion,
      admit: ({ sandbox, at }) => {
        try {
          return queueLoad.admit(answerDeadlineMs, sandbox ? null : { siteId, flow: flowOf(incoming) });
        } catch (error) {
          if (!sandbox) refusalCounts.add(siteId, at);
          throw error;
        }
      },
      receivedAt: receivedAt.date,
      deadlineAt: new Date(receivedAt.date.getTime() + answerDeadlineMs),
    };
    const stored = await store(message);
    if (stored.duplicate) return stored;
    metrics.messages.inc({ channel: incoming.channel });
    metrics.stored.observe((performance.now() - receivedAt.clockMs) / 1000);
    // Unless a person has the conversation.
    if (stored.generationId !== '') haveAnswered(stored, { ...incoming, cacheQuestion, lookUp: order?.lookUp ?? null });
    const last = stored.events.at(-1);
    if (last) tellAll(options, { kind: 'event', siteId, conversationId: stored.conversationId, seq: last.seq });
    if (conversationId === undefined && incoming.channel === 'socket') {
      tellAll(options, { kind: 'begun', siteId, conversationId: stored.conversationId, visitorId });
    }
    return stored;
  }

  /** Has the answer cache, a worker, or the answer to the same question of somebody else answer it. */
  function haveAnswered(
    stored: StoredMessage,
    { siteId, receivedAt, cacheQuestion, lookUp }: IncomingMessage & Planned,
  ): void {
    firstWords.expect(stored.generationId, receivedAt.clockMs);
    const noteGatewayTime = () =>
      times.note(stored.generationId, { gatewayMs: performance.now() - receivedAt.clockMs });
    if (stored.cache !== 'unasked') metrics.cacheLookUps.inc({ outcome: stored.cache });
    if (stored.cache === 'hit' || stored.cache === 'approved') noteGatewayTime();
    else if (stored.cache === 'unasked' || !follows({ siteId, question: cacheQuestion ?? '', stored })) {
      enqueueAfter(lookUp, stored, noteGatewayTime);
    } else {
      // For other gateways, and for whoever says how many workers there should be.
      times.note(stored.generationId, { queuedInMs: patienceMs });
    }
  }

  function follows(question: FirstQuestion): boolean {
    return flights.join(question, () => queueLoad.setAside(question.stored.generationId, answerDeadlineMs));
  }

  async function store(message: NewMessage): Promise<StoredMessage> {
    const { siteId, conversationId, supersedes } = message;
    if (supersedes === undefined) return group.store(message);
    if (conversationId === undefined) throw new CodedError('conversation_unknown');
    const { cancelled, ...stored } = await acceptEditedMessage(database, { ...message, conversationId, supersedes });
    if (cancelled) notices.publish({ kind: 'stop', siteId, conversationId, generationId: cancelled.generationId });
    return stored;
  }

  /** What a site's server says of an order is stored before a worker makes the answer. */
  function enqueueAfter(lookUp: OrderLookUp | null, message: QueuedMessage, onQueued?: () => void): void {
    if (!lookUp) {
      enqueue(message, onQueued);
      return;
    }
    const { generationId } = message;
    // Meanwhile it waits for no worker, and the sweeper takes it for no lost one.
    times.note(generationId, { queuedInMs: lookUpMs });
    const answered = orders.answer(lookUp, generationId).then(() => {
      times.note(generationId, { queuedInMs: 0 });
      enqueue(message, onQueued);
    });
    void keep(answered);
  }

  /** The message is safe: this is not waited for. A job that gets lost here is found by the sweeper. */
  function enqueue({ generationId, conversationId, round, last }: QueuedMessage, onQueued = () => {}): void {
    const workerId = affinity ? queueLoad.chooseWorker({ id: conversationId, ...(last && { last }) }) : null;
    void keep(
      queue
        .enqueue({ generationId, epoch: 1 }, { workerId, round })
        .then(onQueued, (error: unknown) => logger.error({ error, generationId }, 'a job could not be added')),
    );
  }
}

/** What is known of a message before it is stored. */
interface Planned {
  cacheQuestion: string | null;
  lookUp: OrderLookUp | null;
}

/** Whose turn at its site an answer takes. Who is a new visitor with each question has one by their address. */
function flowOf({ siteId, visitorId, newVisitor, fromServer, address }: IncomingMessage): string {
  if (fromServer) return siteId;
  return newVisitor ? derivedId(flowSecret, siteId, address) : visitorId;
}
