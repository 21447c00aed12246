import type { OnnxRuntime } from './api.ts';
import { NativeObject } from './native-object.ts';
import type { Session } from './session.ts';
import type { TensorValue } from './tensor.ts';

/**
 * Which tensors a session reads and writes. A name that is bound again forgets its former tensor. The binding shares
 * ownership of the native values but not of the memory below, so it keeps the tensors reachable.
 */
export class IoBinding extends NativeObject {
  readonly #bound = new Map<string, TensorValue>();

  constructor(runtime: OnnxRuntime, session: Session) {
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
