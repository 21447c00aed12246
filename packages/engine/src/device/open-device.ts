import { EngineError } from '../engine-error.ts';
import { OnnxRuntime } from '../onnxruntime/api.ts';
import { findLibrary } from '../onnxruntime/library-path.ts';
import { CpuDevice } from './cpu-device.ts';
import { CudaDevice } from './cuda-device.ts';
import { findCudaLibraries, loadCudaLibraries } from './cuda-libraries.ts';
import { CudaRuntime } from './cuda-runtime.ts';
import type { Device } from './device.ts';

export interface DeviceOptions {
  /** A folder with ONNX Runtime's CUDA build and what it needs: then the first GPU computes. */
  cudaDir?: string | undefined;
}

/** @throws EngineError `library_not_found`, `device_unavailable` */
export function openDevice({ cudaDir }: DeviceOptions): { runtime: OnnxRuntime; device: Device } {
  if (cudaDir === undefined) {
    const runtime = new OnnxRuntime(findLibrary());
    return { runtime, device: new CpuDevice(runtime) };
  }
  const libraries = findCudaLibraries(cudaDir);
  loadCudaLibraries(libraries);
  try {
    const runtime = new OnnxRuntime(libraries.onnxruntime);
    return { runtime, device: new CudaDevice(runtime, new CudaRuntime(libraries.cudart)) };
  } catch (cause) {
    throw new EngineError('device_unavailable', `CUDA can't be used: ${(cause as Error).message}`, { cause });
  }
}
