import type { OnnxRuntime } from './api.ts';
import type { CpuMemory } from './memory.ts';
import { NativeObject } from './native-object.ts';

const arrays = { float32: Float32Array, int32: Int32Array, int64: BigInt64Array };

export type ElementType = keyof typeof arrays;

/** ONNXTensorElementDataType. */
export const elementTypeCodes: Record<ElementType, number> = { float32: 1, int32: 6, int64: 7 };

/**
 * A tensor over memory that JavaScript owns: both sides read and write the same bytes, nothing is copied.
 * The memory is zero at first, and lives as long as this object is reachable; keep it while anything is bound to it.
 */
export class Tensor<T extends ElementType = ElementType> extends NativeObject {
  readonly data: InstanceType<(typeof arrays)[T]>;

  /** @param dims lengths of the axes; none for a scalar */
  constructor(runtime: OnnxRuntime, memory: CpuMemory, type: T, dims: readonly number[]) {
    const length = dims.reduce((product, dim) => product * dim, 1);
    // Over an explicit ArrayBuffer, because V8 may move the contents of small typed arrays that were made without.
    const bytes = length * arrays[type].BYTES_PER_ELEMENT;
    const buffer = new ArrayBuffer(bytes);
    const data = new arrays[type](buffer);
    const pointer = runtime.create(
      'CreateTensorWithDataAsOrtValue',
      'ReleaseValue',
      memory.pointer,
      buffer,
      bytes,
      BigInt64Array.from(dims, BigInt),
      dims.length,
      elementTypeCodes[type],
    );
    super(runtime, 'ReleaseValue', pointer);
    this.data = data as InstanceType<(typeof arrays)[T]>;
  }
}
