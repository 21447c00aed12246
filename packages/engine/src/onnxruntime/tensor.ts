import type { OnnxRuntime } from './api.ts';
import type { Pointer } from './functions.ts';
import type { MemoryInfo } from './memory.ts';
import { NativeObject } from './native-object.ts';

/** float16 has no array of its own in JavaScript: its bits are kept, and nobody calculates with them. */
const arrays = {
  float32: Float32Array,
  float16: Uint16Array,
  int8: Int8Array,
  int32: Int32Array,
  int64: BigInt64Array,
};

export type ElementType = keyof typeof arrays;
export type TensorData<T extends ElementType> = InstanceType<(typeof arrays)[T]>;

/** ONNXTensorElementDataType. */
export const elementTypeCodes: Record<ElementType, number> = { float32: 1, int8: 3, int32: 6, int64: 7, float16: 10 };

/** A tensor over memory that somebody else owns, and keeps while anything is bound to it. */
export class TensorValue extends NativeObject {
  /**
   * @param dims lengths of the axes; none for a scalar
   * @param data where it lies, in the memory that `memory` says
   */
  constructor(
    runtime: OnnxRuntime,
    memory: MemoryInfo,
    type: ElementType,
    dims: readonly number[],
    data: TensorData<ElementType> | Pointer,
  ) {
    const pointer = runtime.create(
      'CreateTensorWithDataAsOrtValue',
      'ReleaseValue',
      memory.pointer,
      data,
      product(dims) * arrays[type].BYTES_PER_ELEMENT,
      BigInt64Array.from(dims, BigInt),
      dims.length,
      elementTypeCodes[type],
    );
    super(runtime, 'ReleaseValue', pointer);
  }
}

/**
 * A tensor over memory that JavaScript owns: both sides read and write the same bytes, nothing is copied.
 * The memory lives as long as this object is reachable; keep it while anything is bound to it.
 */
export class Tensor<T extends ElementType = ElementType> extends TensorValue {
  readonly data: TensorData<T>;

  /**
   * @param dims lengths of the axes; none for a scalar
   * @param data memory that other tensors may lie in, too; from `allocate`. Defaults to memory of its own, zero at first
   */
  constructor(
    runtime: OnnxRuntime,
    memory: MemoryInfo,
    type: T,
    dims: readonly number[],
    data: TensorData<T> = allocate(type, product(dims)),
  ) {
    super(runtime, memory, type, dims, data);
    this.data = data;
  }
}

/**
 * `length` zeros that stay where they are; pages are taken from the machine as they are written.
 * V8 may move the contents of small typed arrays that were made without an explicit ArrayBuffer.
 */
export function allocate<T extends ElementType>(type: T, length: number): TensorData<T> {
  const array = arrays[type];
  return new array(new ArrayBuffer(length * array.BYTES_PER_ELEMENT)) as TensorData<T>;
}

/** The memory from byte `offset` of `buffer` on, as numbers. */
export function viewOf<T extends ElementType>(type: T, buffer: ArrayBuffer, offset: number): TensorData<T> {
  return new arrays[type](buffer, offset) as TensorData<T>;
}

export function elementBytes(type: ElementType): number {
  return arrays[type].BYTES_PER_ELEMENT;
}

function product(dims: readonly number[]): number {
  return dims.reduce((all, dim) => all * dim, 1);
}
