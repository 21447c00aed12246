/** What a process has opened so far, and how it is closed: the last one first, as each may need those before it. */
export class ClosingStack {
  readonly #closers: (() => unknown)[] = [];

  /** @returns what was opened */
  add<Opened>(opened: Opened, close: (opened: Opened) => unknown): Opened {
    this.#closers.push(() => close(opened));
    return opened;
  }

  /**
   * Closes all, each once, whatever becomes of the others.
   * @throws the first failure, when all the others are closed
   */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let close = this.#closers.pop(); close; close = this.#closers.pop()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
