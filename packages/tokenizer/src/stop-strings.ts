/**
 * Ends a text before the first stop string in it. Text that may be the beginning of one is held back until the next
 * text tells, so that the reader never sees a part of it. Where several match, the one that is complete first counts:
 * how the text is cut into pieces makes no difference.
 */
export class StopStrings {
  readonly #stops: readonly string[];
  #held = '';
  #stopped = false;

  /** @param stops none of them empty */
  constructor(stops: readonly string[]) {
    if (stops.includes('')) throw new RangeError('a stop string is empty');
    this.#stops = stops;
  }

  /** Whether a stop string came: nothing more is given out. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Takes more text, and gives what can be shown. */
  push(text: string): string {
    if (this.#stopped) return '';
    this.#held += text;
    const start = this.#findStop();
    if (start !== undefined) {
      const shown = this.#held.slice(0, start);
      this.#held = '';
      this.#stopped = true;
      return shown;
    }
    const shownLength = this.#held.length - this.#longestBeginning();
    const shown = this.#held.slice(0, shownLength);
    this.#held = this.#held.slice(shownLength);
    return shown;
  }

  /** The text has ended: gives what was held back. */
  end(): string {
    const shown = this.#held;
    this.#held = '';
    return shown;
  }

  /** Where the stop string begins that is complete first; of two that end together, the longer. */
  #findStop(): number | undefined {
    const found = this.#stops
      .map((stop) => ({ start: this.#held.indexOf(stop), length: stop.length }))
      .filter(({ start }) => start >= 0)
      .sort((a, b) => a.start + a.length - (b.start + b.length) || a.start - b.start);
    return found[0]?.start;
  }

  /** Length of the longest end of the held text that a stop string begins with. */
  #longestBeginning(): number {
    const longest = Math.max(0, ...this.#stops.map((stop) => stop.length - 1));
    for (let length = Math.min(longest, this.#held.length); length > 0; length--) {
      const end = this.#held.slice(-length);
      if (this.#stops.some((stop) => stop.startsWith(end))) return length;
    }
    return 0;
  }
}
