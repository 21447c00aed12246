import koffi, { type LibraryHandle } from 'koffi';
import { loadLibrary } from '../onnxruntime/native-library.ts';

/** The CUDA version that ONNX Runtime's CUDA build is made for, as drivers count: 1000 × major + 10 × minor. */
const NEEDED_VERSION = 13_000;

/** What a machine has to compute with. */
export interface MachineFacts {
  platform: string;
  arch: string;
  /** Undefined where there is no NVIDIA driver. */
  driver?: {
    /** The newest CUDA version that it serves. */
    cudaVersion: number;
    gpus: number;
  };
}

/** Why CUDA can't be used on a machine, as a sentence without its full stop; undefined if it can. */
export function whyNoCuda({ platform, arch, driver }: MachineFacts): string | undefined {
  if (platform !== 'linux' || arch !== 'x64')
    return `the CUDA build is for Linux on x64, this is ${platform} on ${arch}`;
  if (!driver) return 'there is no NVIDIA driver (libcuda.so.1)';
  if (driver.cudaVersion < NEEDED_VERSION) {
    return `the NVIDIA driver serves CUDA ${versionText(driver.cudaVersion)}, ${versionText(NEEDED_VERSION)} is needed: a driver of version 580 or newer`;
  }
  if (driver.gpus === 0) return 'the NVIDIA driver finds no GPU';
  return undefined;
}

/** Asks the driver, without making a context on the GPU. */
export function readMachineFacts(): MachineFacts {
  const { platform, arch } = process;
  let library: LibraryHandle;
  try {
    library = loadLibrary('libcuda.so.1');
  } catch {
    return { platform, arch };
  }
  const outInt = koffi.out(koffi.pointer('int'));
  const ask = (name: string) => {
    const out: [number | null] = [null];
    return library.func(name, 'int', [outInt])(out) === 0 ? (out[0] ?? 0) : 0;
  };
  library.func('cuInit', 'int', ['uint'])(0);
  return { platform, arch, driver: { cudaVersion: ask('cuDriverGetVersion'), gpus: ask('cuDeviceGetCount') } };
}

const versionText = (version: number) => `${Math.floor(version / 1000)}.${Math.floor((version % 1000) / 10)}`;
