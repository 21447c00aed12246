/**
 * For how long the database has been watched without a break, by its own clock. While it was away, its connections were lost
 * or this process stood still, nobody could renew a lease or note that a customer is there: whoever judges by how old these are
 * waits until all have had the time to do so.
 */
export class WatchTime {
  readonly #gapMs: number;
  #lastMs: number | undefined;
  #sinceMs = 0;

  /** @param gapMs a longer time without a look is a break */
  constructor(gapMs: number) {
    this.#gapMs = gapMs;
  }

  /**
   * To be told of each look that succeeds.
   * @param atMs the database's clock; one that was set, or another server's, may say less than before
   * @returns milliseconds since the first look after the last break
   */
  look(atMs: number): number {
    if (this.#lastMs === undefined || Math.abs(atMs - this.#lastMs) > this.#gapMs) this.#sinceMs = atMs;
    this.#lastMs = atMs;
    return atMs - this.#sinceMs;
  }
}
