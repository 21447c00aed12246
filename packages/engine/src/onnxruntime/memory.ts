import type { OnnxRuntime } from './api.ts';
import { NativeObject } from './native-object.ts';

/** OrtDeviceAllocator, OrtMemTypeDefault. */
const DEVICE_ALLOCATOR = 0;
const DEFAULT_MEMORY = 0;

/** Says that tensors lie in the process's own memory. */
export class CpuMemory extends NativeObject {
  constructor(runtime: OnnxRuntime) {
    const pointer = runtime.create('CreateCpuMemoryInfo', 'ReleaseMemoryInfo', DEVICE_ALLOCATOR, DEFAULT_MEMORY);
    super(runtime, 'ReleaseMemoryInfo', pointer);
  }
}
