import { setImmediate } from 'node:timers/promises';

/** Rows between two turns of the event loop: about 8 ms. */
const ROWS_A_TURN = 16_384;

/** Vectors of length 1 in one piece of memory, compared with a question's one by one: exact, and fast enough up to 100,000. */
export class VectorIndex {
  readonly #rows: number;
  readonly #dimensions: number;
  readonly #matrix: Float32Array;

  /** @throws RangeError if they are not all of one length */
  constructor(vectors: readonly Float32Array[]) {
    this.#rows = vectors.length;
    this.#dimensions = vectors[0]?.length ?? 0;
    this.#matrix = new Float32Array(this.#rows * this.#dimensions);
    for (const [row, vector] of vectors.entries()) {
      if (vector.length !== this.#dimensions) throw new RangeError('vectors of different embedding models');
      this.#matrix.set(vector, row * this.#dimensions);
    }
  }

  /** The scalar product of each vector with `vector`. @throws RangeError if that is of another model */
  async search(vector: Float32Array): Promise<Float32Array> {
    if (this.#rows > 0 && vector.length !== this.#dimensions)
      throw new RangeError('a vector of another embedding model');
    const products = new Float32Array(this.#rows);
    for (let begin = 0; begin < this.#rows; begin += ROWS_A_TURN) {
      if (begin > 0) await setImmediate();
      multiply(this.#matrix, vector, products, begin, Math.min(this.#rows, begin + ROWS_A_TURN));
    }
    return products;
  }
}

function multiply(
  matrix: Float32Array,
  vector: Float32Array,
  products: Float32Array,
  begin: number,
  end: number,
): void {
  const dimensions = vector.length;
  const whole = dimensions - (dimensions % 4);
  for (let row = begin; row < end; row++) {
    const offset = row * dimensions;
    // Four sums do not wait for each other.
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let index = 0; index < whole; index += 4) {
      a += (matrix[offset + index] as number) * (vector[index] as number);
      b += (matrix[offset + index + 1] as number) * (vector[index + 1] as number);
      c += (matrix[offset + index + 2] as number) * (vector[index + 2] as number);
      d += (matrix[offset + index + 3] as number) * (vector[index + 3] as number);
    }
    for (let index = whole; index < dimensions; index++)
      a += (matrix[offset + index] as number) * (vector[index] as number);
    products[row] = a + b + c + d;
  }
}
