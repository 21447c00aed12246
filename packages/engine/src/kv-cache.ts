import type { DecoderArchitecture } from './architecture.ts';
import type { Device, DeviceBuffer, Piece, RowCopy } from './device/device.ts';
import { EngineError } from './engine-error.ts';
import type { KvType } from './kv-type.ts';
import { elementBytes, type TensorValue } from './onnxruntime/tensor.ts';

/** Of memory that has an end, what blocks leave to runs, which take some for what they compute. */
const LEFT_TO_RUNS = 0.15;
/** Where less is free, whatever fails may have failed for that: libraries do not always say so. */
const LEAST_FREE_BYTES = 64 * 1024 * 1024;
/** What ONNX Runtime's arenas, CUDA and its libraries say then. */
const OUT_OF_MEMORY = /out of memory|failed to allocate|smaller than requested bytes|bad_alloc|alloc_failed/i;

/**
 * Keys and values of what the slots have read so far: per layer two buffers [slots, kvHeads, capacityTokens, headDim].
 * A run appends to them in place. Nothing is cleared between sequences: attention reads only the positions below the
 * length that a run states. A CPU's memory is taken from the machine as slots are filled for the first time.
 *
 * A block is a copy of consecutive tokens of one slot: [layers, key and value, kvHeads, tokens, headDim].
 */
export class KvCache {
  readonly type: KvType;
  readonly bytesPerToken: number;
  readonly #device: Device;
  /** Layer 0's keys, layer 0's values, layer 1's keys, … */
  readonly #buffers: readonly DeviceBuffer[];
  readonly #kvHeads: number;
  readonly #headDim: number;
  readonly #capacityTokens: number;
  /** Of one head of one token. */
  readonly #headBytes: number;

  constructor(
    device: Device,
    type: KvType,
    { layers, kvHeads, headDim }: DecoderArchitecture,
    slots: number,
    capacityTokens: number,
  ) {
    this.#device = device;
    this.type = type;
    this.#headBytes = headDim * elementBytes(type);
    this.bytesPerToken = layers * 2 * kvHeads * this.#headBytes;
    this.#kvHeads = kvHeads;
    this.#headDim = headDim;
    this.#capacityTokens = capacityTokens;
    const bytes = slots * kvHeads * capacityTokens * this.#headBytes;
    this.#buffers = Array.from({ length: layers * 2 }, () => device.allocate(bytes));
  }

  /** Memory for `tokens` tokens outside of the slots; to be written before it is read. */
  allocateBlock(tokens: number): DeviceBuffer {
    return this.#device.allocate(tokens * this.bytesPerToken, { isWrittenFirst: true });
  }

  /**
   * How much memory blocks may take beside the `bytes` that they have, so that runs have some, too; Infinity where it has no end
   * that they share.
   */
  roomForBlocks(bytes: number): number {
    return (1 - LEFT_TO_RUNS) * (this.#freeBytes + bytes) - bytes;
  }

  /** Whether a run that failed with `error` may have lacked the memory that blocks have. */
  lacksMemory(error: unknown): boolean {
    if (!this.#device.free || !(error instanceof EngineError) || error.code !== 'native_failure') return false;
    return OUT_OF_MEMORY.test(error.message) || this.#freeBytes < LEAST_FREE_BYTES;
  }

  get #freeBytes(): number {
    return this.#device.freeBytes?.() ?? Number.POSITIVE_INFINITY;
  }

  /** Gives the memory of blocks back. */
  async freeBlocks(blocks: readonly DeviceBuffer[]): Promise<void> {
    await this.#device.free?.(blocks);
  }

  /** A layer's keys or values of `count` slots from `firstSlot` on: [count, kvHeads, capacityTokens, headDim]. */
  tensor(layer: number, part: 'key' | 'value', firstSlot: number, count: number): TensorValue {
    const buffer = this.#buffers[2 * layer + (part === 'key' ? 0 : 1)] as DeviceBuffer;
    const dims = [count, this.#kvHeads, this.#capacityTokens, this.#headDim];
    return this.#device.tensor(this.type, dims, buffer, this.#inSlot(buffer, firstSlot, 0).offset);
  }

  /** Copies the first `tokens` tokens of one slot to another. */
  async move(from: number, to: number, tokens: number): Promise<void> {
    await this.#device.copy(
      this.#buffers.map((buffer) => this.#copy(this.#inSlot(buffer, from, 0), this.#inSlot(buffer, to, 0), tokens)),
    );
  }

  /** Copies `blockTokens` tokens of `slot`, from position `position` on, into each of `blocks`, one after the other. */
  async save(slot: number, position: number, blockTokens: number, blocks: readonly DeviceBuffer[]): Promise<void> {
    await this.#device.copy(
      this.#betweenSlotAndBlocks(slot, position, blockTokens, blocks, (inSlot, inBlock) =>
        this.#copy(inSlot, inBlock, blockTokens),
      ),
    );
  }

  /** The way back: copies blocks of `blockTokens` tokens into `slot`, from position `position` on. */
  async restore(slot: number, position: number, blockTokens: number, blocks: readonly DeviceBuffer[]): Promise<void> {
    await this.#device.copy(
      this.#betweenSlotAndBlocks(slot, position, blockTokens, blocks, (inSlot, inBlock) =>
        this.#copy(inBlock, inSlot, blockTokens),
      ),
    );
  }

  *#betweenSlotAndBlocks(
    slot: number,
    position: number,
    blockTokens: number,
    blocks: readonly DeviceBuffer[],
    copyOf: (inSlot: Piece, inBlock: Piece) => RowCopy,
  ): Generator<RowCopy> {
    const pitch = blockTokens * this.#headBytes;
    for (const [blockIndex, block] of blocks.entries()) {
      for (const [index, buffer] of this.#buffers.entries()) {
        const inBlock = { buffer: block, offset: index * this.#kvHeads * pitch, pitch };
        yield copyOf(this.#inSlot(buffer, slot, position + blockIndex * blockTokens), inBlock);
      }
    }
  }

  /** A row for each head. */
  #copy(from: Piece, to: Piece, tokens: number): RowCopy {
    return { from, to, rowBytes: tokens * this.#headBytes, rows: this.#kvHeads };
  }

  #inSlot(buffer: DeviceBuffer, slot: number, position: number): Piece {
    const pitch = this.#capacityTokens * this.#headBytes;
    return { buffer, offset: slot * this.#kvHeads * pitch + position * this.#headBytes, pitch };
  }
}
