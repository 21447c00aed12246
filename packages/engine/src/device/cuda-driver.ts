import koffi, { type LibraryHandle } from 'koffi';
import { loadLibrary } from '../onnxruntime/native-library.ts';

/** The CUDA version that ONNX Runtime's CUDA build is made for, as drivers count: 1000 × major + 10 × minor. */
const NEEDED_VERSION = 13_000;
/**
 * Compute capabilities that ONNX Runtime's CUDA build has code for, 10 × major + minor: it has no PTX, which a driver would make
 * code of. Code for one runs on those of the same major with a higher minor, too; that for 9.0 and 12.0 is made for them alone
 * (`cuobjdump --list-elf` of the provider: sm_75, 80, 86, 89, 90a, 120a).
 */
const CAPABILITIES_UPWARDS = [75, 80, 86, 89];
const CAPABILITIES_ALONE = [90, 120];
/** CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR. */
const CAPABILITY_ATTRIBUTES = [75, 76] as const;

/** What a machine has to compute with. */
export interface MachineFacts {
  platform: string;
  arch: string;
  /** Undefined where there is no NVIDIA driver. */
  driver?: {
    /** The newest CUDA version that it serves. */
    cudaVersion: number;
    gpus: number;
    /** Of the first GPU, which is the one that computes: 10 × major + minor. Undefined where the driver does not say. */
    computeCapability?: number;
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
  const { computeCapability } = driver;
  if (computeCapability !== undefined && !hasCode(computeCapability)) {
    return `the GPU has compute capability ${(computeCapability / 10).toFixed(1)}, the CUDA build has code for 7.5, 8.0 to 8.9, 9.0 and 12.0`;
  }
  return undefined;
}

function hasCode(capability: number): boolean {
  const runs = (own: number) => Math.floor(own / 10) === Math.floor(capability / 10) && own <= capability;
  return CAPABILITIES_ALONE.includes(capability) || CAPABILITIES_UPWARDS.some(runs);
}

/**
 * Asks the driver, without making a context on the GPU.
 *
 * @param driverFile only tests give another
 */
export function readMachineFacts(driverFile = 'libcuda.so.1'): MachineFacts {
  const { platform, arch } = process;
  let library: LibraryHandle;
  try {
    library = loadLibrary(driverFile);
  } catch {
    return { platform, arch };
  }
  const outInt = koffi.out(koffi.pointer('int'));
  const ask = (name: string, takes: string[] = [], ...args: number[]) => {
    const out: [number | null] = [null];
    return library.func(name, 'int', [outInt, ...takes])(out, ...args) === 0 ? (out[0] ?? undefined) : undefined;
  };
  library.func('cuInit', 'int', ['uint'])(0);
  const gpu = ask('cuDeviceGet', ['int'], 0);
  const [major, minor] = CAPABILITY_ATTRIBUTES.map((attribute) =>
    gpu === undefined ? undefined : ask('cuDeviceGetAttribute', ['int', 'int'], attribute, gpu),
  );
  return {
    platform,
    arch,
    driver: {
      cudaVersion: ask('cuDriverGetVersion') ?? 0,
      gpus: ask('cuDeviceGetCount') ?? 0,
      ...(major === undefined || minor === undefined ? {} : { computeCapability: 10 * major + minor }),
    },
  };
}

const versionText = (version: number) => `${Math.floor(version / 1000)}.${Math.floor((version % 1000) / 10)}`;
