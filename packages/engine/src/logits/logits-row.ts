import { EngineError } from '../engine-error.ts';
import { passes } from './passes.ts';

/** All that is used of it: Node's types leave it to those of browsers. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
};

/** What passes.wat exports. */
interface Passes {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  findMaxima(from: number, end: number, maxima: number): number;
  indexOf(from: number, maxima: number, highest: number): number;
  sumOfPowers(
    from: number,
    end: number,
    maxima: number,
    sums: number,
    scale: number,
    shift: number,
    factor: number,
    lowest: number,
  ): number;
  idsBetween(from: number, end: number, maxima: number, lowest: number, limit: number, to: number): number;
}

const PAGE_BYTES = 65_536;
/** The passes go over so many logits at a time. */
const BLOCK_IDS = 64;
const BLOCK_BYTES = BLOCK_IDS * Float32Array.BYTES_PER_ELEMENT;

/** Ids that are farther behind the likeliest, in temperatures, count for nothing: 49,152 have at most 0.01 % together. */
export const NEGLIGIBLE_GAP = 20;

/** Beyond it, for biases and temperatures that nobody should want, the pass would be wrong by more than a thousandth. */
const LARGEST_EXPONENT = 20_000;

/** Which ids have a weight, e^((logit - highest) / temperature), and what weight. */
export interface Weights {
  highest: number;
  temperature: number;
  /** Lower logits have none; rounded to 32 bits. At most 80 temperatures below `highest`. */
  lowest: number;
}

/**
 * The logits of one place in a sequence, one per id of the vocabulary, in memory that WebAssembly's passes see: what is
 * done for every id is done there, and JavaScript looks at the few that matter. One at a time; `fill` forgets the last.
 */
export class LogitsRow {
  /** Where others may write whole rows that `fill` then looks at in their place. */
  readonly room: Float32Array<ArrayBuffer>;
  /** A row of its own, with NaN up to the end of the last block. */
  readonly #own: Float32Array;
  readonly #ids: Uint32Array;
  /** The highest logit of each block. */
  readonly #maxima: Float32Array;
  /** The weights up to the end of each block, added up. */
  readonly #sums: Float64Array;
  /** For what is looked for by moving numbers about. */
  readonly #scratch: Float32Array;
  readonly #passes: Passes;
  readonly #rowBytes: number;
  #logits: Float32Array;
  #hasMaxima = false;
  /** The highest of all, once it was looked for. */
  #highest: number | undefined;

  /** @param rows how many `room` is for */
  constructor(vocabSize: number, { rows = 0 } = {}) {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(passes));
    this.#passes = instance.exports as Passes;
    const { memory } = this.#passes;
    const rowBytes = Math.ceil((vocabSize * Float32Array.BYTES_PER_ELEMENT) / BLOCK_BYTES) * BLOCK_BYTES;
    const blocks = rowBytes / BLOCK_BYTES;
    const [ids, sums, maxima] = [rowBytes, 2 * rowBytes, 2 * rowBytes + 8 * blocks];
    const room = Math.ceil((maxima + 4 * blocks) / BLOCK_BYTES) * BLOCK_BYTES;
    // Rows that others write lie one after the other. The passes want nothing behind the last id that is a number.
    const hasWholeBlocks = vocabSize % BLOCK_IDS === 0;
    memory.grow(Math.ceil((room + (hasWholeBlocks ? rows * rowBytes : 0)) / PAGE_BYTES));
    new Float32Array(memory.buffer, 0, rowBytes / Float32Array.BYTES_PER_ELEMENT).fill(Number.NaN);
    this.#rowBytes = rowBytes;
    this.#own = new Float32Array(memory.buffer, 0, vocabSize);
    this.#logits = this.#own;
    this.#ids = new Uint32Array(memory.buffer, ids, vocabSize);
    this.#sums = new Float64Array(memory.buffer, sums, blocks);
    this.#maxima = new Float32Array(memory.buffer, maxima, blocks);
    this.#scratch = new Float32Array(vocabSize);
    this.room = hasWholeBlocks
      ? new Float32Array(memory.buffer, room, rows * vocabSize)
      : new Float32Array(new ArrayBuffer(rows * vocabSize * Float32Array.BYTES_PER_ELEMENT));
  }

  /** To be looked at; `set` changes one. */
  get logits(): Float32Array {
    return this.#logits;
  }

  /** @param logits one per id, not normalised; a row of `room` is taken as it is, another is copied */
  fill(logits: Float32Array): this {
    const isSeen = logits.buffer === this.#own.buffer;
    this.#logits = isSeen ? logits : this.#own;
    if (!isSeen) this.#own.set(logits);
    this.#hasMaxima = false;
    this.#highest = undefined;
    return this;
  }

  /**
   * Gives an id another logit; NaN leaves it out. Looks at all of them first, one after the other: whoever changes many here
   * and there would wait for each to come from memory.
   */
  set(id: number, logit: number): void {
    this.#findMaxima();
    const logits = this.#logits;
    const former = logits[id] as number;
    logits[id] = logit;
    const block = (id / BLOCK_IDS) | 0;
    const maximum = this.#maxima[block] as number;
    if (logit > maximum) this.#maxima[block] = logit;
    else if (former === maximum) this.#maxima[block] = maximumOf(logits, block * BLOCK_IDS);
    this.#highest = undefined;
  }

  /** The highest logit; -Infinity also where none is a number. */
  get highest(): number {
    return this.#findHighest();
  }

  /**
   * The id of the highest logit, which may be -Infinity; of equals the lowest id.
   *
   * @throws EngineError `native_failure` if no logit is a number
   */
  likeliest(): number {
    const highest = this.#findHighest();
    // No pass tells it from NaN.
    if (highest === -Infinity) return this.#firstForbidden();
    if (highest === Infinity) throw new EngineError('native_failure', 'the model gave no number as logit');
    return this.#passes.indexOf(this.#from, this.#maxima.byteOffset, highest);
  }

  #firstForbidden(): number {
    const id = this.#logits.indexOf(-Infinity);
    if (id < 0) throw new EngineError('native_failure', 'the model gave no number as logit');
    return id;
  }

  /** The weights of all ids together, with a relative error below 1.1e-4, and 5e-8 times highest / temperature: 1e-3 at most. */
  sumOfWeights(weights: Weights): number {
    this.#findMaxima();
    const { highest, temperature, lowest } = weights;
    if (Math.abs(highest / temperature) > LARGEST_EXPONENT) return this.#addOneByOne(weights);
    const [maxima, sums] = [this.#maxima.byteOffset, this.#sums.byteOffset];
    const scale = Math.fround(Math.LOG2E / temperature);
    // A whole number can be taken off in a step that is made anyway; the rest is the same factor for all.
    const shift = Math.round(highest * scale);
    const factor = 2 ** (shift - highest * scale);
    return this.#passes.sumOfPowers(this.#from, this.#end, maxima, sums, scale, shift, factor, lowest);
  }

  #addOneByOne({ highest, temperature, lowest }: Weights): number {
    let sum = 0;
    for (let id = 0; id < this.#logits.length; id++) {
      const logit = this.#logits[id] as number;
      if (logit >= lowest) sum += Math.exp((logit - highest) / temperature);
      this.#sums[Math.floor(id / BLOCK_IDS)] = sum;
    }
    return sum;
  }

  /**
   * The id at a point of a line on which the weights lie end to end, the lowest id first.
   *
   * @param point from 0 to the sum of the weights
   * @param weights those that were added up last
   */
  idAt(point: number, { highest, temperature, lowest }: Weights): number {
    const sums = this.#sums;
    const total = sums.at(-1) as number;
    // The first block that ends behind the point; of what rounding has put behind all, the last that has a weight.
    const wanted = point < total ? point : total * (1 - Number.EPSILON);
    let block = 0;
    for (let behind = sums.length - 1; block < behind; ) {
      const middle = (block + behind) >> 1;
      if ((sums[middle] as number) > wanted) behind = middle;
      else block = middle + 1;
    }
    let rest = wanted - (block === 0 ? 0 : (sums[block - 1] as number));
    let last = -1;
    for (let id = block * BLOCK_IDS; id < (block + 1) * BLOCK_IDS && rest >= 0; id++) {
      const logit = this.logits[id] as number;
      if (!(logit >= lowest)) continue;
      rest -= Math.exp((logit - highest) / temperature);
      last = id;
    }
    return last;
  }

  /**
   * The ids whose logits are at least `lowest` and below `limit`, both rounded to 32 bits; ascending.
   *
   * @returns a view, overwritten by the next call
   */
  idsBetween(lowest: number, limit: number): Uint32Array {
    this.#findMaxima();
    const [maxima, to] = [this.#maxima.byteOffset, this.#ids.byteOffset];
    const found = this.#passes.idsBetween(this.#from, this.#end, maxima, lowest, limit, to);
    return this.#ids.subarray(0, found);
  }

  /** The `count` likeliest ids, best first, or all where there are not so many; of equals the lower id is the likelier. */
  likeliestIds(count: number): number[] {
    if (count === 0) return [];
    this.#findMaxima();
    const logits = this.#logits;
    return Array.from(this.idsBetween(this.#lowestOf(count), Infinity))
      .sort((a, b) => (logits[b] as number) - (logits[a] as number) || a - b)
      .slice(0, count);
  }

  /** A logit that `count` ids have, or a higher one, and not many more; -Infinity if there are not so many. */
  #lowestOf(count: number): number {
    const [logits, maxima, scratch] = [this.#logits, this.#maxima, this.#scratch];
    if (count >= logits.length) return -Infinity;
    // So many blocks have a logit that is as high. The lowest maxima are below many logits of other blocks.
    if (2 * count <= maxima.length) {
      scratch.set(maxima);
      return nthHighest(scratch.subarray(0, maxima.length), count);
    }
    // What is no number counts as the lowest.
    for (let id = 0; id < logits.length; id++) {
      const logit = logits[id] as number;
      scratch[id] = Number.isNaN(logit) ? -Infinity : logit;
    }
    return nthHighest(scratch, count);
  }

  #findMaxima(): void {
    if (this.#hasMaxima) return;
    this.#highest = this.#passes.findMaxima(this.#from, this.#end, this.#maxima.byteOffset);
    this.#hasMaxima = true;
  }

  #findHighest(): number {
    this.#findMaxima();
    this.#highest ??= maximumOf(this.#maxima, 0, this.#maxima.length);
    return this.#highest;
  }

  get #from(): number {
    return this.#logits.byteOffset;
  }

  get #end(): number {
    return this.#from + this.#rowBytes;
  }
}

/** The `rank`th highest of numbers, which it reorders (Hoare's quickselect). */
function nthHighest(numbers: Float32Array, rank: number): number {
  let from = 0;
  let to = numbers.length - 1;
  while (from < to) {
    const pivot = numbers[(from + to) >> 1] as number;
    let left = from;
    let right = to;
    while (left <= right) {
      while ((numbers[left] as number) > pivot) left++;
      while ((numbers[right] as number) < pivot) right--;
      if (left > right) break;
      const moved = numbers[left] as number;
      numbers[left++] = numbers[right] as number;
      numbers[right--] = moved;
    }
    if (rank - 1 <= right) to = right;
    else if (rank - 1 >= left) from = left;
    else break;
  }
  return numbers[rank - 1] as number;
}

/** The highest of `count` numbers from `from` on; -Infinity if none is a number. */
function maximumOf(numbers: Float32Array, from: number, count = BLOCK_IDS): number {
  let maximum = -Infinity;
  for (let at = from; at < from + count; at++) if ((numbers[at] as number) > maximum) maximum = numbers[at] as number;
  return maximum;
}
