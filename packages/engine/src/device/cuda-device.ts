import { setImmediate as nextTurn } from 'node:timers/promises';
import koffi from 'koffi';
import { EngineError } from '../engine-error.ts';
import type { KvType } from '../kv-type.ts';
import type { OnnxRuntime } from '../onnxruntime/api.ts';
import type { Pointer } from '../onnxruntime/functions.ts';
import { MemoryInfo } from '../onnxruntime/memory.ts';
import { releaseAll } from '../onnxruntime/ownership.ts';
import { type ElementType, TensorValue } from '../onnxruntime/tensor.ts';
import type { CudaRuntime } from './cuda-runtime.ts';
import type { Device, DeviceBuffer, Piece, RowCopy } from './device.ts';

/** The CUDA provider's settings; names are those of OrtCUDAProviderOptionsV2. */
const PROVIDER_OPTIONS = {
  device_id: '0',
  // The cache is not the provider's: its own memory need not double at each step.
  arena_extend_strategy: 'kSameAsRequested',
  // On by default, and then products of floats keep 11 significant bits of them, where the CPU's keep 24.
  use_tf32: '0',
};

/** A call takes the main thread a few microseconds; after so many (about a millisecond) everything else has its turn. */
const CALLS_PER_TURN = 256;

class CudaBuffer {
  readonly address: Pointer;

  constructor(address: Pointer) {
    this.address = address;
  }
}

/**
 * An NVIDIA GPU. Keys, values and prefix blocks stay in its memory and are copied there; logits come into pinned memory
 * of the process. A run of ONNX Runtime has ended on the device when it returns, and a copy when its promise resolves:
 * so the two need no common stream.
 */
export class CudaDevice implements Device {
  readonly name = 'cuda';
  /** The CUDA build's attention knows int8 with float16, too; no model is made so yet. */
  readonly kvTypes: readonly KvType[] = ['float16'];
  readonly copiesWhenBound = true;
  readonly #runtime: OnnxRuntime;
  readonly #cuda: CudaRuntime;
  readonly #memory: MemoryInfo;
  readonly #stream: Pointer;
  readonly #buffers = new Set<CudaBuffer>();
  readonly #pinned: Pointer[] = [];

  /** @param memoryOf says where the buffers lie; defaults to the first GPU */
  constructor(runtime: OnnxRuntime, cuda: CudaRuntime, memoryOf = MemoryInfo.ofCuda) {
    this.#runtime = runtime;
    this.#cuda = cuda;
    // First what may well fail: there is nothing to release yet.
    this.#stream = cuda.createStream();
    this.#memory = memoryOf(runtime);
  }

  /** @throws EngineError `device_unavailable` when the library has no CUDA provider, or it does not start */
  addProvider(options: Pointer): void {
    try {
      const provider = this.#runtime.create('CreateCUDAProviderOptions', 'ReleaseCUDAProviderOptions');
      try {
        const [keys, values] = [Object.keys(PROVIDER_OPTIONS), Object.values(PROVIDER_OPTIONS)];
        this.#runtime.call('UpdateCUDAProviderOptions', provider, keys, values, keys.length);
        this.#runtime.call('SessionOptionsAppendExecutionProvider_CUDA_V2', options, provider);
      } finally {
        this.#runtime.release('ReleaseCUDAProviderOptions', provider);
      }
    } catch (cause) {
      throw new EngineError('device_unavailable', `CUDA can't be used: ${(cause as Error).message}`, { cause });
    }
  }

  allocate(bytes: number, { isWrittenFirst = false } = {}): DeviceBuffer {
    const buffer = new CudaBuffer(this.#cuda.allocate(bytes));
    this.#buffers.add(buffer);
    if (!isWrittenFirst) this.#cuda.clear(buffer.address, bytes);
    return buffer;
  }

  freeBytes(): number | undefined {
    return this.#cuda.freeBytes();
  }

  async free(buffers: readonly DeviceBuffer[]): Promise<void> {
    for (const [index, buffer] of buffers.entries()) {
      this.#buffers.delete(buffer as CudaBuffer);
      this.#cuda.free(addressOf({ buffer, offset: 0 }));
      if ((index + 1) % CALLS_PER_TURN === 0) await nextTurn();
    }
  }

  allocateHost(length: number): Float32Array<ArrayBuffer> {
    const bytes = length * Float32Array.BYTES_PER_ELEMENT;
    const address = this.#cuda.allocatePinned(bytes);
    this.#pinned.push(address);
    return new Float32Array(koffi.view(address, bytes));
  }

  tensor(type: ElementType, dims: readonly number[], buffer: DeviceBuffer, offset: number): TensorValue {
    return new TensorValue(this.#runtime, this.#memory, type, dims, addressOf({ buffer, offset }));
  }

  async copy(copies: Iterable<RowCopy>): Promise<void> {
    let calls = 0;
    try {
      for (const copy of copies) {
        this.#cuda.copyRows(addressOf(copy.to), addressOf(copy.from), copy, this.#stream);
        if (++calls % CALLS_PER_TURN === 0) await nextTurn();
      }
    } finally {
      // Also where one fails: what those before it read and write is not free until they are done.
      await this.#cuda.synchronize(this.#stream);
    }
  }

  release(): void {
    const buffers = [...this.#buffers];
    this.#buffers.clear();
    const parts = [
      ...buffers.map(
        ({ address }) =>
          () =>
            this.#cuda.free(address),
      ),
      ...this.#pinned.splice(0).map((address) => () => this.#cuda.freePinned(address)),
      () => this.#cuda.destroyStream(this.#stream),
      () => this.#memory.release(),
    ];
    releaseAll(parts, (release) => release());
  }
}

function addressOf({ buffer, offset }: Pick<Piece, 'buffer' | 'offset'>): Pointer {
  if (!(buffer instanceof CudaBuffer)) throw new Error("another device's memory");
  return buffer.address + BigInt(offset);
}
