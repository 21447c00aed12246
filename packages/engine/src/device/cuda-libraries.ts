import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { EngineError } from '../engine-error.ts';
import { loadLibrary } from '../onnxruntime/native-library.ts';

/**
 * What ONNX Runtime's CUDA provider is linked with or loads when it needs it, in an order in which each finds those
 * before it. A library that is loaded already is found by its name wherever it lies.
 */
const DEPENDENCIES = [
  'libcudart.so.13',
  'libcublasLt.so.13',
  'libcublas.so.13',
  'libcurand.so.10',
  'libnvrtc.so.13',
  'libcudnn.so.9',
];
const PROVIDERS = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];

export interface CudaLibraries {
  onnxruntime: string;
  cudart: string;
  /** To be loaded before a session is made, in this order. */
  dependencies: string[];
}

/**
 * Finds ONNX Runtime's CUDA build, and the libraries of CUDA 13 and cuDNN 9 that it needs, all in one folder.
 *
 * @throws EngineError `device_unavailable` that names the first file that is missing
 */
export function findCudaLibraries(folder: string): CudaLibraries {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const onnxruntime = files.find((name) => /^libonnxruntime\.so\.1(\.[\d.]+)?$/.test(name));
  const missing = onnxruntime
    ? [...PROVIDERS, ...DEPENDENCIES].find((name) => !files.includes(name))
    : 'libonnxruntime.so.1';
  if (missing || !onnxruntime) throw new EngineError('device_unavailable', `${folder} holds no ${missing}`);
  return {
    onnxruntime: path.join(folder, onnxruntime),
    cudart: path.join(folder, 'libcudart.so.13'),
    dependencies: DEPENDENCIES.map((name) => path.join(folder, name)),
  };
}

/** @throws EngineError `device_unavailable` */
export function loadCudaLibraries({ dependencies }: CudaLibraries): void {
  for (const file of dependencies) {
    try {
      loadLibrary(file);
    } catch (cause) {
      throw new EngineError('device_unavailable', `${file} can't be loaded: ${(cause as Error).message}`, { cause });
    }
  }
}
