import type { OnnxRuntime } from './api.ts';
import type { Environment } from './environment.ts';
import type { Pointer } from './functions.ts';
import type { IoBinding } from './io-binding.ts';
import { NativeObject } from './native-object.ts';
import { readPorts, type TensorPort } from './tensor-port.ts';

/**
 * Threads without work busy-wait while a step runs, since it hands them work every few microseconds, and sleep between
 * steps. Figures for both choices are in the README.
 */
const THREADING = {
  'session.intra_op.allow_spinning': '1',
  'session.force_spinning_stop': '1',
};

/** A loaded model. Making and releasing sessions again and again leaks inside ONNX Runtime: make one per process. */
export class Session extends NativeObject {
  /** What the graph takes and gives, by name. */
  readonly inputs: ReadonlyMap<string, TensorPort>;
  readonly outputs: ReadonlyMap<string, TensorPort>;

  private constructor(runtime: OnnxRuntime, pointer: Pointer) {
    super(runtime, 'ReleaseSession', pointer);
    this.inputs = readPorts(runtime, pointer, 'Input');
    this.outputs = readPorts(runtime, pointer, 'Output');
  }

  /**
   * Reads and optimises the model at `modelPath`, off the main thread.
   *
   * @param threads threads that compute inside one operator, the calling one included
   */
  static async load(
    runtime: OnnxRuntime,
    environment: Environment,
    modelPath: string,
    threads: number,
  ): Promise<Session> {
    const options = runtime.create('CreateSessionOptions', 'ReleaseSessionOptions');
    try {
      runtime.call('SetIntraOpNumThreads', options, threads);
      for (const [key, value] of Object.entries(THREADING)) {
        runtime.call('AddSessionConfigEntry', options, key, value);
      }
      const pointer = await runtime.createAsync(
        'CreateSession',
        'ReleaseSession',
        environment.pointer,
        modelPath,
        options,
      );
      return new Session(runtime, pointer);
    } finally {
      runtime.release('ReleaseSessionOptions', options);
    }
  }

  /** Runs the graph on what is bound, off the main thread. Bound tensors must be left alone until it is done. */
  run(binding: IoBinding): Promise<void> {
    return this.runtime.callAsync('RunWithBinding', this.pointer, null, binding.pointer);
  }
}
