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
  highest(end: number): number;
  indexOf(wanted: number): number;
  sumOfPowers(end: number, highest: number, scale: number, lowest: number): number;
  idsBetween(end: number, lowest: number, limit: number, to: number): number;
}

const PAGE_BYTES = 65_536;
/** The passes go over so many bytes at a time. */
const BLOCK_BYTES = 256;

/**
 * The logits of one place in a sequence, one per id of the vocabulary, in memory that WebAssembly's passes see: what is
 * done for every id is done there, and JavaScript looks at the few that matter. One at a time; `fill` forgets the last.
 */
export class LogitsRow {
  /** May be changed. */
  readonly logits: Float32Array;
  readonly #ids: Uint32Array;
  readonly #passes: Passes;
  readonly #end: number;

  constructor(vocabSize: number) {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(passes));
    this.#passes = instance.exports as Passes;
    const { memory } = this.#passes;
    this.#end = Math.ceil((vocabSize * Float32Array.BYTES_PER_ELEMENT) / BLOCK_BYTES) * BLOCK_BYTES;
    memory.grow(Math.ceil((2 * this.#end) / PAGE_BYTES));
    new Float32Array(memory.buffer, 0, this.#end / Float32Array.BYTES_PER_ELEMENT).fill(Number.NaN);
    this.logits = new Float32Array(memory.buffer, 0, vocabSize);
    this.#ids = new Uint32Array(memory.buffer, this.#end, vocabSize);
  }

  /** @param logits one per id, not normalised; copied */
  fill(logits: Float32Array): this {
    this.logits.set(logits);
    return this;
  }

  /**
   * The id of the highest logit; of equals the lowest id.
   *
   * @throws EngineError `native_failure` if no logit is a number
   */
  likeliest(): number {
    const highest = this.#passes.highest(this.#end);
    if (!Number.isFinite(highest)) throw new EngineError('native_failure', 'the model gave no number as logit');
    return this.#passes.indexOf(highest);
  }

  /**
   * The sum of e^((logit - highest) / temperature) over the ids whose logits are at least `lowest`, with a relative error
   * below 5e-6.
   *
   * @param lowest at most 80 temperatures below `highest`
   */
  sumOfWeights(highest: number, temperature: number, lowest: number): number {
    return this.#passes.sumOfPowers(this.#end, highest, Math.LOG2E / temperature, lowest);
  }

  /**
   * The ids whose logits are at least `lowest` and below `limit`, both rounded to 32 bits; ascending.
   *
   * @returns a view, overwritten by the next call
   */
  idsBetween(lowest: number, limit: number): Uint32Array {
    return this.#ids.subarray(0, this.#passes.idsBetween(this.#end, lowest, limit, this.#end));
  }
}
