/** What is seen of all workers at a moment. */
export interface PaceLook {
  /** Of any clock that only goes forward, in milliseconds. */
  atMs: number;
  /** Answers in the making, and slots for them, of the workers that take answers. */
  running: number;
  slots: number;
  /** Workers that take answers, and workers that will as soon as their model is loaded and warm. */
  ready: number;
  starting: number;
  /** Answers that workers have ended in the last {@link paceWindowMs}; those of a cache say nothing of workers. */
  answered: number;
}

/** The pace is that of the answers of so long, in milliseconds. */
export const paceWindowMs = 5_000;
/** The share of their slots that workers must have taken: one with little to do shows only how much it was asked. */
const fullShare = 0.5;
/** Of what was known, what a look that knows anew leaves. */
const kept = 0.9;
/** Looks further apart say nothing of what was between them. */
const gapMs = 2_500;
/** What was seen so long ago may have been of another model, or of other machines. */
const forgottenMs = 600_000;

/** How fast the workers answer, by looks of about one a second. Without a clock. */
export class Pace {
  /** Answers a second of one worker. */
  #perWorker: { value: number; atMs: number } | undefined;
  /** The looks without a break, of as many workers, that had enough to do; and answers ended since the first of them. */
  #full: { sinceMs: number; lastMs: number; ready: number; ended: number } | undefined;
  #workers = 0;

  /**
   * Answers a second that all workers make with much to do, those that start included: who is let in now is answered when
   * they are there. Undefined while that is not known, and where there is no worker.
   */
  get answersPerSecond(): number | undefined {
    return this.#perWorker && this.#workers > 0 ? this.#perWorker.value * this.#workers : undefined;
  }

  /**
   * Takes a look at the workers. What they make counts once they had enough to do for all of {@link paceWindowMs}, and for so
   * long that as many answers have ended as are in the making: those that began together end together, after nothing.
   */
  update({ atMs, running, slots, ready, starting, answered }: PaceLook): void {
    this.#workers = ready + starting;
    if (this.#perWorker && atMs - this.#perWorker.atMs > forgottenMs) this.#perWorker = undefined;
    const before = this.#full?.ready === ready && atMs - this.#full.lastMs <= gapMs ? this.#full : undefined;
    this.#full = undefined;
    if (ready === 0 || running === 0 || running < fullShare * slots) return;
    const { sinceMs, lastMs, ended } = before ?? { sinceMs: atMs, lastMs: atMs, ended: 0 };
    const full = { sinceMs, lastMs: atMs, ready, ended: ended + (answered * (atMs - lastMs)) / paceWindowMs };
    this.#full = full;
    if (atMs - sinceMs < paceWindowMs || full.ended < running) return;
    const seen = (1_000 * answered) / paceWindowMs / ready;
    this.#perWorker = { value: this.#perWorker ? kept * this.#perWorker.value + (1 - kept) * seen : seen, atMs };
  }
}
