import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkGraph, checkPrefillGraph, type DecoderArchitecture } from './architecture.ts';
import { BatchView, type BatchViewOptions, type Row } from './batch-view.ts';
import type { Device, DeviceBuffer } from './device/device.ts';
import { type DeviceOptions, openDevice } from './device/open-device.ts';
import { EngineError } from './engine-error.ts';
import { KvCache } from './kv-cache.ts';
import type { KvType } from './kv-type.ts';
import { LogitsRow } from './logits/logits-row.ts';
import type { OnnxRuntime } from './onnxruntime/api.ts';
import { Environment } from './onnxruntime/environment.ts';
import { MemoryInfo } from './onnxruntime/memory.ts';
import { Ownership } from './onnxruntime/ownership.ts';
import { Session } from './onnxruntime/session.ts';

export interface DecoderOptions extends DeviceOptions {
  /** The model's .onnx file; further files that it names lie beside it, and the graphs for prompts and for many sequences, if there are any. */
  modelPath: string;
  architecture: DecoderArchitecture;
  /** Sequences that the KV cache has room for. */
  slots: number;
  /** Tokens that a slot can hold. */
  capacityTokens: number;
  /** Ids that `readEach` reads at most, where these are more than there are slots. */
  eachTokens?: number;
  /** Threads that compute a step. */
  threads: number;
}

/** Name of the graph beside the model's own that reads many tokens of one sequence faster; see `ports.newKeyValues`. */
const PREFILL_GRAPH = 'prefill.onnx';
/** Name of the graph beside the model's own that is faster for many sequences at once; it takes and gives the same. */
const BATCH_GRAPH = 'batch.onnx';
/** Fewer tokens, of one sequence or of several, are read faster by the model's own graph, which reads less memory. */
export const BATCH_FROM_TOKENS = 4;
/** Fewer tokens of one sequence are read faster by the batch graph: this one widens all that the slot holds. */
const PREFILL_FROM_TOKENS = 8;

/** The model and its KV cache: reads tokens into slots and gives the logits that follow. One run at a time. */
export class Decoder {
  readonly slots: number;
  readonly vocabSize: number;
  readonly capacityTokens: number;
  /** Ids that `readEach` reads at most: for the logits of so many there is room. */
  readonly eachTokens: number;
  readonly cache: KvCache;
  /** Looks at what a run gives. */
  readonly row: LogitsRow;
  readonly #runtime: OnnxRuntime;
  readonly #owned: Ownership;
  readonly #decodeGraph: Graph;
  readonly #batchGraph: Graph | undefined;
  readonly #prefillGraph: (Graph & { newKeyValues: DeviceBuffer }) | undefined;

  private constructor(
    runtime: OnnxRuntime,
    owned: Ownership,
    device: Device,
    { session, batchSession, prefillSession, kvType }: Sessions,
    options: DecoderOptions,
  ) {
    const { architecture, slots, capacityTokens } = options;
    this.slots = slots;
    this.vocabSize = architecture.vocabSize;
    this.capacityTokens = capacityTokens;
    this.eachTokens = Math.max(slots, options.eachTokens ?? 1);
    this.cache = new KvCache(device, kvType, architecture, slots, capacityTokens);
    this.#runtime = runtime;
    this.#owned = owned;
    const memory = owned.own(MemoryInfo.ofCpu(runtime));
    this.row = new LogitsRow(this.vocabSize, { rows: device.allocateHost ? 0 : this.eachTokens });
    const logits = device.allocateHost?.(this.eachTokens * this.vocabSize) ?? this.row.room;
    const viewOptions = { runtime, memory, device, session, architecture, cache: this.cache, logits };
    this.#decodeGraph = { viewOptions, views: new Map() };
    if (batchSession) this.#batchGraph = { viewOptions: { ...viewOptions, session: batchSession }, views: new Map() };
    if (prefillSession) {
      const newKeyValues = this.cache.allocateBlock(capacityTokens);
      const prefillOptions = { ...viewOptions, session: prefillSession, newKeyValues };
      this.#prefillGraph = { viewOptions: prefillOptions, views: new Map(), newKeyValues };
    }
  }

  /**
   * Loads the model and makes room for its cache.
   *
   * @throws EngineError `library_not_found`, `device_unavailable`, `native_failure` (the file can't be read, or there is no memory), `model_unsupported`
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
      const load = async (file: string) =>
        owned.own(await Session.load(runtime, environment, file, options.threads, device));
      const session = await load(options.modelPath);
      const { kvType } = checkGraph(session, options.architecture);
      if (!device.kvTypes.includes(kvType)) {
        throw new EngineError(
          'device_unavailable',
          `the model keeps keys and values in ${kvType}, attention on ${device.name} in ${device.kvTypes.join(' or ')}`,
        );
      }
      const loadBeside = async (file: string) => {
        const beside = path.join(path.dirname(options.modelPath), file);
        return existsSync(beside) ? await load(beside) : undefined;
      };
      const batchSession = await loadBeside(BATCH_GRAPH);
      if (batchSession) checkGraph(batchSession, options.architecture, kvType);
      const prefillSession = await loadBeside(PREFILL_GRAPH);
      if (prefillSession) checkPrefillGraph(prefillSession, options.architecture, kvType);
      return new Decoder(runtime, owned, device, { session, batchSession, prefillSession, kvType }, options);
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
    if (this.#batchGraph && position === 0 && ids.length >= BATCH_FROM_TOKENS) {
      // The first token, which all others attend to, has single numbers that are hundreds of times its others: it alone would
      // lose what it says where a token's numbers share one scale.
      await this.#run(this.#decodeGraph, slot, [{ ids: ids.slice(0, 1), position }]);
      return this.prefill(slot, ids.slice(1), 1);
    }
    const graph = ids.length < PREFILL_FROM_TOKENS ? undefined : this.#prefillGraph;
    const [logits] = await this.#run(graph ?? this.#graphFor(ids.length), slot, [{ ids, position }]);
    if (graph) await this.cache.restore(slot, position, ids.length, [graph.newKeyValues]);
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
      this.#graphFor(rows.length),
      0,
      rows.map(({ id, position }) => ({ ids: [id], position })),
    );
  }

  /**
   * Reads `ids` into `slot`, after the `position` tokens that it holds, which are one at least.
   *
   * @param ids `eachTokens` at most
   * @returns logits after each of them, as `prefill`
   * @throws EngineError `native_failure`
   */
  readEach(slot: number, ids: readonly number[], position: number): Promise<readonly Float32Array[]> {
    assert(position > 0 && ids.length <= this.eachTokens, `${ids.length} ids at ${position} can't be read each`);
    return this.#run(this.#graphFor(ids.length), slot, [{ ids, position }], { wantsEach: true });
  }

  #graphFor(tokens: number): Graph {
    return (tokens < BATCH_FROM_TOKENS ? undefined : this.#batchGraph) ?? this.#decodeGraph;
  }

  /** Native objects that are alive, by the function that releases them: all zero after `release`. */
  get liveNativeObjects(): ReadonlyMap<string, number> {
    return this.#runtime.live;
  }

  /** Gives everything back. No run may be under way. */
  release(): void {
    this.#owned.release();
  }

  async #run(
    graph: Graph,
    firstSlot: number,
    rows: readonly Row[],
    { wantsEach = false } = {},
  ): Promise<readonly Float32Array[]> {
    assert(rows.length > 0 && firstSlot + rows.length <= this.slots, `no slots ${firstSlot}, +${rows.length}`);
    for (const { ids, position } of rows) {
      const fits = ids.length > 0 && position + ids.length <= this.capacityTokens;
      assert(fits, `${ids.length} ids at ${position} do not fit`);
    }
    const view = this.#viewOf(graph, firstSlot, rows.length, wantsEach);
    view.fill(rows);
    await graph.viewOptions.session.run(view.binding);
    return view.logits;
  }

  #viewOf({ viewOptions, views }: Graph, firstSlot: number, count: number, wantsEach: boolean): BatchView {
    const key = `${firstSlot}+${count}${wantsEach ? ' each' : ''}`;
    let view = views.get(key);
    if (!view) {
      view = this.#owned.own(new BatchView({ ...viewOptions, wantsEach }, firstSlot, count));
      views.set(key, view);
    }
    return view;
  }
}

interface Sessions {
  session: Session;
  batchSession: Session | undefined;
  prefillSession: Session | undefined;
  kvType: KvType;
}

interface Graph {
  viewOptions: BatchViewOptions;
  /** By first slot, count, and what logits are wanted. */
  views: Map<string, BatchView>;
}
