/** The largest code, and the largest sum of two that stand next to each other, before rounding. */
const LARGEST = 127;

/**
 * Rounds weights with one scale per row, and turns them over: [columns, rows], as a product takes them. Codes have 8 bits, but
 * two neighbours never add up to more than 128: without VNNI a processor adds their products with bytes in 16 bits, and
 * 255 × 128 still fits. Two with different signs fit anyway. So a row of normal numbers has steps two thirds of those
 * of 7 bits.
 *
 * @param values [rows, columns], of an even number of columns
 */
export function roundPaired(values: Float32Array, rows: number): { codes: Int8Array; scales: Float32Array } {
  const columns = values.length / rows;
  const codes = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * columns, (row + 1) * columns);
    const scale = largestOfPairs(own) / LARGEST || 1;
    scales[row] = scale;
    for (const [column, value] of own.entries()) codes[column * rows + row] = Math.round(value / scale);
  }
  return { codes, scales };
}

function largestOfPairs(row: Float32Array): number {
  let largest = 0;
  for (let column = 0; column < row.length; column += 2) {
    const [first, second] = [row[column] as number, row[column + 1] as number];
    largest = Math.max(largest, Math.abs(first), Math.abs(second), Math.abs(first + second));
  }
  return largest;
}
