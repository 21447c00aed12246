import type { LiveWorker } from '@frontdesk/database';
import { type Conversation, chooseWorker } from '@frontdesk/scaling';

/** An answer that is given to a worker is in its next heartbeat once it was claimed, which takes a moment. */
const claimMs = 100;

/** Which worker's queue an answer goes to, by what was last seen of all and what this gateway has given away since. */
export class WorkerChoice {
  #workers: readonly (LiveWorker & { heardAtMs: number })[] = [];
  /** Answers on the shared queue that may not be overtaken. */
  #sharedWaiting = 0;
  /** Answers there at the last look and since. One look alone says nothing: a job on its way is there for a moment too. */
  #sharedSeen = 0;
  /** When answers were given to each worker, by `performance.now()`. */
  readonly #given = new Map<string, number[]>();

  /** Takes what was seen: the workers' heartbeats, and how many customers' answers wait on the queue that all share. */
  update(workers: readonly LiveWorker[], sharedWaiting: number): void {
    const nowMs = performance.now();
    this.#workers = workers.map((worker) => ({ ...worker, heardAtMs: nowMs - worker.ageMs }));
    this.#sharedWaiting = this.#sharedSeen > 0 ? sharedWaiting : 0;
    this.#sharedSeen = sharedWaiting;
    const heardAtMs = new Map(this.#workers.map((worker) => [worker.id, worker.heardAtMs]));
    for (const [id, given] of this.#given) {
      const since = heardAtMs.get(id);
      const left = since === undefined ? [] : given.filter((atMs) => atMs > since - claimMs);
      if (left.length > 0) this.#given.set(id, left);
      else this.#given.delete(id);
    }
  }

  /** @returns a worker's id, and counts the answer as given to it; null for the queue that all share */
  choose(conversation: Conversation): string | null {
    // Nobody else could take it: on the shared queue one that has just come finds it.
    if (this.#workers.length < 2) return null;
    const nowMs = performance.now();
    const workers = this.#workers.map(({ id, state, slots, running, heardAtMs }) => ({
      ...{ id, state, slots, running, ageMs: nowMs - heardAtMs },
      waiting: this.#given.get(id)?.length ?? 0,
    }));
    const chosen = chooseWorker(workers, conversation, this.#sharedWaiting);
    if (chosen === null) {
      this.#sharedWaiting += 1;
      this.#sharedSeen += 1;
    } else this.#given.set(chosen, [...(this.#given.get(chosen) ?? []), nowMs]);
    return chosen;
  }
}
