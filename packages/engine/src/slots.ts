import assert from 'node:assert/strict';

export interface Slotted {
  readonly ended: boolean;
  readonly readTokens: number;
}

/**
 * Who is in which slot. Decoding sequences are in the slots 0, 1, 2, …, so that one run over a contiguous part of the
 * cache serves them all; the one whose prompt is being read is somewhere behind. When a sequence leaves, the last one
 * that decodes moves into its slot.
 */
export class Slots<S extends Slotted> {
  readonly count: number;
  readonly #move: (from: number, to: number, tokens: number) => Promise<void>;
  readonly #decoding: S[] = [];
  #prefilling: { sequence: S; slot: number } | undefined;

  /** @param move copies the first `tokens` tokens of a slot to another */
  constructor(count: number, move: (from: number, to: number, tokens: number) => Promise<void>) {
    this.count = count;
    this.#move = move;
  }

  /** By slot. */
  get decoding(): readonly S[] {
    return this.#decoding;
  }

  get prefilling(): S | undefined {
    return this.#prefilling?.sequence;
  }

  slotOf(sequence: S): number {
    const slot = this.#prefilling?.sequence === sequence ? this.#prefilling.slot : this.#decoding.indexOf(sequence);
    assert(slot >= 0, 'the sequence has no slot');
    return slot;
  }

  /** Gives a sequence the slot in which its prompt will be read. */
  admit(sequence: S): void {
    assert(!this.#prefilling && this.#decoding.length < this.count, 'no slot is free');
    this.#prefilling = { sequence, slot: this.#decoding.length };
  }

  /** The prompt has been read: the sequence decodes with the others from the next step on. */
  async join(): Promise<void> {
    assert(this.#prefilling, 'nobody is prefilling');
    const { sequence, slot } = this.#prefilling;
    const target = this.#decoding.length;
    // Those before may have left in the meantime.
    if (slot !== target) await this.#move(slot, target, sequence.readTokens);
    this.#prefilling = undefined;
    this.#decoding.push(sequence);
  }

  /** Takes the ended sequences out and closes the gaps. `onLeave` sees each while its slot is still untouched. */
  async sweep(onLeave: (sequence: S, slot: number) => Promise<void>): Promise<void> {
    if (this.#prefilling?.sequence.ended) {
      const { sequence, slot } = this.#prefilling;
      await onLeave(sequence, slot);
      this.#prefilling = undefined;
    }
    // From behind, so that what moves has been looked at. One that ends meanwhile leaves the next time.
    for (let slot = this.#decoding.length - 1; slot >= 0; slot--) {
      const sequence = this.#decoding[slot] as S;
      if (!sequence.ended) continue;
      await onLeave(sequence, slot);
      const last = this.#decoding.length - 1;
      const moving = this.#decoding[last] as S;
      if (last !== slot) {
        await this.#move(last, slot, moving.readTokens);
        this.#decoding[slot] = moving;
      }
      this.#decoding.pop();
    }
  }
}
