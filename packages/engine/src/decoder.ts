import assert from 'node:assert/strict';
import { checkGraph, type DecoderArchitecture, ports } from './architecture.ts';
import { KvCache } from './kv-cache.ts';
import { OnnxRuntime } from './onnxruntime/api.ts';
import { Environment } from './onnxruntime/environment.ts';
import { IoBinding } from './onnxruntime/io-binding.ts';
import { findLibrary } from './onnxruntime/library-path.ts';
import { CpuMemory } from './onnxruntime/memory.ts';
import { Ownership } from './onnxruntime/ownership.ts';
import { Session } from './onnxruntime/session.ts';
import { Tensor } from './onnxruntime/tensor.ts';

export interface DecoderOptions {
  /** The model's .onnx file; further files that it names lie beside it. */
  modelPath: string;
  architecture: DecoderArchitecture;
  /** Tokens that a slot can hold. */
  capacityTokens: number;
  /** Threads that compute a step. */
  threads: number;
  /** ONNX Runtime's shared library. Defaults to the one inside onnxruntime-node. */
  libraryPath?: string | undefined;
}

/** Sequences that the cache has room for at a time: the leading axis of every tensor below. */
const SLOTS = 1;

/** The model and its KV cache: reads tokens into the slot and gives the logits after the last of them. */
export class Decoder {
  readonly slots = SLOTS;
  readonly vocabSize: number;
  readonly capacityTokens: number;
  readonly #runtime: OnnxRuntime;
  readonly #owned: Ownership;
  readonly #session: Session;
  readonly #memory: CpuMemory;
  readonly #binding: IoBinding;
  readonly #lastPosition: Tensor<'int32'>;
  readonly #totalLength: Tensor<'int32'>;
  readonly #logitsPositions: Tensor<'int64'>;
  readonly #logits: Tensor<'float32'>;
  #inputIds: Tensor<'int64'>;

  private constructor(runtime: OnnxRuntime, owned: Ownership, session: Session, options: DecoderOptions) {
    const { architecture, capacityTokens } = options;
    this.vocabSize = architecture.vocabSize;
    this.capacityTokens = capacityTokens;
    this.#runtime = runtime;
    this.#owned = owned;
    this.#session = session;
    const memory = owned.own(new CpuMemory(runtime));
    this.#memory = memory;
    this.#lastPosition = owned.own(new Tensor(runtime, memory, 'int32', [SLOTS]));
    this.#totalLength = owned.own(new Tensor(runtime, memory, 'int32', []));
    this.#logitsPositions = owned.own(new Tensor(runtime, memory, 'int64', [SLOTS, 1]));
    this.#logits = owned.own(new Tensor(runtime, memory, 'float32', [SLOTS, 1, architecture.vocabSize]));
    this.#inputIds = new Tensor(runtime, memory, 'int64', [SLOTS, 1]);
    owned.own({ release: () => this.#inputIds.release() });
    const cache = owned.own(new KvCache(runtime, memory, architecture, SLOTS, capacityTokens));

    this.#binding = owned.own(new IoBinding(runtime, session));
    this.#binding.bindInput(ports.inputIds, this.#inputIds);
    this.#binding.bindInput(ports.lastPosition, this.#lastPosition);
    this.#binding.bindInput(ports.totalLength, this.#totalLength);
    this.#binding.bindInput(ports.logitsPositions, this.#logitsPositions);
    this.#binding.bindOutput(ports.logits, this.#logits);
    cache.bindTo(this.#binding);
  }

  /**
   * Loads the model and makes room for its cache.
   *
   * @throws EngineError `library_not_found`, `native_failure` (the file can't be read), `model_unsupported`
   */
  static async load(options: DecoderOptions): Promise<Decoder> {
    const runtime = new OnnxRuntime(options.libraryPath ?? findLibrary());
    const owned = new Ownership();
    try {
      const environment = owned.own(new Environment(runtime));
      const session = owned.own(await Session.load(runtime, environment, options.modelPath, options.threads));
      checkGraph(session, options.architecture);
      return new Decoder(runtime, owned, session, options);
    } catch (error) {
      owned.release();
      throw error;
    }
  }

  /**
   * Reads `ids` into the slot, after the `position` tokens that it holds already.
   *
   * @returns logits after the last of the ids, one per id of the vocabulary; overwritten by the next run
   * @throws EngineError `native_failure`
   */
  async run(ids: readonly number[], position: number): Promise<Float32Array> {
    const length = position + ids.length;
    assert(ids.length > 0 && length <= this.capacityTokens, `${ids.length} ids at ${position} do not fit`);
    this.#inputOf(ids.length).set(BigInt64Array.from(ids, BigInt));
    this.#lastPosition.data[0] = length - 1;
    this.#totalLength.data[0] = length;
    this.#logitsPositions.data[0] = BigInt(ids.length - 1);
    await this.#session.run(this.#binding);
    return this.#logits.data;
  }

  /** Native objects that are alive, by the function that releases them: all zero after `release`. */
  get liveNativeObjects(): ReadonlyMap<string, number> {
    return this.#runtime.live;
  }

  /** Gives everything back. No run may be under way. */
  release(): void {
    this.#owned.release();
  }

  /** A tensor's shape is fixed: another number of ids needs another tensor. Decode steps, one id each, keep theirs. */
  #inputOf(count: number): BigInt64Array {
    const former = this.#inputIds;
    if (former.data.length !== count) {
      this.#inputIds = new Tensor(this.#runtime, this.#memory, 'int64', [SLOTS, count]);
      this.#binding.bindInput(ports.inputIds, this.#inputIds);
      former.release();
    }
    return this.#inputIds.data;
  }
}
