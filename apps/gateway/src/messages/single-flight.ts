import { answerWaitingFromCache, type Database, type EndedGeneration, type StoredMessage } from '@frontdesk/database';

/** An answer that is made takes longer only where the queue is long; then those who wait for it join the queue. */
export const patienceMs = 3_000;

/** Each takes a connection, and who sends a message needs one too. */
const landAtOnce = 2;

/** What of a stored message decides where its answer waits. */
export type QueuedMessage = Pick<StoredMessage, 'conversationId' | 'generationId' | 'round' | 'last'>;

/** A first question of a conversation, stored, whose answer the cache does not have yet. */
export interface FirstQuestion {
  siteId: string;
  question: string;
  stored: QueuedMessage & Pick<StoredMessage, 'events'>;
}

export interface SingleFlightOptions {
  database: Database;
  /** A question is to be answered by a worker after all. */
  enqueue(stored: QueuedMessage): void;
  /** A question was answered with the words of another: its notice is due. */
  onAnswered(ended: EndedGeneration): void;
  onError(error: unknown): void;
}

interface Flight {
  leader: FirstQuestion;
  followers: FirstQuestion[];
  patience: NodeJS.Timeout;
}

/**
 * Of equal questions that come while the first of them is being answered, one is answered by a worker; the others are given
 * its words when they are kept. Those that come to nothing (it was handed over, it takes too long) are queued like any
 * other; if this gateway dies, the sweeper finds them.
 */
export class SingleFlight {
  readonly #options: SingleFlightOptions;
  readonly #flights = new Map<string, Flight>();
  readonly #landing = new Set<Promise<void>>();

  constructor(options: SingleFlightOptions) {
    this.#options = options;
  }

  /**
   * @param mayFollow asked where there is another one to wait for
   * @returns false for what is to be queued, as the first of its kind is; the others are looked after from now on
   */
  join(question: FirstQuestion, mayFollow: () => boolean): boolean {
    const key = keyOf(question);
    const flight = this.#flights.get(key);
    if (flight) {
      if (!mayFollow()) return false;
      flight.followers.push(question);
      return true;
    }
    const patience = setTimeout(() => this.#land(key), patienceMs);
    patience.unref();
    this.#flights.set(key, { leader: question, followers: [], patience });
    return false;
  }

  /** Something happened in a conversation, anybody's: what follows the events of a question is the end of its answer. */
  happened({ conversationId, seq }: { conversationId: string; seq: number }): void {
    for (const [key, { leader }] of this.#flights) {
      const { stored } = leader;
      if (stored.conversationId === conversationId && seq > (stored.events.at(-1)?.seq ?? 0)) this.#land(key);
    }
  }

  /** Waits for no answer any more; resolves when all who did are looked after. */
  async close(): Promise<void> {
    for (const key of [...this.#flights.keys()]) this.#land(key);
    await Promise.all(this.#landing);
  }

  #land(key: string): void {
    const flight = this.#flights.get(key);
    if (!flight) return;
    this.#flights.delete(key);
    clearTimeout(flight.patience);
    const followers = flight.followers.values();
    for (let lane = 0; lane < landAtOnce; lane += 1) {
      const landed = this.#answerAll(followers).finally(() => this.#landing.delete(landed));
      this.#landing.add(landed);
    }
  }

  async #answerAll(followers: Iterable<FirstQuestion>): Promise<void> {
    for (const follower of followers) await this.#answer(follower).catch(this.#options.onError);
  }

  async #answer({ siteId, question, stored }: FirstQuestion): Promise<void> {
    const { database, enqueue, onAnswered } = this.#options;
    const { conversationId, generationId } = stored;
    let ended: EndedGeneration | null = null;
    try {
      ended = await answerWaitingFromCache(database, { siteId, conversationId, generationId, question });
    } finally {
      if (ended) onAnswered(ended);
      else enqueue(stored);
    }
  }
}

const keyOf = ({ siteId, question }: FirstQuestion) => `${siteId} ${question}`;
