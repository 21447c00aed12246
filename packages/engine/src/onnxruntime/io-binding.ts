import type { OnnxRuntime } from './api.ts';
import { NativeObject } from './native-object.ts';
import type { TensorValue } from './tensor.ts';

/**
 * Which tensors a session reads and writes. A name that is bound again forgets its former tensor. The binding shares
 * ownership of the native values but not of the memory below, so it keeps the tensors reachable.
 */
export class IoBinding extends NativeObject {
  readonly #bound = new Map<string, TensorValue>();

  /** @param session of the graph whose inputs and outputs are bound: a Session, which knows this class and not the reverse */
  constructor(runtime: OnnxRuntime, session: NativeObject) {
    super(runtime, 'ReleaseIoBinding', runtime.create('CreateIoBinding', 'ReleaseIoBinding', session.pointer));
  }

  bindInput(name: string, tensor: TensorValue): void {
    this.runtime.call('BindInput', this.pointer, name, tensor.pointer);
    this.#bound.set(`in ${name}`, tensor);
  }

  bindOutput(name: string, tensor: TensorValue): void {
    this.runtime.call('BindOutput', this.pointer, name, tensor.pointer);
    this.#bound.set(`out ${name}`, tensor);
  }
}
