import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DecoderArchitecture } from './architecture.ts';
import { allocate, elementBytes, type TensorData } from './onnxruntime/tensor.ts';

/** Copies are made on the main thread; after so many bytes (about a millisecond) everything else has its turn. */
const BYTES_PER_TURN = 4 * 1024 * 1024;

/** How a graph can keep keys and values: as they are, or rounded to 16 or 8 bits, in half or a quarter of the memory. */
export const kvTypes = ['float32', 'float16', 'int8'] as const;
export type KvType = (typeof kvTypes)[number];
export type KvData = TensorData<KvType>;

/**
 * Keys and values of what the slots have read so far: per layer two buffers [slots, kvHeads, capacityTokens, headDim].
 * A run appends to them in place. Nothing is cleared between sequences: attention reads only the positions below the
 * length that a run states. Memory is taken from the machine as slots are filled for the first time.
 *
 * A block is a copy of consecutive tokens of one slot: [layers, key and value, kvHeads, tokens, headDim].
 */
export class KvCache {
  /** Layer 0's keys, layer 0's values, layer 1's keys, … */
  readonly buffers: readonly KvData[];
  readonly type: KvType;
  readonly numbersPerToken: number;
  readonly #kvHeads: number;
  readonly #headDim: number;
  readonly #capacityTokens: number;

  constructor(type: KvType, { layers, kvHeads, headDim }: DecoderArchitecture, slots: number, capacityTokens: number) {
    this.type = type;
    this.numbersPerToken = layers * 2 * kvHeads * headDim;
    this.#kvHeads = kvHeads;
    this.#headDim = headDim;
    this.#capacityTokens = capacityTokens;
    const length = slots * kvHeads * capacityTokens * headDim;
    this.buffers = Array.from({ length: layers * 2 }, () => allocate(type, length));
  }

  /** Memory for `tokens` tokens outside of the slots. */
  allocateBlock(tokens: number): KvData {
    return allocate(this.type, tokens * this.numbersPerToken);
  }

  get bytesPerToken(): number {
    return this.numbersPerToken * elementBytes(this.type);
  }

  /** Where a slot's keys or values begin in their buffer. */
  slotOffset(slot: number): number {
    return slot * this.#kvHeads * this.#capacityTokens * this.#headDim;
  }

  /** Copies the first `tokens` tokens of one slot to another. */
  async move(from: number, to: number, tokens: number): Promise<void> {
    const turns = new Turns();
    const numbers = tokens * this.#headDim;
    for (const buffer of this.buffers) {
      for (let head = 0; head < this.#kvHeads; head++) {
        const source = this.#rowOffset(from, head, 0);
        const target = this.#rowOffset(to, head, 0);
        buffer.copyWithin(target, source, source + numbers);
        await turns.copied(numbers * elementBytes(this.type));
      }
    }
  }

  /** Copies `blockTokens` tokens of `slot`, from position `position` on, into each of `blocks`, one after the other. */
  async save(slot: number, position: number, blockTokens: number, blocks: readonly KvData[]): Promise<void> {
    const turns = new Turns();
    for (const [index, block] of blocks.entries()) {
      let offset = 0;
      const numbers = blockTokens * this.#headDim;
      for (const buffer of this.buffers) {
        for (let head = 0; head < this.#kvHeads; head++, offset += numbers) {
          const row = this.#rowOffset(slot, head, position + index * blockTokens);
          block.set(buffer.subarray(row, row + numbers), offset);
        }
      }
      await turns.copied(block.byteLength);
    }
  }

  /** The way back: copies blocks of `blockTokens` tokens into `slot`, from position 0 on. */
  async restore(slot: number, blockTokens: number, blocks: readonly KvData[]): Promise<void> {
    const turns = new Turns();
    for (const [index, block] of blocks.entries()) {
      let offset = 0;
      const numbers = blockTokens * this.#headDim;
      for (const buffer of this.buffers) {
        for (let head = 0; head < this.#kvHeads; head++, offset += numbers) {
          buffer.set(block.subarray(offset, offset + numbers), this.#rowOffset(slot, head, index * blockTokens));
        }
      }
      await turns.copied(block.byteLength);
    }
  }

  #rowOffset(slot: number, head: number, position: number): number {
    return ((slot * this.#kvHeads + head) * this.#capacityTokens + position) * this.#headDim;
  }
}

/** Lets the event loop turn in the middle of a long copy. */
class Turns {
  #bytes = 0;

  async copied(bytes: number): Promise<void> {
    this.#bytes += bytes;
    if (this.#bytes < BYTES_PER_TURN) return;
    this.#bytes = 0;
    await nextTurn();
  }
}
