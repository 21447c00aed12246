import { type DecoderArchitecture, ports } from './architecture.ts';
import type { Device, DeviceBuffer } from './device/device.ts';
import type { KvCache } from './kv-cache.ts';
import type { OnnxRuntime } from './onnxruntime/api.ts';
import { IoBinding } from './onnxruntime/io-binding.ts';
import type { MemoryInfo } from './onnxruntime/memory.ts';
import type { NativeObject } from './onnxruntime/native-object.ts';
import { Ownership } from './onnxruntime/ownership.ts';
import type { Session } from './onnxruntime/session.ts';
import { Tensor, type TensorValue } from './onnxruntime/tensor.ts';

export interface BatchViewOptions {
  runtime: OnnxRuntime;
  /** The process's own. */
  memory: MemoryInfo;
  device: Device;
  session: Session;
  architecture: DecoderArchitecture;
  cache: KvCache;
  /** [slots or more, vocabSize]; a view's rows begin at 0. */
  logits: Float32Array<ArrayBuffer>;
  /** Whether logits are wanted after each id of its only row, and not after the last of each row alone. */
  wantsEach?: boolean;
  /** If `session` is a prefill graph's: where it puts new keys and values. Its batches have one row. */
  newKeyValues?: DeviceBuffer;
}

/** What a row of a run reads. */
export interface Row {
  ids: readonly number[];
  /** Tokens that its slot holds already. */
  position: number;
}

/**
 * Everything a run of the slots `firstSlot` to `firstSlot + count - 1` is bound to. Views of other slots and counts lie
 * over the same memory; each is made once, when it is first needed, and keeps its native objects.
 */
export class BatchView {
  readonly binding: IoBinding;
  readonly #options: BatchViewOptions;
  readonly #owned = new Ownership();
  readonly #count: number;
  readonly #lastPosition: Tensor<'int32'>;
  readonly #totalLength: Tensor<'int32'>;
  readonly #pastTokens: Tensor<'int64'> | undefined;
  #inputIds: Tensor<'int64'>;
  #logitsPositions: Tensor<'int64'>;
  #logitsTensor: Tensor<'float32'>;
  #logits: readonly Float32Array[];
  #newKeyValues: TensorValue | undefined;
  /** Ids of a row that everything bound is made for; undefined where binding it failed half way. */
  #width: number | undefined = 1;

  constructor(options: BatchViewOptions, firstSlot: number, count: number) {
    const { runtime, memory, session, architecture, cache, newKeyValues } = options;
    const owned = this.#owned;
    this.#options = options;
    this.#count = count;
    try {
      this.#lastPosition = owned.own(new Tensor(runtime, memory, 'int32', [count]));
      this.#totalLength = owned.own(new Tensor(runtime, memory, 'int32', []));
      this.#inputIds = this.#perId(1);
      owned.own({ release: () => this.#inputIds.release() });
      this.#logitsPositions = this.#perId(1);
      owned.own({ release: () => this.#logitsPositions.release() });
      this.#logitsTensor = this.#logitsOf(1);
      owned.own({ release: () => this.#logitsTensor.release() });
      this.#logits = this.#logitsRows(1);

      this.binding = owned.own(new IoBinding(runtime, session));
      this.#bindInputs();
      this.binding.bindOutput(ports.logits, this.#logitsTensor);
      for (let layer = 0; layer < architecture.layers; layer++) {
        for (const part of ['key', 'value'] as const) {
          const tensor = owned.own(cache.tensor(layer, part, firstSlot, count));
          this.binding.bindInput(ports.past(layer, part), tensor);
          // Past and present are one buffer: that is what lets a run append in place.
          if (!newKeyValues) this.binding.bindOutput(ports.present(layer, part), tensor);
        }
      }
      if (!newKeyValues) return;
      this.#pastTokens = owned.own(new Tensor(runtime, memory, 'int64', [1]));
      this.binding.bindInput(ports.pastTokens, this.#pastTokens);
      owned.own({ release: () => this.#newKeyValues?.release() });
    } catch (error) {
      owned.release();
      throw error;
    }
  }

  /** After the last id of each row, or after each id of the only one; overwritten by the next run of any view. */
  get logits(): readonly Float32Array[] {
    return this.#logits;
  }

  /** Writes what the next run reads: one row for each slot, all with the same number of ids. */
  fill(rows: readonly Row[]): void {
    const width = rows[0]?.ids.length ?? 0;
    const input = this.#inputOf(width);
    let longest = 0;
    for (const [index, { ids, position }] of rows.entries()) {
      const length = position + width;
      for (let offset = 0; offset < width; offset++) input[index * width + offset] = BigInt(ids[offset] as number);
      this.#lastPosition.data[index] = length - 1;
      if (!this.#options.wantsEach) this.#logitsPositions.data[index] = BigInt(width - 1);
      longest = Math.max(longest, length);
    }
    this.#totalLength.data[0] = longest;
    if (this.#pastTokens) this.#pastTokens.data[0] = BigInt(longest - width);
    if (this.#options.device.copiesWhenBound) this.#bindInputs();
  }

  #bindInputs(): void {
    this.binding.bindInput(ports.inputIds, this.#inputIds);
    this.binding.bindInput(ports.lastPosition, this.#lastPosition);
    this.binding.bindInput(ports.totalLength, this.#totalLength);
    this.binding.bindInput(ports.logitsPositions, this.#logitsPositions);
    if (this.#pastTokens) this.binding.bindInput(ports.pastTokens, this.#pastTokens);
  }

  release(): void {
    this.#owned.release();
  }

  /** A tensor's shape is fixed: another number of ids needs another tensor. Decode steps, one id each, keep theirs. */
  #inputOf(width: number): BigInt64Array {
    if (this.#width !== width) {
      // Should one of them fail, some are of this width and some of the former: the next run binds all anew.
      this.#width = undefined;
      this.#inputIds = replace(this.#inputIds, this.#perId(width));
      this.binding.bindInput(ports.inputIds, this.#inputIds);
      this.#bindNewKeyValues(width);
      if (this.#options.wantsEach) this.#bindPlaces(width);
      this.#width = width;
    }
    return this.#inputIds.data;
  }

  /** Each of the `width` places of the only row. */
  #bindPlaces(width: number): void {
    this.#logitsPositions = replace(this.#logitsPositions, this.#perId(width));
    for (let place = 0; place < width; place++) this.#logitsPositions.data[place] = BigInt(place);
    this.#logitsTensor = replace(this.#logitsTensor, this.#logitsOf(width));
    this.#logits = this.#logitsRows(width);
    this.binding.bindInput(ports.logitsPositions, this.#logitsPositions);
    this.binding.bindOutput(ports.logits, this.#logitsTensor);
  }

  /** A number for each of `width` ids of each row. */
  #perId(width: number): Tensor<'int64'> {
    const { runtime, memory } = this.#options;
    return new Tensor(runtime, memory, 'int64', [this.#count, width]);
  }

  /** Logits of `width` places of each row, one after the other. */
  #logitsOf(width: number): Tensor<'float32'> {
    const { runtime, memory, architecture, logits } = this.#options;
    return new Tensor(runtime, memory, 'float32', [this.#count, width, architecture.vocabSize], logits);
  }

  /** The same, each place's alone. */
  #logitsRows(width: number): Float32Array[] {
    const { architecture, logits } = this.#options;
    const { vocabSize } = architecture;
    const rows = this.#count * width;
    return Array.from({ length: rows }, (_, row) => logits.subarray(row * vocabSize, (row + 1) * vocabSize));
  }

  #bindNewKeyValues(width: number): void {
    const { device, cache, architecture, newKeyValues } = this.#options;
    if (!newKeyValues) return;
    const dims = [2 * architecture.layers, architecture.kvHeads, width, architecture.headDim];
    this.#newKeyValues = replace(this.#newKeyValues, device.tensor(cache.type, dims, newKeyValues, 0));
    this.binding.bindOutput(ports.newKeyValues, this.#newKeyValues);
  }
}

/** `next` in place of `former`, which is released: what is bound to it keeps the native value until it has another. */
function replace<T extends NativeObject>(former: T | undefined, next: T): T {
  former?.release();
  return next;
}
