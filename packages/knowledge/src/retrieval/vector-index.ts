import { setImmediate } from 'node:timers/promises';
import { type RoundedVector, roundVector } from './rounded-vector.ts';
import { scalarProducts } from './scalar-products.ts';

/** All that is used of it: Node's types leave it to those of browsers. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
};

/** What scalar-products.wat exports. */
interface ScalarProducts {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  multiply(length: number, row: number, end: number, to: number): void;
}

const PAGE_BYTES = 65_536;
const PRODUCT_BYTES = Float32Array.BYTES_PER_ELEMENT;
/** WebAssembly takes so many numbers at a time: shorter vectors are filled up with zeros. */
const STEP_NUMBERS = 32;
/** Rows between two turns of the event loop: about 3 ms. */
const ROWS_A_TURN = 16_384;
/** A memory takes 10 GB of addresses, of which a process has 128 TB: indexes that are not larger share one, and are copied to it. */
const SHARED_BYTES = 2 ** 20;

const module = new WebAssembly.Module(scalarProducts);
const instantiate = () => new WebAssembly.Instance(module).exports as ScalarProducts;
const shared = instantiate();

/**
 * Vectors of length 1 as bytes in one piece of memory, compared with a question's one by one: none is missed, and it is fast enough
 * up to 100,000. In the memory that WebAssembly sees lie the question's, then a turn's products, then all vectors.
 */
export class VectorIndex {
  readonly #rows: number;
  readonly #dimensions: number;
  readonly #rowBytes: number;
  readonly #matrix: Int8Array;
  /** What a byte's step is worth, for each vector. */
  readonly #steps: Float32Array;
  /** Where it is, or is copied to. */
  readonly #matrixBegin: number;
  readonly #products: ScalarProducts;
  #added = 0;

  /** @param rows vectors that will be added */
  constructor(rows: number, dimensions: number) {
    this.#rows = rows;
    this.#dimensions = dimensions;
    this.#rowBytes = Math.ceil(dimensions / STEP_NUMBERS) * STEP_NUMBERS;
    this.#steps = new Float32Array(rows);
    const size = rows * this.#rowBytes;
    this.#matrixBegin = this.#rowBytes + ROWS_A_TURN * PRODUCT_BYTES;
    const isSmall = size <= SHARED_BYTES;
    this.#products = isSmall ? shared : instantiate();
    const { memory } = this.#products;
    const missing = this.#matrixBegin + size - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    this.#matrix = isSmall ? new Int8Array(size) : new Int8Array(memory.buffer, this.#matrixBegin, size);
  }

  /** @throws RangeError if it has other dimensions */
  add({ bytes, step }: RoundedVector): void {
    if (bytes.length !== this.#dimensions) throw new RangeError('vectors of different embedding models');
    this.#matrix.set(bytes, this.#added * this.#rowBytes);
    this.#steps[this.#added++] = step;
  }

  /** The scalar product of each vector with `vector`. @throws RangeError if that is of another model */
  async search(vector: Float32Array): Promise<Float32Array> {
    if (this.#rows === 0) return new Float32Array(0);
    if (vector.length !== this.#dimensions) throw new RangeError('a vector of another embedding model');
    const { bytes, step } = roundVector(vector);
    const row = new Int8Array(this.#rowBytes);
    row.set(bytes);
    const products = new Float32Array(this.#rows);
    for (let begin = 0; begin < this.#rows; begin += ROWS_A_TURN) {
      if (begin > 0) await setImmediate();
      products.set(this.#multiply(row, begin, Math.min(this.#rows, begin + ROWS_A_TURN)), begin);
    }
    return products.map((product, place) => product * step * (this.#steps[place] as number));
  }

  /** @returns a view, overwritten by the next call */
  #multiply(row: Int8Array, begin: number, end: number): Float32Array {
    const { memory, multiply } = this.#products;
    const products = new Float32Array(memory.buffer, row.byteLength, end - begin);
    // Between two turns others were searched for.
    new Int8Array(memory.buffer).set(row);
    if (this.#products === shared) new Int8Array(memory.buffer, this.#matrixBegin).set(this.#matrix);
    const addressOf = (place: number) => this.#matrixBegin + place * row.byteLength;
    multiply(row.byteLength, addressOf(begin), addressOf(end), products.byteOffset);
    return products;
  }
}
