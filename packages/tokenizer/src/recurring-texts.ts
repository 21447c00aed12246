/** Remembers the ids of texts that come again and again; of those that came longest ago it forgets the oldest. */
export class RecurringTexts {
  readonly #encode: (text: string) => readonly number[];
  readonly #most: number;
  /** In the order in which they came last. */
  readonly #ids = new Map<string, readonly number[]>();

  constructor(encode: (text: string) => readonly number[], most: number) {
    this.#encode = encode;
    this.#most = most;
  }

  idsOf(text: string): readonly number[] {
    const ids = this.#ids.get(text) ?? Object.freeze(this.#encode(text));
    this.#ids.delete(text);
    this.#ids.set(text, ids);
    if (this.#ids.size > this.#most) this.#ids.delete(this.#ids.keys().next().value as string);
    return ids;
  }
}
