import {
  type ConversationAddress,
  type ConversationOwner,
  type Database,
  type LoggedEvent,
  readConversationState,
  readEventLog,
  readEvents,
  readGenerationText,
} from '@frontdesk/database';
import {
  type Attention,
  CodedError,
  type ConversationNotice,
  type GenerationSnapshot,
  limits,
  type OpenedConversation,
  type QueuePlace,
} from '@frontdesk/protocol';
import { SerialQueue } from './serial-queue.ts';
import type { Subscriber } from './subscriber.ts';

export interface StreamOptions {
  database: Database;
  address: ConversationAddress;
  /**
   * Called after words that can be seen were relayed, with the time since those before them, in milliseconds; null where none
   * were relayed here before.
   */
  onWords: (generationId: string, gapMs: number | null) => void;
}

/**
 * One conversation as this gateway relays it. All that happens to it runs one after another, and all subscribers are at
 * the same place: `lastSeq` in the events, the end of `text` in each answer. So nothing is relayed twice and nothing is
 * left out: what a notice does not carry is read from the log, from exactly that place on.
 */
export class ConversationStream {
  readonly #database: Database;
  readonly #address: ConversationAddress;
  readonly #onWords: StreamOptions['onWords'];
  readonly #queue = new SerialQueue();
  readonly #subscribers = new Set<Subscriber>();
  /** Answers in the making, by generation id, with the text relayed so far. */
  readonly #running = new Map<string, GenerationSnapshot>();
  /** When words of an answer were last relayed, by `performance.now()`. */
  readonly #toldAtMs = new Map<string, number>();
  #owner: ConversationOwner | null = null;
  #lastSeq: number | null = null;
  /** What there was to relay could not be read. */
  #isBehind = false;
  #isRecovering = false;
  #joining = 0;

  constructor({ database, address, onWords }: StreamOptions) {
    this.#database = database;
    this.#address = address;
    this.#onWords = onWords;
  }

  /** Nobody follows, or is about to: the stream can be dropped. */
  get idle(): boolean {
    return this.#subscribers.size === 0 && this.#joining === 0;
  }

  /** There is more in the log than was relayed, or may be without a notice that tells. */
  get mayMiss(): boolean {
    // One look waits for the store at a time.
    return !this.#isRecovering && (this.#running.size > 0 || this.#isBehind);
  }

  /** Answers that no worker has begun to tell. */
  get waiting(): string[] {
    return [...this.#running.values()].filter(({ text }) => text === '').map(({ generationId }) => generationId);
  }

  /** Tells where an answer stands in the queue; nothing once it has words. */
  tellPlace(place: QueuePlace): void {
    if (this.#running.get(place.generationId)?.text !== '') return;
    for (const subscriber of this.#subscribers) subscriber.waiting?.(place);
  }

  /** Tells who looks or types; it is in no log, and waits for nothing that is. */
  tellAttention(attention: Attention): void {
    for (const subscriber of this.#subscribers) subscriber.attention?.(attention);
  }

  has(subscriber: Subscriber): boolean {
    return this.#subscribers.has(subscriber);
  }

  /**
   * Subscribes, and delivers what the subscriber lacks; what comes later follows without a gap.
   * `deliver` is called before anything else can be relayed.
   */
  open(subscriber: Subscriber, afterSeq: number, deliver: (opened: OpenedConversation) => void): Promise<void> {
    return this.#join(async () => {
      const lastSeq = await this.#catchUp();
      const events = await readEvents(this.#database, this.#address, afterSeq, subscriber.audience);
      if (subscriber.gone()) return;
      this.#subscribers.add(subscriber);
      deliver({
        conversationId: this.#address.conversationId,
        // An event that was appended just now comes by its own notice.
        events: events.filter((event) => event.seq <= lastSeq),
        lastSeq,
        running: [...this.#running.values()].map((answer) => ({ ...answer })),
      });
    });
  }

  /** Subscribes; what the subscriber lacks is relayed to it like everything after it. */
  follow(subscriber: Subscriber, afterSeq: number): Promise<void> {
    return this.#join(async () => {
      if (this.#subscribers.has(subscriber)) return;
      const lastSeq = await this.#catchUp();
      for (const logged of await this.#readLog(afterSeq)) {
        const { event } = logged;
        if (event.seq > lastSeq) continue;
        if (event.type === 'generation:done') this.#showWhole(subscriber, event.generationId, event.message.text);
        show(subscriber, logged);
      }
      for (const { generationId, text } of this.#running.values()) {
        if (text !== '') subscriber.text({ ...this.#place(generationId), position: 0, text });
      }
      if (!subscriber.gone()) this.#subscribers.add(subscriber);
    });
  }

  /** Whose conversation it is, once that was read. */
  get owner(): ConversationOwner | null {
    return this.#owner;
  }

  /** The conversation is gone. */
  end(): void {
    for (const subscriber of this.#subscribers) subscriber.deleted?.();
    this.#subscribers.clear();
    this.#running.clear();
  }

  leave(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
  }

  /** Relays what a notice tells of; one that tells nothing new does nothing. */
  receive(notice: Extract<ConversationNotice, { kind: 'words' | 'event' }>): Promise<void> {
    return this.#relay(async () => {
      if (this.#lastSeq === null) return;
      if (notice.kind === 'event') {
        if (notice.seq > this.#lastSeq) await this.#relayEvents();
        return;
      }
      const answer = this.#running.get(notice.generationId);
      if (!answer) {
        // Words of an answer that is not known here yet, its event being still to be read; or that has just ended.
        await this.#catchUp();
      } else if (notice.text !== null && notice.position === answer.text.length) {
        this.#relayText(answer, notice.text);
      } else if (notice.text === null || notice.position + notice.text.length > answer.text.length) {
        await this.#relayLog(answer);
      }
    });
  }

  /** Relays all that is in the log and was not relayed yet: after notices may have been lost. */
  async recover(): Promise<void> {
    this.#isRecovering = true;
    try {
      await this.#relay(async () => {
        if (this.#lastSeq !== null) await this.#catchUp();
        this.#isBehind = false;
      });
    } finally {
      this.#isRecovering = false;
    }
  }

  async #relay(task: () => Promise<void>): Promise<void> {
    try {
      await this.#queue.run(task);
    } catch (error) {
      this.#isBehind = true;
      throw error;
    }
  }

  async #join(task: () => Promise<void>): Promise<void> {
    this.#joining += 1;
    try {
      await this.#queue.run(task);
    } finally {
      this.#joining -= 1;
    }
  }

  /** @returns the newest seq that was relayed */
  async #catchUp(): Promise<number> {
    if (this.#lastSeq === null) return this.#begin();
    const lastSeq = await this.#relayEvents();
    for (const answer of this.#running.values()) await this.#relayLog(answer);
    return lastSeq;
  }

  async #begin(): Promise<number> {
    const state = await readConversationState(this.#database, this.#address);
    if (!state) throw new CodedError('conversation_unknown');
    const { visitorId, lastSeq, running } = state;
    this.#owner = { siteId: this.#address.siteId, visitorId };
    for (const answer of running) this.#running.set(answer.generationId, answer);
    this.#lastSeq = lastSeq;
    return lastSeq;
  }

  async #relayEvents(): Promise<number> {
    for (const logged of await this.#readLog(this.#lastSeq ?? 0)) this.#relayEvent(logged);
    return this.#lastSeq ?? 0;
  }

  async #readLog(afterSeq: number): Promise<LoggedEvent[]> {
    const log: LoggedEvent[] = [];
    for (;;) {
      const page = await readEventLog(this.#database, this.#address, log.at(-1)?.event.seq ?? afterSeq);
      log.push(...page);
      if (page.length < limits.eventsPerPage) return log;
    }
  }

  #relayEvent(logged: LoggedEvent): void {
    const { event } = logged;
    if (event.type === 'generation:queued') {
      const { generationId } = event;
      this.#running.set(generationId, { generationId, state: 'queued', text: '' });
    }
    if (event.type === 'generation:done' || event.type === 'generation:ended') {
      // The message is the joined text of all chunks: whoever only counts words has them all before the end.
      const answer = this.#running.get(event.generationId);
      if (answer && event.message) this.#relayText(answer, event.message.text.slice(answer.text.length));
      this.#running.delete(event.generationId);
      this.#toldAtMs.delete(event.generationId);
    }
    this.#lastSeq = event.seq;
    for (const subscriber of this.#subscribers) show(subscriber, logged);
  }

  async #relayLog(answer: GenerationSnapshot): Promise<void> {
    const { siteId } = this.#address;
    const { generationId } = answer;
    const position = answer.text.length;
    this.#relayText(answer, await readGenerationText(this.#database, { siteId, generationId, position }));
  }

  #relayText(answer: GenerationSnapshot, text: string): void {
    if (text === '') return;
    const words = { ...this.#place(answer.generationId), position: answer.text.length, text };
    answer.text += text;
    answer.state = 'running';
    for (const subscriber of this.#subscribers) subscriber.text(words);
    if (text.trim() !== '') this.#noteWords(answer.generationId);
  }

  #noteWords(generationId: string): void {
    const nowMs = performance.now();
    const lastMs = this.#toldAtMs.get(generationId);
    this.#toldAtMs.set(generationId, nowMs);
    this.#onWords(generationId, lastMs === undefined ? null : nowMs - lastMs);
  }

  /** An answer that was there before anybody followed: its words come before its end, as all answers' do. */
  #showWhole(subscriber: Subscriber, generationId: string, text: string): void {
    subscriber.text({ ...this.#place(generationId), position: 0, text });
    this.#onWords(generationId, null);
  }

  #place(generationId: string) {
    return { conversationId: this.#address.conversationId, generationId };
  }
}

function show(subscriber: Subscriber, { event, audience }: LoggedEvent): void {
  if (audience === 'customer' || subscriber.audience === 'agents') subscriber.event(event);
}
