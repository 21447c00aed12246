import { coolDownMs, type Observation } from '@frontdesk/scaling';

/** After so long without a look nobody knows what happened meanwhile. */
const pauseMs = 10_000;

/** The looks of the last minute, without a gap. */
export class Looks {
  #looks: Observation[] = [];
  #sinceMs = Number.NEGATIVE_INFINITY;

  /** Oldest first. */
  get all(): readonly Observation[] {
    return this.#looks;
  }

  /**
   * Since when it has been looked without a gap: since the start, or since the database was back. A change before counts as
   * one of that moment, so that nothing is taken away on the strength of a single look.
   */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  add(look: Observation): void {
    const last = this.#looks.at(-1);
    // A clock that was set back is a gap too.
    if (!last || look.atMs < last.atMs || look.atMs - last.atMs > pauseMs) {
      this.#looks = [];
      this.#sinceMs = look.atMs;
    }
    this.#looks = [...this.#looks.filter(({ atMs }) => atMs > look.atMs - coolDownMs), look];
  }
}
