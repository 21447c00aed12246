import { type ConversationAddress, type Database, findGoneConversations, readQueuePlaces } from '@frontdesk/database';
import { isForWorkers, type Notice, type OpenedConversation } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { QueueLoad } from '../messages/queue-load.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { ConversationStream } from './conversation-stream.ts';
import type { FirstWords } from './first-words.ts';
import type { Subscriber } from './subscriber.ts';

/**
 * How often streams with an answer in the making read the log without being told to: a notice is a hint and may be lost,
 * and if it was the last one no other would bring the words. So do those that could not read what a notice told of.
 */
const recoverEveryMs = 2_000;
/** How often those who wait are told their place in the queue; who is answered sooner sees none. */
const placesEveryMs = 1_000;
/** Answers that have not begun by then are not waited for any more. */
const firstWordsPatienceMs = 10 * 60_000;

export interface RelayOptions {
  database: Database;
  firstWords: FirstWords;
  queueLoad: Pick<QueueLoad, 'answersPerSecond'>;
  metrics: GatewayMetrics;
  logger: Logger;
}

/** A conversation began, or is gone. */
export type ConversationChange = Extract<Notice, { kind: 'begun' | 'deleted' }>;

/** Passes events and words on to those who follow a conversation at this gateway. Other gateways do the same for theirs. */
export class Relay {
  readonly #options: RelayOptions;
  readonly #streams = new Map<string, ConversationStream>();
  readonly #activity = new Set<(event: ConversationAddress & { seq: number }) => void>();
  readonly #changes = new Set<(change: ConversationChange) => void>();
  readonly #missed = new Set<() => void>();
  readonly #timers: NodeJS.Timeout[];
  #tellingPlaces = false;
  #missesDeleted = false;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#timers = [
      setInterval(() => this.#tick(), recoverEveryMs),
      setInterval(() => void this.#tellPlaces(), placesEveryMs),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  /** See {@link ConversationStream.open}. */
  async open(
    address: ConversationAddress,
    subscriber: Subscriber,
    afterSeq: number,
    deliver: (opened: OpenedConversation) => void,
  ): Promise<void> {
    const stream = this.#stream(address);
    await stream.open(subscriber, afterSeq, deliver).finally(() => this.#drop(address.conversationId));
  }

  /** See {@link ConversationStream.follow}. */
  async follow(address: ConversationAddress, subscriber: Subscriber, afterSeq: number): Promise<void> {
    const stream = this.#stream(address);
    await stream.follow(subscriber, afterSeq).finally(() => this.#drop(address.conversationId));
  }

  leave(conversationId: string, subscriber: Subscriber): void {
    this.#streams.get(conversationId)?.leave(subscriber);
    this.#drop(conversationId);
  }

  /** A notice, from another process or from this one. */
  receive(notice: Notice): void {
    if (isForWorkers(notice) || !('conversationId' in notice)) return;
    const { siteId, conversationId } = notice;
    if (notice.kind === 'attention') {
      const { agent, doing } = notice;
      this.#streams.get(conversationId)?.tellAttention({ conversationId, agent, doing });
      return;
    }
    if (notice.kind === 'begun' || notice.kind === 'deleted') {
      if (notice.kind === 'deleted') this.#end(conversationId);
      for (const listener of this.#changes) listener(notice);
      return;
    }
    const stream = this.#streams.get(conversationId);
    if (stream) {
      const receivedAtMs = performance.now();
      stream.receive(notice).then(
        () => this.#options.metrics.relay.observe((performance.now() - receivedAtMs) / 1000),
        (error: unknown) => this.#options.logger.error({ error, conversationId }, 'a notice could not be relayed'),
      );
    } else if (notice.kind === 'words' && notice.text?.trim() !== '') {
      this.#options.firstWords.told(notice.generationId);
    }
    if (notice.kind === 'event') {
      for (const listener of this.#activity) listener({ siteId, conversationId, seq: notice.seq });
    }
  }

  /** Words of an answer went to whoever asked without a stream. */
  told(generationId: string): void {
    this.#options.firstWords.told(generationId);
  }

  /**
   * Notices may have been lost: every stream reads the log from where it is, and ends where its conversation was deleted.
   */
  recover(): void {
    for (const [conversationId, stream] of this.#streams) this.#recover(conversationId, stream);
    this.#missesDeleted = true;
    void this.#endDeleted();
    for (const listener of this.#missed) listener();
  }

  /** Calls `listener` whenever something happens in any conversation, up to event `seq`; returns its undo. */
  onActivity(listener: (event: ConversationAddress & { seq: number }) => void): () => void {
    this.#activity.add(listener);
    return () => this.#activity.delete(listener);
  }

  /** Calls `listener` whenever a visitor's conversation begins or is deleted; returns its undo. */
  onChange(listener: (change: ConversationChange) => void): () => void {
    this.#changes.add(listener);
    return () => this.#changes.delete(listener);
  }

  /** Calls `listener` whenever anything may have happened of which it was not told; returns its undo. */
  onMissed(listener: () => void): () => void {
    this.#missed.add(listener);
    return () => this.#missed.delete(listener);
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #stream(address: ConversationAddress): ConversationStream {
    const known = this.#streams.get(address.conversationId);
    if (known) return known;
    const { database, firstWords, metrics } = this.#options;
    const onWords = (generationId: string, gapMs: number | null) => {
      firstWords.told(generationId);
      if (gapMs !== null) metrics.itl.observe(gapMs / 1_000);
    };
    const stream = new ConversationStream({ database, address, onWords });
    this.#streams.set(address.conversationId, stream);
    this.#options.metrics.streams.set(this.#streams.size);
    return stream;
  }

  #drop(conversationId: string): void {
    if (!this.#streams.get(conversationId)?.idle) return;
    this.#streams.delete(conversationId);
    this.#options.metrics.streams.set(this.#streams.size);
  }

  #end(conversationId: string): void {
    this.#streams.get(conversationId)?.end();
    this.#drop(conversationId);
  }

  #tick(): void {
    for (const [conversationId, stream] of this.#streams) {
      if (stream.mayMiss) this.#recover(conversationId, stream);
    }
    if (this.#missesDeleted) void this.#endDeleted();
    this.#options.firstWords.forget(performance.now() - firstWordsPatienceMs);
  }

  /** Tells what a notice would have told. */
  async #endDeleted(): Promise<void> {
    this.#missesDeleted = false;
    try {
      const { database } = this.#options;
      for (const conversationId of await findGoneConversations(database, [...this.#streams.keys()])) {
        const owner = this.#streams.get(conversationId)?.owner;
        if (owner) this.receive({ kind: 'deleted', ...owner, conversationId });
      }
    } catch (error) {
      this.#missesDeleted = true;
      this.#options.logger.error({ error }, 'what was deleted meanwhile could not be found');
    }
  }

  async #tellPlaces(): Promise<void> {
    const waiting = [...this.#streams.values()].flatMap((stream) => stream.waiting);
    if (this.#tellingPlaces || waiting.length === 0) return;
    this.#tellingPlaces = true;
    try {
      const { database, queueLoad } = this.#options;
      for (const place of await readQueuePlaces(database, waiting, queueLoad)) {
        this.#streams.get(place.conversationId)?.tellPlace(place);
      }
    } catch (error) {
      this.#options.logger.error({ error }, 'places in the queue could not be read');
    } finally {
      this.#tellingPlaces = false;
    }
  }

  #recover(conversationId: string, stream: ConversationStream): void {
    stream
      .recover()
      .catch((error: unknown) => this.#options.logger.error({ error, conversationId }, 'the log could not be read'));
  }
}
