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
  findMaxima(end: number, maxima: number): number;
  indexOf(maxima: number, highest: number): number;
  sumOfPowers(end: number, maxima: number, highest: number, scale: number, lowest: number): number;
  idsBetween(end: number, maxima: number, lowest: number, limit: number, to: number): number;
}

const PAGE_BYTES = 65_536;
/** The passes go over so many bytes at a time: a block of 64 logits. */
const BLOCK_BYTES = 256;

/**
 * The logits of one place in a sequence, one per id of the vocabulary, in memory that WebAssembly's passes see: what is
 * done for every id is done there, and JavaScript looks at the few that matter. One at a time; `fill` forgets the last.
 */
export class LogitsRow {
  /** May be changed between `fill` and the first question. */
  readonly logits: Float32Array;
  readonly #ids: Uint32Array;
  /** The highest logit of each block. */
  readonly #maxima: Float32Array;
  readonly #passes: Passes;
  readonly #end: number;
  /** The highest of all, once it was looked for. */
  #highest: number | undefined;

  constructor(vocabSize: number) {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(passes));
    this.#passes = instance.exports as Passes;
    const { memory } = this.#passes;
    this.#end = Math.ceil((vocabSize * Float32Array.BYTES_PER_ELEMENT) / BLOCK_BYTES) * BLOCK_BYTES;
    const blocks = this.#end / BLOCK_BYTES;
    memory.grow(Math.ceil((2 * this.#end + blocks * Float32Array.BYTES_PER_ELEMENT) / PAGE_BYTES));
    new Float32Array(memory.buffer, 0, this.#end / Float32Array.BYTES_PER_ELEMENT).fill(Number.NaN);
    this.logits = new Float32Array(memory.buffer, 0, vocabSize);
    this.#ids = new Uint32Array(memory.buffer, this.#end, vocabSize);
    this.#maxima = new Float32Array(memory.buffer, 2 * this.#end, blocks);
  }

  /** @param logits one per id, not normalised; copied */
  fill(logits: Float32Array): this {
    this.logits.set(logits);
    this.#highest = undefined;
    return this;
  }

  /**
   * The id of the highest logit; of equals the lowest id.
   *
   * @throws EngineError `native_failure` if no logit is a number
   */
  likeliest(): number {
    const highest = this.#findHighest();
    if (!Number.isFinite(highest)) throw new EngineError('native_failure', 'the model gave no number as logit');
    return this.#passes.indexOf(this.#maxima.byteOffset, highest);
  }

  /**
   * The sum of e^((logit - highest) / temperature) over the ids whose logits are at least `lowest`, with a relative error
   * below 5e-6.
   *
   * @param lowest at most 80 temperatures below `highest`
   */
  sumOfWeights(highest: number, temperature: number, lowest: number): number {
    this.#findHighest();
    return this.#passes.sumOfPowers(this.#end, this.#maxima.byteOffset, highest, Math.LOG2E / temperature, lowest);
  }

  /**
   * The ids whose logits are at least `lowest` and below `limit`, both rounded to 32 bits; ascending.
   *
   * @returns a view, overwritten by the next call
   */
  idsBetween(lowest: number, limit: number): Uint32Array {
    this.#findHighest();
    const found = this.#passes.idsBetween(this.#end, this.#maxima.byteOffset, lowest, limit, this.#end);
    return this.#ids.subarray(0, found);
  }

  /**
   * The ids among which the `count` likeliest are: few more, since each of `count` blocks has a logit that is as high as the
   * lowest of them.
   *
   * @returns ascending; a view, as of `idsBetween`
   */
  idsOfHighest(count: number): Uint32Array {
    this.#findHighest();
    const highest: number[] = [];
    for (let block = 0; block < this.#maxima.length; block++) {
      const maximum = this.#maxima[block] as number;
      if (highest.length === count && maximum <= (highest[count - 1] as number)) continue;
      let place = highest.length;
      while (place > 0 && (highest[place - 1] as number) < maximum) place--;
      highest.splice(place, 0, maximum);
      if (highest.length > count) highest.pop();
    }
    return this.idsBetween(highest[count - 1] ?? -Infinity, Infinity);
  }

  #findHighest(): number {
    this.#highest ??= this.#passes.findMaxima(this.#end, this.#maxima.byteOffset);
    return this.#highest;
  }
}
