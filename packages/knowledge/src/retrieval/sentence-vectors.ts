import type { RoundedVector } from './rounded-vector.ts';

/** The vectors of each passage's sentences: they are looked at for few passages, and only compared with each other. */
export class SentenceVectors {
  /** Where each passage's first vector is, in vectors; then where the last one's end is. */
  readonly #begins: number[] = [0];
  readonly #dimensions: number;
  readonly #bytes: Int8Array;
  /** What a byte's step is worth, for each vector. */
  readonly #steps: Float32Array;

  /** @param count sentences of all passages that will be added */
  constructor(count: number, dimensions: number) {
    this.#dimensions = dimensions;
    this.#bytes = new Int8Array(count * dimensions);
    this.#steps = new Float32Array(count);
  }

  /** Adds a passage. */
  add(sentences: readonly RoundedVector[]): void {
    let row = this.#begins.at(-1) as number;
    for (const { bytes, step } of sentences) {
      this.#bytes.set(bytes, row * this.#dimensions);
      this.#steps[row++] = step;
    }
    this.#begins.push(row);
  }

  /** The cosine of each sentence of a passage with `vector`. */
  search(place: number, vector: Float32Array): number[] {
    const scores: number[] = [];
    for (let row = this.#begins[place] as number; row < (this.#begins[place + 1] as number); row++) {
      const offset = row * this.#dimensions;
      let sum = 0;
      for (let index = 0; index < this.#dimensions; index++) {
        sum += (this.#bytes[offset + index] as number) * (vector[index] as number);
      }
      scores.push(sum * (this.#steps[row] as number));
    }
    return scores;
  }
}
