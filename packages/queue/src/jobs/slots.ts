/** Places that several loops share: each waits for its turn, in the order in which they asked. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Resolves when there is a free place, which is taken then; what it gives frees it, once. */
  async take(): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      // Whoever waits gets this very place: nobody who asks later comes in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    };
  }
}
