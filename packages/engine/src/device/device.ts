import type { KvType } from '../kv-type.ts';
import type { Pointer } from '../onnxruntime/functions.ts';
import type { ElementType, TensorValue } from '../onnxruntime/tensor.ts';

/** A piece of a device's memory that lasts until it is given back, or the device is released. Only the device looks inside. */
export type DeviceBuffer = object;

/** `rows` pieces of `rowBytes` bytes, each `pitch` bytes after the one before. The pieces do not overlap. */
export interface RowCopy {
  from: Piece;
  to: Piece;
  rowBytes: number;
  rows: number;
}

export interface Piece {
  buffer: DeviceBuffer;
  /** Where the first row begins, in bytes. */
  offset: number;
  /** From the beginning of a row to that of the next, in bytes. */
  pitch: number;
}

/** Where a decoder computes: where its tensors live, how they are copied, and how its session is made. */
export interface Device {
  readonly name: 'cpu' | 'cuda';
  /** How attention can keep keys and values here. */
  readonly kvTypes: readonly KvType[];
  /**
   * Whether binding a tensor of the process's own memory copies it to the device: what is written to it later is not
   * seen before it is bound again.
   */
  readonly copiesWhenBound: boolean;
  /** Tells ONNX Runtime to compute here; `options` are OrtSessionOptions. */
  addProvider(options: Pointer): void;
  /**
   * Zeros; whatever lies there, where all of it is written before it is read.
   *
   * @throws EngineError `native_failure` when there is not so much memory
   */
  allocate(bytes: number, options?: { isWrittenFirst?: boolean }): DeviceBuffer;
  /** Where memory has an end that runs share, how much of it nobody has. Undefined where it can't be said. */
  freeBytes?(): number | undefined;
  /** There, gives memory back. Elsewhere it is enough to let go of it. */
  free?(buffers: readonly DeviceBuffer[]): Promise<void>;
  /** Memory of the process that results are fetched into; left out where any will do. */
  allocateHost?(length: number): Float32Array<ArrayBuffer>;
  /** A tensor over part of a buffer, `offset` bytes from its beginning. The caller releases it. */
  tensor(type: ElementType, dims: readonly number[], buffer: DeviceBuffer, offset: number): TensorValue;
  /** Done when all bytes are there. No run may be under way that touches them. */
  copy(copies: Iterable<RowCopy>): Promise<void>;
  /** Gives all memory back. */
  release(): void;
}
