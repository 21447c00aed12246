import type { Device } from '../device/device.ts';
import type { OnnxRuntime } from './api.ts';
import type { Environment } from './environment.ts';
import type { Pointer } from './functions.ts';
import type { IoBinding } from './io-binding.ts';
import { NativeObject } from './native-object.ts';
import { readPorts, type TensorPort } from './tensor-port.ts';

/**
 * A thread without work busy-waits for a moment, since a step hands it work every few microseconds, but soon sleeps:
 * one that keeps a core busy with waiting slows down whoever has the work. Figures are in the README.
 */
const THREADING = {
  'session.intra_op.allow_spinning': '1',
  'session.intra_op.spin_duration_us': '50',
  'session.force_spinning_stop': '1',
};

/** A loaded model. Making and releasing sessions again and again leaks inside ONNX Runtime: make one per process. */
export class Session extends NativeObject {
  private constructor(runtime: OnnxRuntime, pointer: Pointer) {
    super(runtime, 'ReleaseSession', pointer);
  }

  /**
   * Reads and optimises the model at `modelPath`, off the main thread.
   *
   * @param threads threads that compute inside one operator, the calling one included
   * @param device where the graph is computed; what it has no operators for runs on the CPU
   */
  static async load(
    runtime: OnnxRuntime,
    environment: Environment,
    modelPath: string,
    threads: number,
    device: Device,
  ): Promise<Session> {
    const options = runtime.create('CreateSessionOptions', 'ReleaseSessionOptions');
    try {
      runtime.call('SetIntraOpNumThreads', options, threads);
      for (const [key, value] of Object.entries(THREADING)) {
        runtime.call('AddSessionConfigEntry', options, key, value);
      }
      device.addProvider(options);
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

  /** What the graph takes, by name. */
  readInputs(): Map<string, TensorPort> {
    return readPorts(this.runtime, this.pointer, 'Input');
  }

  /** What the graph gives, by name. */
  readOutputs(): Map<string, TensorPort> {
    return readPorts(this.runtime, this.pointer, 'Output');
  }

  /** Runs the graph on what is bound, off the main thread. Bound tensors must be left alone until it is done. */
  run(binding: IoBinding): Promise<void> {
    return this.runtime.callAsync('RunWithBinding', this.pointer, null, binding.pointer);
  }
}
