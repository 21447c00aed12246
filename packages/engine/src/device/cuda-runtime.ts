import koffi, { type KoffiFunc } from 'koffi';
import { EngineError } from '../engine-error.ts';
import type { Out, Pointer } from '../onnxruntime/functions.ts';
import { loadLibrary } from '../onnxruntime/native-library.ts';
import type { RowCopy } from './device.ts';

/** cudaMemcpyDeviceToDevice. */
const DEVICE_TO_DEVICE = 3;
/** cudaStreamNonBlocking: apart from the stream that knows all others. */
const NON_BLOCKING = 1;

const outPointer = koffi.out(koffi.pointer('void *'));
const outSize = koffi.out(koffi.pointer('size_t'));
const signatures = {
  cudaMalloc: [outPointer, 'size_t'],
  cudaFree: ['void *'],
  cudaMemGetInfo: [outSize, outSize],
  cudaMemset: ['void *', 'int', 'size_t'],
  cudaHostAlloc: [outPointer, 'size_t', 'uint'],
  cudaFreeHost: ['void *'],
  cudaDeviceSynchronize: [],
  cudaStreamCreateWithFlags: [outPointer, 'uint'],
  cudaStreamDestroy: ['void *'],
  cudaStreamSynchronize: ['void *'],
  cudaMemcpy2DAsync: ['void *', 'size_t', 'void *', 'size_t', 'size_t', 'size_t', 'int', 'void *'],
};
type Name = keyof typeof signatures;
type NativeCall = KoffiFunc<(...args: unknown[]) => number>;

/** The few functions of NVIDIA's CUDA runtime that ONNX Runtime has no call of its own for. All throw EngineError `native_failure`. */
export class CudaRuntime {
  readonly #functions: Record<Name, NativeCall>;
  readonly #errorText: (code: number) => string;

  /** @throws EngineError `device_unavailable` if `libraryPath` can't be loaded */
  constructor(libraryPath: string) {
    try {
      const library = loadLibrary(libraryPath);
      this.#errorText = library.func('cudaGetErrorString', 'const char *', ['int']);
      this.#functions = Object.fromEntries(
        Object.entries(signatures).map(([name, takes]) => [name, library.func(name, 'int', takes)]),
      ) as Record<Name, NativeCall>;
    } catch (cause) {
      throw new EngineError('device_unavailable', `${libraryPath} can't be loaded: ${(cause as Error).message}`, {
        cause,
      });
    }
  }

  /** Memory of the device, with anything in it. */
  allocate(bytes: number): Pointer {
    return this.#create('cudaMalloc', bytes);
  }

  /** Makes zeros of it. */
  clear(pointer: Pointer, bytes: number): void {
    this.#call('cudaMemset', pointer, 0, bytes);
    // Other streams do not wait for it.
    this.#call('cudaDeviceSynchronize');
  }

  /** Memory of the device that nobody has; undefined where it does not say. */
  freeBytes(): number | undefined {
    const free: Out<number | bigint> = [null];
    const code = this.#functions.cudaMemGetInfo(free, [null]);
    return code === 0 && free[0] !== null ? Number(free[0]) : undefined;
  }

  free(pointer: Pointer): void {
    this.#call('cudaFree', pointer);
  }

  /** Memory of the process that the system never moves: the device writes to it without a copy in between. */
  allocatePinned(bytes: number): Pointer {
    return this.#create('cudaHostAlloc', bytes, 0);
  }

  freePinned(pointer: Pointer): void {
    this.#call('cudaFreeHost', pointer);
  }

  createStream(): Pointer {
    return this.#create('cudaStreamCreateWithFlags', NON_BLOCKING);
  }

  destroyStream(stream: Pointer): void {
    this.#call('cudaStreamDestroy', stream);
  }

  /** Begins to copy rows from device memory to device memory; `synchronize` waits for it. */
  copyRows(to: Pointer, from: Pointer, copy: RowCopy, stream: Pointer): void {
    const { rowBytes, rows } = copy;
    const [toPitch, fromPitch] = [copy.to.pitch, copy.from.pitch];
    this.#call('cudaMemcpy2DAsync', to, toPitch, from, fromPitch, rowBytes, rows, DEVICE_TO_DEVICE, stream);
  }

  /** Waits, off the main thread, for all that was begun on the stream. */
  synchronize(stream: Pointer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#functions.cudaStreamSynchronize.async(stream, (error: Error | null, code: number) => {
        try {
          if (error) throw error;
          this.#check('cudaStreamSynchronize', code);
          resolve();
        } catch (reason) {
          reject(reason);
        }
      });
    });
  }

  #create(name: Name, ...args: number[]): Pointer {
    const out: Out<Pointer> = [null];
    this.#check(name, this.#functions[name](out, ...args));
    if (out[0] === null) throw new EngineError('native_failure', `${name} made nothing`);
    return out[0];
  }

  #call(name: Name, ...args: unknown[]): void {
    this.#check(name, this.#functions[name](...args));
  }

  #check(name: string, code: number): void {
    if (code !== 0) throw new EngineError('native_failure', `${name}: ${this.#errorText(code)}`);
  }
}
