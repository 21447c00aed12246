import assert from 'node:assert/strict';

export interface Slotted {
  readonly ended: boolean;
  /** Whether what is in its slot is not to be trusted. */
  readonly failed: boolean;
  readonly readTokens: number;
  /** What is in its slot. */
  readonly readIds: readonly number[];
  /** Whose it is; undefined: nobody's. */
  readonly owner: string | undefined;
}

/**
 * Who is in which slot. Decoding sequences are in the slots 0, 1, 2, …, so that one run over a contiguous part of the
 * cache serves them all; those whose prompts are being read are somewhere behind: the last of them now, each of the
 * others when the one that went past it is done. When a sequence leaves, the last one that decodes moves into its slot.
 */
export class Slots<S extends Slotted> {
  readonly count: number;
  readonly #move: (from: number, to: number, tokens: number) => Promise<void>;
  readonly #decoding: S[] = [];
  readonly #prefilling: { readonly sequence: S; slot: number }[] = [];
  /** What lies in slots that nobody has, as far as it is known, and whose it was. */
  readonly #left: ({ ids: readonly number[]; owner: string | undefined } | undefined)[] = [];

  /** @param move copies the first `tokens` tokens of a slot to another */
  constructor(count: number, move: (from: number, to: number, tokens: number) => Promise<void>) {
    this.count = count;
    this.#move = move;
  }

  /** By slot. */
  get decoding(): readonly S[] {
    return this.#decoding;
  }

  /** In the order in which they were admitted. */
  get prefilling(): readonly S[] {
    return this.#prefilling.map(({ sequence }) => sequence);
  }

  slotOf(sequence: S): number {
    const place = this.#prefilling.find((one) => one.sequence === sequence);
    const slot = place ? place.slot : this.#decoding.indexOf(sequence);
    assert(slot >= 0, 'the sequence has no slot');
    return slot;
  }

  /**
   * Gives a sequence the slot in which its prompt will be read. Those that are being read wait until it is.
   *
   * @returns what lies there already
   */
  async admit(sequence: S): Promise<readonly number[]> {
    assert(this.#decoding.length + this.#prefilling.length < this.count, 'no slot is free');
    // At the far end they are in nobody's way; the first of them in the last slot, so that each is behind those after it.
    for (const [index, place] of this.#prefilling.entries()) {
      const parked = this.count - 1 - index;
      if (place.slot === parked) continue;
      await this.#moveTo(parked, place.slot, place.sequence);
      place.slot = parked;
    }
    const slot = this.#decoding.length;
    this.#prefilling.push({ sequence, slot });
    return this.#left[slot]?.ids ?? [];
  }

  /** The prompt of the one that was admitted last has been read: it decodes with the others from the next step on. */
  async join(): Promise<void> {
    const place = this.#prefilling.at(-1);
    assert(place, 'nobody is prefilling');
    const target = this.#decoding.length;
    // Those before may have left in the meantime. The others that prefill are behind it: the target is free.
    if (place.slot !== target) await this.#moveTo(target, place.slot, place.sequence);
    this.#prefilling.pop();
    this.#decoding.push(place.sequence);
  }

  /** Takes the ended sequences out and closes the gaps. `onLeave` sees each while its slot is still untouched. */
  async sweep(onLeave: (sequence: S, slot: number) => Promise<void>): Promise<void> {
    for (const place of this.#prefilling.filter(({ sequence }) => sequence.ended)) {
      await onLeave(place.sequence, place.slot);
      this.#leave(place.slot, place.sequence);
      this.#prefilling.splice(this.#prefilling.indexOf(place), 1);
    }
    // From behind, so that what moves has been looked at. One that ends meanwhile leaves the next time.
    for (let slot = this.#decoding.length - 1; slot >= 0; slot--) {
      const sequence = this.#decoding[slot] as S;
      if (!sequence.ended) continue;
      await onLeave(sequence, slot);
      this.#leave(slot, sequence);
      const last = this.#decoding.length - 1;
      const moving = this.#decoding[last] as S;
      if (last !== slot) {
        await this.#moveTo(slot, last, moving);
        this.#decoding[slot] = moving;
      }
      this.#decoding.pop();
    }
  }

  /** From here on nobody knows what sequences of an owner have left in slots. */
  forget(owner: string): void {
    for (const [slot, left] of this.#left.entries()) if (left?.owner === owner) this.#left[slot] = undefined;
  }

  /** Takes everybody out, and copies nothing. */
  clear(): void {
    this.#decoding.length = 0;
    this.#prefilling.length = 0;
    this.#left.length = 0;
  }

  async #moveTo(to: number, from: number, sequence: S): Promise<void> {
    // Should it fail half way.
    this.#left[to] = undefined;
    await this.#move(from, to, sequence.readTokens);
    this.#leave(from, sequence);
  }

  #leave(slot: number, { failed, readIds, owner }: S): void {
    this.#left[slot] = failed ? undefined : { ids: readIds, owner };
  }
}
