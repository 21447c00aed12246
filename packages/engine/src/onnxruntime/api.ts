import koffi from 'koffi';
import { EngineError } from '../engine-error.ts';
import {
  type Arguments,
  bindFunctions,
  type CreateArguments,
  type Functions,
  type Out,
  type Pointer,
  type ReleaseFunction,
  type StatusFunction,
} from './functions.ts';
import { loadLibrary } from './native-library.ts';

/** The version of `struct OrtApi` that is asked for: the oldest that holds all functions in use, so any newer library serves. */
const API_VERSION = 21;

/**
 * ONNX Runtime's C API: calls whose errors are exceptions, and creation and release of native objects in pairs.
 * `live` counts the objects that were made and not yet released, by the name of the function that releases them.
 */
export class OnnxRuntime {
  readonly live = new Map<ReleaseFunction, number>();
  readonly #functions: Functions;

  /** @throws EngineError `library_not_found` if the library can't be loaded or is older than needed */
  constructor(libraryPath: string) {
    this.#functions = bindFunctions(loadTable(libraryPath));
  }

  /** @throws EngineError `native_failure` that names the function */
  call<F extends StatusFunction>(name: F, ...args: Arguments<F>): void {
    this.#check(name, this.#functions.status[name](...args));
  }

  /** The same on a thread of its own. What `args` point to must stay alive and unchanged until it is done. */
  callAsync<F extends StatusFunction>(name: F, ...args: Arguments<F>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#functions.status[name].async(...args, (error: Error | null, status: Pointer | null) => {
        try {
          if (error) throw new EngineError('native_failure', `${name}: ${error.message}`, { cause: error });
          this.#check(name, status);
          resolve();
        } catch (reason) {
          reject(reason);
        }
      });
    });
  }

  /** Makes a native object with a function whose last parameter it is; to be released with `releaseWith`. */
  create<F extends StatusFunction>(name: F, releaseWith: ReleaseFunction, ...args: CreateArguments<F>): Pointer {
    const out: Out<Pointer> = [null];
    this.call(name, ...([...args, out] as unknown as Arguments<F>));
    return this.#created(name, releaseWith, out);
  }

  /** `create` on a thread of its own. */
  async createAsync<F extends StatusFunction>(
    name: F,
    releaseWith: ReleaseFunction,
    ...args: CreateArguments<F>
  ): Promise<Pointer> {
    const out: Out<Pointer> = [null];
    await this.callAsync(name, ...([...args, out] as unknown as Arguments<F>));
    return this.#created(name, releaseWith, out);
  }

  release(name: ReleaseFunction, pointer: Pointer): void {
    this.#functions.release[name](pointer);
    this.live.set(name, (this.live.get(name) ?? 0) - 1);
  }

  #created(name: StatusFunction, releaseWith: ReleaseFunction, [pointer]: Out<Pointer>): Pointer {
    if (pointer === null) throw new EngineError('native_failure', `${name} made nothing`);
    this.live.set(releaseWith, (this.live.get(releaseWith) ?? 0) + 1);
    return pointer;
  }

  #check(name: StatusFunction, status: Pointer | null): void {
    if (status === null) return;
    const message = this.#functions.getErrorMessage(status);
    this.#functions.release.ReleaseStatus(status);
    throw new EngineError('native_failure', `${name}: ${message}`);
  }
}

function loadTable(libraryPath: string): Pointer {
  let base: Pointer;
  try {
    base = loadLibrary(libraryPath).func('OrtGetApiBase', 'void *', [])();
  } catch (cause) {
    throw new EngineError('library_not_found', `${libraryPath} can't be loaded: ${(cause as Error).message}`, {
      cause,
    });
  }
  // struct OrtApiBase begins with GetApi.
  const table = koffi.call(koffi.decode(base, 'void *'), koffi.proto('void *', ['uint32_t']), API_VERSION);
  if (table === null) {
    throw new EngineError('library_not_found', `${libraryPath} is older than API version ${API_VERSION}`);
  }
  return table;
}
