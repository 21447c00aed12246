import koffi from 'koffi';
import { EngineError } from '../engine-error.ts';
import type { KvType } from '../kv-type.ts';
import type { OnnxRuntime } from '../onnxruntime/api.ts';
import type { Pointer } from '../onnxruntime/functions.ts';
import { MemoryInfo } from '../onnxruntime/memory.ts';
import { type ElementType, TensorValue } from '../onnxruntime/tensor.ts';
import type { CudaRuntime } from './cuda-runtime.ts';
import type { Device, DeviceBuffer, Piece, RowCopy } from './device.ts';

/** The CUDA provider's settings; names are those of OrtCUDAProviderOptionsV2. */
const PROVIDER_OPTIONS = {
  device_id: '0',
  // The cache is not the provider's: its own memory need not double at each step.
  arena_extend_strategy: 'kSameAsRequested',
};

class CudaBuffer implements DeviceBuffer {
  readonly bytes: number;
  readonly address: Pointer;

  constructor(bytes: number, address: Pointer) {
    this.bytes = bytes;
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
  readonly kvTypes: readonly KvType[] = ['float16'];
  readonly copiesWhenBound = true;
  readonly #runtime: OnnxRuntime;
  readonly #cuda: CudaRuntime;
  readonly #memory: MemoryInfo;
  readonly #stream: Pointer;
  readonly #buffers: CudaBuffer[] = [];
  readonly #pinned: Pointer[] = [];

  /** @param memory says where the buffers lie; defaults to the first GPU */
  constructor(runtime: OnnxRuntime, cuda: CudaRuntime, memory: MemoryInfo = MemoryInfo.ofCuda(runtime)) {
    this.#runtime = runtime;
    this.#cuda = cuda;
    this.#memory = memory;
    this.#stream = cuda.createStream();
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

  allocate(bytes: number): DeviceBuffer {
    const buffer = new CudaBuffer(bytes, this.#cuda.allocate(bytes));
    this.#buffers.push(buffer);
    return buffer;
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
    for (const copy of copies) this.#cuda.copyRows(memcpy2d(copy, this.#stream));
    await this.#cuda.synchronize(this.#stream);
  }

  release(): void {
    for (const { address } of this.#buffers.splice(0)) this.#cuda.free(address);
    for (const address of this.#pinned.splice(0)) this.#cuda.freePinned(address);
    this.#cuda.destroyStream(this.#stream);
    this.#memory.release();
  }
}

/** What cudaMemcpy2DAsync is to be called with. */
export function memcpy2d({ from, to, rowBytes, rows }: RowCopy, stream: Pointer) {
  return {
    ...{ to: addressOf(to), toPitch: to.pitch, from: addressOf(from), fromPitch: from.pitch },
    ...{ rowBytes, rows, stream },
  };
}

function addressOf({ buffer, offset }: Pick<Piece, 'buffer' | 'offset'>): Pointer {
  if (!(buffer instanceof CudaBuffer)) throw new Error("another device's memory");
  return buffer.address + BigInt(offset);
}
