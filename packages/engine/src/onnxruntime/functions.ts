import koffi from 'koffi';

/** Address of a native object. */
export type Pointer = bigint;

/** A place that a native function writes its result to. */
export type Out<T> = [T | null];

/**
 * The kinds of parameters that occur: what JavaScript passes, and as what koffi passes it on.
 * `data` is an address, or hands over the one where a typed array begins inside its ArrayBuffer, which V8 never moves; ONNX Runtime
 * does not keep it alive.
 */
interface Parameters {
  pointer: Pointer | null;
  text: string;
  texts: readonly string[];
  int: number;
  size: number;
  data: Float32Array | Uint16Array | Int8Array | Int32Array | BigInt64Array | Pointer;
  int64s: BigInt64Array;
  outPointer: Out<Pointer>;
  outSize: Out<number>;
  outInt: Out<number>;
}

const nativeTypes = {
  pointer: 'void *',
  text: 'const char *',
  texts: 'const char **',
  int: 'int',
  size: 'size_t',
  data: 'void *',
  int64s: 'int64_t *',
  outPointer: koffi.out(koffi.pointer('void *')),
  outSize: koffi.out(koffi.pointer('size_t')),
  outInt: koffi.out(koffi.pointer('int')),
};

/**
 * The functions of `struct OrtApi` that the engine uses, each with its place in that table of pointers. Places never
 * change: ONNX Runtime only appends (onnxruntime_c_api.h). All of these return an `OrtStatus*`, null for success.
 */
const statusFunctions = {
  CreateEnv: [3, 'int', 'text', 'outPointer'],
  CreateSession: [7, 'pointer', 'text', 'pointer', 'outPointer'],
  CreateSessionOptions: [10, 'outPointer'],
  SetIntraOpNumThreads: [24, 'pointer', 'int'],
  SessionGetInputCount: [30, 'pointer', 'outSize'],
  SessionGetOutputCount: [31, 'pointer', 'outSize'],
  SessionGetInputTypeInfo: [33, 'pointer', 'size', 'outPointer'],
  SessionGetOutputTypeInfo: [34, 'pointer', 'size', 'outPointer'],
  SessionGetInputName: [36, 'pointer', 'size', 'pointer', 'outPointer'],
  SessionGetOutputName: [37, 'pointer', 'size', 'pointer', 'outPointer'],
  CreateTensorWithDataAsOrtValue: [49, 'pointer', 'data', 'size', 'int64s', 'size', 'int', 'outPointer'],
  CastTypeInfoToTensorInfo: [55, 'pointer', 'outPointer'],
  GetTensorElementType: [60, 'pointer', 'outInt'],
  GetDimensionsCount: [61, 'pointer', 'outSize'],
  GetDimensions: [62, 'pointer', 'int64s', 'size'],
  CreateMemoryInfo: [68, 'text', 'int', 'int', 'int', 'outPointer'],
  CreateCpuMemoryInfo: [69, 'int', 'int', 'outPointer'],
  AllocatorFree: [76, 'pointer', 'pointer'],
  GetAllocatorWithDefaultOptions: [78, 'outPointer'],
  AddSessionConfigEntry: [130, 'pointer', 'text', 'text'],
  RunWithBinding: [133, 'pointer', 'pointer', 'pointer'],
  CreateIoBinding: [134, 'pointer', 'outPointer'],
  BindInput: [136, 'pointer', 'text', 'pointer'],
  BindOutput: [137, 'pointer', 'text', 'pointer'],
  SessionOptionsAppendExecutionProvider_CUDA_V2: [204, 'pointer', 'pointer'],
  CreateCUDAProviderOptions: [205, 'outPointer'],
  UpdateCUDAProviderOptions: [206, 'pointer', 'texts', 'texts', 'size'],
} as const satisfies Record<string, readonly [place: number, ...takes: (keyof Parameters)[]]>;

/** Functions that give a native object back; they return nothing. */
const releaseFunctions = {
  ReleaseEnv: 92,
  ReleaseStatus: 93,
  ReleaseMemoryInfo: 94,
  ReleaseSession: 95,
  ReleaseValue: 96,
  ReleaseTypeInfo: 98,
  ReleaseSessionOptions: 100,
  ReleaseIoBinding: 135,
  ReleaseCUDAProviderOptions: 208,
} as const;

const GET_ERROR_MESSAGE = 2;

export type StatusFunction = keyof typeof statusFunctions;
export type ReleaseFunction = keyof typeof releaseFunctions;

type Values<Kinds extends readonly unknown[]> = {
  [I in keyof Kinds]: Kinds[I] extends keyof Parameters ? Parameters[Kinds[I]] : never;
};
/** What a function takes, as JavaScript passes it. */
export type Arguments<F extends StatusFunction> = (typeof statusFunctions)[F] extends readonly [number, ...infer Kinds]
  ? Values<Kinds>
  : never;
/** The same without the last parameter, for functions whose last parameter is the object that they make. */
export type CreateArguments<F extends StatusFunction> =
  Arguments<F> extends [...infer Rest, Out<Pointer>] ? Rest : never;

interface StatusCall {
  (...args: unknown[]): Pointer | null;
  async(...args: unknown[]): void;
}

export interface Functions {
  status: Record<StatusFunction, StatusCall>;
  release: Record<ReleaseFunction, (pointer: Pointer) => void>;
  getErrorMessage: (status: Pointer) => string;
}

/** Reads the functions' addresses from the table at `table`. */
export function bindFunctions(table: Pointer): Functions {
  const bind = (place: number, result: string, takes: readonly (keyof Parameters)[]) => {
    const address = koffi.decode(table, place * koffi.sizeof('void *'), 'void *');
    return koffi.decode(
      address,
      koffi.proto(
        result,
        takes.map((kind) => nativeTypes[kind]),
      ),
    );
  };
  const entries = <T extends object>(functions: T) => Object.entries(functions) as [keyof T, T[keyof T]][];
  return {
    status: Object.fromEntries(
      entries(statusFunctions).map(([name, [place, ...takes]]) => [name, bind(place, 'void *', takes)]),
    ) as Functions['status'],
    release: Object.fromEntries(
      entries(releaseFunctions).map(([name, place]) => [name, bind(place, 'void', ['pointer'])]),
    ) as Functions['release'],
    getErrorMessage: bind(GET_ERROR_MESSAGE, 'const char *', ['pointer']),
  };
}
