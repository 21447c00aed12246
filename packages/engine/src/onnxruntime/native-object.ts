import type { OnnxRuntime } from './api.ts';
import type { Pointer, ReleaseFunction } from './functions.ts';

/** An object of ONNX Runtime with one owner, who must release it. The garbage collector does not. */
export abstract class NativeObject {
  protected readonly runtime: OnnxRuntime;
  readonly #releaseWith: ReleaseFunction;
  #pointer: Pointer | null;

  protected constructor(runtime: OnnxRuntime, releaseWith: ReleaseFunction, pointer: Pointer) {
    this.runtime = runtime;
    this.#releaseWith = releaseWith;
    this.#pointer = pointer;
  }

  /** Address of the object. Asking for it after the release is a bug: native code would read freed memory. */
  get pointer(): Pointer {
    if (this.#pointer === null) throw new Error(`used after ${this.#releaseWith}`);
    return this.#pointer;
  }

  release(): void {
    this.runtime.release(this.#releaseWith, this.pointer);
    this.#pointer = null;
  }
}
