import koffi from 'koffi';
import type { OnnxRuntime } from './api.ts';
import type { Out, Pointer } from './functions.ts';

/** An input or output of a graph. */
export interface TensorPort {
  /** ONNXTensorElementDataType. */
  elementTypeCode: number;
  /** Length of each axis; -1 where it is free. */
  dims: number[];
}

/** Reads names, types and shapes of a session's inputs or outputs. All must be tensors. */
export function readPorts(
  runtime: OnnxRuntime,
  session: Pointer,
  direction: 'Input' | 'Output',
): Map<string, TensorPort> {
  const count: Out<number> = [null];
  runtime.call(`SessionGet${direction}Count`, session, count);
  const ports = new Map<string, TensorPort>();
  for (let index = 0; index < (count[0] ?? 0); index++) {
    ports.set(readName(runtime, session, direction, index), readPort(runtime, session, direction, index));
  }
  return ports;
}

function readName(runtime: OnnxRuntime, session: Pointer, direction: 'Input' | 'Output', index: number): string {
  // The default allocator is ONNX Runtime's own and must not be released; the names that it makes must be.
  const allocator: Out<Pointer> = [null];
  runtime.call('GetAllocatorWithDefaultOptions', allocator);
  const name: Out<Pointer> = [null];
  runtime.call(`SessionGet${direction}Name`, session, index, allocator[0], name);
  try {
    return koffi.decode.string(name[0]);
  } finally {
    runtime.call('AllocatorFree', allocator[0], name[0]);
  }
}

function readPort(runtime: OnnxRuntime, session: Pointer, direction: 'Input' | 'Output', index: number): TensorPort {
  const typeInfo = runtime.create(`SessionGet${direction}TypeInfo`, 'ReleaseTypeInfo', session, index);
  try {
    // A view into typeInfo, not an object of its own.
    const tensorInfo: Out<Pointer> = [null];
    runtime.call('CastTypeInfoToTensorInfo', typeInfo, tensorInfo);
    const elementTypeCode: Out<number> = [null];
    runtime.call('GetTensorElementType', tensorInfo[0], elementTypeCode);
    const rank: Out<number> = [null];
    runtime.call('GetDimensionsCount', tensorInfo[0], rank);
    const dims = new BigInt64Array(new ArrayBuffer((rank[0] ?? 0) * 8));
    runtime.call('GetDimensions', tensorInfo[0], dims, dims.length);
    return { elementTypeCode: elementTypeCode[0] ?? 0, dims: Array.from(dims, Number) };
  } finally {
    runtime.release('ReleaseTypeInfo', typeInfo);
  }
}
