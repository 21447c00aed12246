const STEPS = 127;

/**
 * The vectors of each passage's sentences, a byte per number: they are looked at for few passages, and only compared with
 * each other. A cosine is off by 0.005 at most.
 */
export class SentenceVectors {
  /** Where each passage's first vector is, in vectors. */
  readonly #begins: Uint32Array;
  readonly #dimensions: number;
  readonly #bytes: Int8Array;
  /** What a byte's step is worth, for each vector. */
  readonly #steps: Float32Array;

  constructor(passages: readonly (readonly Float32Array[])[]) {
    this.#begins = new Uint32Array(passages.length + 1);
    for (const [place, sentences] of passages.entries()) {
      this.#begins[place + 1] = (this.#begins[place] as number) + sentences.length;
    }
    const vectors = passages.flat();
    this.#dimensions = vectors[0]?.length ?? 0;
    this.#bytes = new Int8Array(vectors.length * this.#dimensions);
    this.#steps = new Float32Array(vectors.length);
    for (const [row, vector] of vectors.entries()) {
      const step = vector.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / STEPS || 1;
      this.#steps[row] = step;
      for (const [index, value] of vector.entries())
        this.#bytes[row * this.#dimensions + index] = Math.round(value / step);
    }
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
