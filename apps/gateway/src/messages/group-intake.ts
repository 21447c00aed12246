import type { Acceptance, NewMessage, StoredMessage } from '@frontdesk/database';
import { CodedError } from '@frontdesk/protocol';

/** More would make the first of a group wait for the last. */
const mostTogether = 64;
/** A second group, so that one that waits for a lock does not hold up all others. */
const groupsAtOnce = 2;
/** Who has not been stored by then is told to come again: the store is too busy. */
const patienceMs = 5_000;
const retryMs = 1_000;

/** A message that waits to be stored. */
interface Waiting {
  message: NewMessage;
  sinceMs: number;
  resolve(stored: StoredMessage): void;
  reject(error: unknown): void;
}

/**
 * Stores messages in groups: while one group is on its way to the store, the next one gathers. So a message that comes alone
 * waits for nobody, and the busier it gets the fewer statements a message takes. Of a visitor's messages one at a time is on
 * its way, in the order in which they came.
 */
export class GroupIntake {
  readonly #accept: (messages: readonly NewMessage[]) => Promise<Acceptance[]>;
  readonly #busy = new Set<string>();
  #waiting: Waiting[] = [];
  #groups = 0;
  #gathering = false;

  /** @param accept stores messages of different visitors and says what became of each; see `acceptMessages` */
  constructor(accept: (messages: readonly NewMessage[]) => Promise<Acceptance[]>) {
    this.#accept = accept;
  }

  /** @throws what is wrong with this message; CodedError `unavailable` where the store does not keep up */
  store(message: NewMessage): Promise<StoredMessage> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message, sinceMs: performance.now(), resolve, reject });
      if (this.#gathering) return;
      this.#gathering = true;
      // What was read from the sockets in the same turn comes along.
      setImmediate(() => {
        this.#gathering = false;
        this.#start();
      });
    });
  }

  #start(): void {
    while (this.#groups < groupsAtOnce && this.#waiting.length > 0) {
      const { group, rest } = takeGroup(this.#waiting, this.#busy, mostTogether);
      this.#waiting = rest;
      if (group.length === 0) return;
      void this.#run(group);
    }
  }

  async #run(taken: readonly Waiting[]): Promise<void> {
    const oldestMs = performance.now() - patienceMs;
    const group = taken.filter(({ sinceMs }) => sinceMs >= oldestMs);
    for (const late of taken) {
      if (late.sinceMs < oldestMs) late.reject(new CodedError('unavailable', { retryAfterMs: retryMs }));
    }
    const visitors = group.map(({ message }) => message.visitorId);
    for (const visitorId of visitors) this.#busy.add(visitorId);
    this.#groups += 1;
    try {
      const outcomes = group.length === 0 ? [] : await this.#accept(group.map(({ message }) => message));
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index];
        if (outcome?.status === 'fulfilled') resolve(outcome.value);
        else reject(outcome?.reason);
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      this.#groups -= 1;
      for (const visitorId of visitors) this.#busy.delete(visitorId);
      this.#start();
    }
  }
}

/**
 * Takes the next group: the longest waiting, at most `most`, and of each visitor one, but none of those in `busy`.
 * @returns the group, and who goes on waiting, in the old order
 */
export function takeGroup<Item extends { message: Pick<NewMessage, 'visitorId'> }>(
  waiting: readonly Item[],
  busy: ReadonlySet<string>,
  most: number,
): { group: Item[]; rest: Item[] } {
  const taken = new Set<string>();
  const group: Item[] = [];
  const rest: Item[] = [];
  for (const item of waiting) {
    const { visitorId } = item.message;
    const isTaken = group.length < most && !busy.has(visitorId) && !taken.has(visitorId);
    (isTaken ? group : rest).push(item);
    taken.add(visitorId);
  }
  return { group, rest };
}
