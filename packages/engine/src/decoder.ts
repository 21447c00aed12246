import assert from 'node:assert/strict';
import { checkGraph, type DecoderArchitecture } from './architecture.ts';
import { BatchView, type BatchViewOptions, type Row } from './batch-view.ts';
import type { Device } from './device/device.ts';
import { type DeviceOptions, openDevice } from './device/open-device.ts';
import { EngineError } from './engine-error.ts';
import { KvCache } from './kv-cache.ts';
import type { KvType } from './kv-type.ts';
import type { OnnxRuntime } from './onnxruntime/api.ts';
import { Environment } from './onnxruntime/environment.ts';
import { MemoryInfo } from './onnxruntime/memory.ts';
import { Ownership } from './onnxruntime/ownership.ts';
import { Session } from './onnxruntime/session.ts';

export interface DecoderOptions extends DeviceOptions {
  /** The model's .onnx file; further files that it names lie beside it. */
  modelPath: string;
  architecture: DecoderArchitecture;
  /** Sequences that the KV cache has room for. */
  slots: number;
  /** Tokens that a slot can hold. */
  capacityTokens: number;
  /** Threads that compute a step. */
  threads: number;
}

/** The model and its KV cache: reads tokens into slots and gives the logits that follow. One run at a time. */
export class Decoder {
  readonly slots: number;
  readonly vocabSize: number;
  readonly capacityTokens: number;
  readonly cache: KvCache;
  readonly #runtime: OnnxRuntime;
  readonly #owned: Ownership;
  readonly #session: Session;
  readonly #viewOptions: BatchViewOptions;
  /** By first slot and count. */
  readonly #views = new Map<string, BatchView>();

  private constructor(
    runtime: OnnxRuntime,
    owned: Ownership,
    device: Device,
    session: Session,
    kvType: KvType,
    options: DecoderOptions,
  ) {
    const { architecture, slots, capacityTokens } = options;
    this.slots = slots;
    this.vocabSize = architecture.vocabSize;
    this.capacityTokens = capacityTokens;
    this.cache = new KvCache(device, kvType, architecture, slots, capacityTokens);
    this.#runtime = runtime;
    this.#owned = owned;
    this.#session = session;
    const memory = owned.own(MemoryInfo.ofCpu(runtime));
    const logits = device.allocateHost(slots * architecture.vocabSize);
    this.#viewOptions = { runtime, memory, device, session, architecture, cache: this.cache, logits };
  }

  /**
   * Loads the model and makes room for its cache.
   *
   * @throws EngineError `library_not_found`, `device_unavailable`, `native_failure` (the file can't be read), `model_unsupported`
   */
  static async load(options: DecoderOptions): Promise<Decoder> {
    const { runtime, device } = openDevice(options);
    return Decoder.loadOn(runtime, device, options);
  }

  /** The same on a device that is open; it is released with the decoder. */
  static async loadOn(runtime: OnnxRuntime, device: Device, options: DecoderOptions): Promise<Decoder> {
    const owned = new Ownership();
    owned.own(device);
    try {
      const environment = owned.own(new Environment(runtime));
      const session = owned.own(await Session.load(runtime, environment, options.modelPath, options.threads, device));
      const { kvType } = checkGraph(session, options.architecture);
      if (!device.kvTypes.includes(kvType)) {
        throw new EngineError(
          'device_unavailable',
          `the model keeps keys and values in ${kvType}, attention on ${device.name} in ${device.kvTypes.join(' or ')}`,
        );
      }
      return new Decoder(runtime, owned, device, session, kvType, options);
    } catch (error) {
      owned.release();
      throw error;
    }
  }

  /**
   * Reads `ids` into `slot`, after the `position` tokens that it holds already.
   *
   * @returns logits after the last of the ids, one per id of the vocabulary; overwritten by the next run
   * @throws EngineError `native_failure`
   */
  async prefill(slot: number, ids: readonly number[], position: number): Promise<Float32Array> {
    const [logits] = await this.#run(slot, [{ ids, position }]);
    return logits as Float32Array;
  }

  /**
   * Reads one id into each of the slots 0 to `rows.length - 1`, in one run.
   *
   * @returns logits after each, as `prefill`
   * @throws EngineError `native_failure`
   */
  decode(rows: readonly { id: number; position: number }[]): Promise<readonly Float32Array[]> {
    return this.#run(
      0,
      rows.map(({ id, position }) => ({ ids: [id], position })),
    );
  }

  /** Native objects that are alive, by the function that releases them: all zero after `release`. */
  get liveNativeObjects(): ReadonlyMap<string, number> {
    return this.#runtime.live;
  }

  /** Gives everything back. No run may be under way. */
  release(): void {
    this.#owned.release();
  }

  async #run(firstSlot: number, rows: readonly Row[]): Promise<readonly Float32Array[]> {
    assert(rows.length > 0 && firstSlot + rows.length <= this.slots, `no slots ${firstSlot}, +${rows.length}`);
    for (const { ids, position } of rows) {
      const fits = ids.length > 0 && position + ids.length <= this.capacityTokens;
      assert(fits, `${ids.length} ids at ${position} do not fit`);
    }
    const view = this.#viewOf(firstSlot, rows.length);
    view.fill(rows);
    await this.#session.run(view.binding);
    return view.logits;
  }

  #viewOf(firstSlot: number, count: number): BatchView {
    const key = `${firstSlot}+${count}`;
    let view = this.#views.get(key);
    if (!view) {
      view = this.#owned.own(new BatchView(this.#viewOptions, firstSlot, count));
      this.#views.set(key, view);
    }
    return view;
  }
}
