/** A Python wheel with shared libraries, as it was published. */
export interface LibraryWheel {
  /** As pip names it. */
  requirement: string;
  bytes: number;
  sha256: string;
}

/** ONNX Runtime's CUDA build, and of CUDA 13 and cuDNN 9 what it is linked with or loads. */
export const CUDA_WHEELS: readonly LibraryWheel[] = [
  {
    requirement: 'onnxruntime-gpu==1.30.0',
    bytes: 246_685_715,
    sha256: '6acc0f4b3d5ac5f2984432faa59dd8fcce6775f8b43a7140afa0f322c7a703b1',
  },
  {
    requirement: 'nvidia-cuda-runtime==13.5.37',
    bytes: 2_504_024,
    sha256: 'df2b79a8852f10d1fef8c848489c49eebb5754051bf870202a862831412b179d',
  },
  {
    requirement: 'nvidia-cublas==13.10.0.20',
    bytes: 444_289_903,
    sha256: 'dcc6d63884c53d07e267ce7e6feac17b2538cebaafec5db865736c3e28e4dc84',
  },
  {
    requirement: 'nvidia-curand==10.4.5.25',
    bytes: 77_113_015,
    sha256: '22bb226a857e5888fe6b54ae465fc4371296bcff13a35f79e19691bcf454f529',
  },
  {
    requirement: 'nvidia-cuda-nvrtc==13.5.37',
    bytes: 58_185_930,
    sha256: '86b4d68058807988b7d9af5b44917a0601e9c337f35ccd657bfb3c759ff8d8bc',
  },
  {
    requirement: 'nvidia-cudnn-cu13==9.28.1.4',
    bytes: 516_817_937,
    sha256: 'a54f205b1db1f2895d99f398754db1369816f0569dd459731f925635cf7b65ec',
  },
];

/** Unpacked, the libraries take so many times what the wheels do. */
const UNPACKED_RATIO = 1.7;

/** Bytes of the disk that fetching and unpacking takes, beside the wheels that are there already. */
export function bytesNeeded(wheels: readonly LibraryWheel[], fetched: readonly LibraryWheel[]): number {
  const total = (some: readonly LibraryWheel[]) => some.reduce((sum, { bytes }) => sum + bytes, 0);
  return Math.ceil(total(wheels) * (1 + UNPACKED_RATIO)) - total(fetched);
}

/** Another wheel of the list, another folder. */
export const CUDA_VERSION = 'onnxruntime-gpu-1.30.0-cuda13';

/** pip's flags: wheels for Linux on x64, whatever Python there is. The libraries inside do not depend on it. */
export const CUDA_TARGET = [
  ...['--python-version', '3.12', '--implementation', 'cp'],
  ...['manylinux_2_28', 'manylinux_2_27', 'manylinux_2_17', 'manylinux2014', 'manylinux2010', 'manylinux1'].flatMap(
    (platform) => ['--platform', `${platform}_x86_64`],
  ),
];

/** Whether a wheel's file is one of the libraries; those for TensorRT and Python, and CUDA's drop-in BLAS, are not. */
export function isWantedLibrary(entry: string): boolean {
  const isLibrary = /^(nvidia\/[^/]+\/lib|onnxruntime\/capi)\/lib[^/]+\.so(\.[\d.]+)?$/.test(entry);
  return isLibrary && !/tensorrt|libnvblas/.test(entry);
}
