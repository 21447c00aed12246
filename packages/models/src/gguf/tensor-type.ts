/** The tensor types that we read, with the number that a GGUF file gives each. */
export const TENSOR_TYPES = {
  F32: { id: 0, blockSize: 1, blockBytes: 4 },
  /** Blocks of 32: half-precision scale and minimum, then 32 codes of 4 bits: weight = scale × code + minimum. */
  Q4_1: { id: 3, blockSize: 32, blockBytes: 20 },
  /** Blocks of 32: half-precision scale, then 32 signed bytes: weight = scale × code. */
  Q8_0: { id: 8, blockSize: 32, blockBytes: 34 },
} as const;

export type TensorType = keyof typeof TENSOR_TYPES;

/** The type's name for its number in the file, or undefined for one that we do not read. */
export function tensorTypeOf(id: number): TensorType | undefined {
  return (Object.keys(TENSOR_TYPES) as TensorType[]).find((name) => TENSOR_TYPES[name].id === id);
}
