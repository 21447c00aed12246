import type { OnnxRuntime } from './api.ts';
import type { Pointer } from './functions.ts';
import { NativeObject } from './native-object.ts';

/** OrtDeviceAllocator, OrtMemTypeDefault. */
const DEVICE_ALLOCATOR = 0;
const DEFAULT_MEMORY = 0;
const FIRST_GPU = 0;

/** Says where tensors lie. */
export class MemoryInfo extends NativeObject {
  private constructor(runtime: OnnxRuntime, pointer: Pointer) {
    super(runtime, 'ReleaseMemoryInfo', pointer);
  }

  /** In the process's own memory. */
  static ofCpu(runtime: OnnxRuntime): MemoryInfo {
    const args = [DEVICE_ALLOCATOR, DEFAULT_MEMORY] as const;
    return new MemoryInfo(runtime, runtime.create('CreateCpuMemoryInfo', 'ReleaseMemoryInfo', ...args));
  }

  /** In the first GPU's memory. */
  static ofCuda(runtime: OnnxRuntime): MemoryInfo {
    const args = ['Cuda', DEVICE_ALLOCATOR, FIRST_GPU, DEFAULT_MEMORY] as const;
    return new MemoryInfo(runtime, runtime.create('CreateMemoryInfo', 'ReleaseMemoryInfo', ...args));
  }
}
