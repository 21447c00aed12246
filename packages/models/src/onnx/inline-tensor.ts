import type { OnnxTensor } from './onnx-types.ts';

/** A small constant whose bytes stand in the model file itself. */
export function inlineTensor(
  name: string,
  type: OnnxTensor['type'],
  shape: readonly number[],
  values: ArrayBufferView,
): OnnxTensor {
  return { name, type, shape, data: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
}
