import { expect, test } from 'vitest';
import { normalArray, seededRandom } from '../testing/random.ts';
import { roundPaired } from './paired-rounding.ts';

const [rows, columns] = [24, 384];
const values = normalArray(seededRandom(5), rows * columns, 3);
const { codes, scales } = roundPaired(values, rows);
const codeOf = (row: number, column: number) => codes[column * rows + row] as number;

test('a weight is off by half a step at most', () => {
  for (const [at, value] of values.entries()) {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const scale = scales[row] as number;
    expect(Math.abs(codeOf(row, column) * scale - value)).toBeLessThanOrEqual(scale * 0.5001);
  }
});

test('no two products of a byte and a code overflow 16 bits, as they are added where there is no VNNI', () => {
  let largest = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column += 2) {
      const [first, second] = [codeOf(row, column), codeOf(row, column + 1)];
      // A byte may be anything, so the worst is the larger side alone where signs differ.
      const worst = Math.max(Math.abs(first), Math.abs(second), Math.abs(first + second));
      expect(255 * worst).toBeLessThan(2 ** 15);
      largest = Math.max(largest, Math.abs(first), Math.abs(second));
    }
  }
  expect(largest).toBeGreaterThan(63);
});

test.each([
  { row: [3, 3, 0, 0], wanted: [63, 63, 0, 0] },
  { row: [3, -3, 0, 0], wanted: [127, -127, 0, 0] },
  { row: [1, 0, 1, 0], wanted: [127, 0, 127, 0] },
  { row: [0, 0, 0, 0], wanted: [0, 0, 0, 0] },
])('$row is $wanted', ({ row, wanted }) => {
  const rounded = roundPaired(Float32Array.from(row), 1);
  for (const [at, code] of wanted.entries())
    expect(Math.abs((rounded.codes[at] as number) - code)).toBeLessThanOrEqual(1);
  expect(rounded.scales[0]).toBeGreaterThan(0);
});
