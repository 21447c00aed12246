import { describe, expect, it } from 'vitest';
import { halfToFloat } from '../gguf/half-float.ts';
import { halfBits, quantizeQ4_1, quantizeQ8_0 } from '../testing/quantize.ts';
import { normalArray, seededRandom } from '../testing/random.ts';
import { augment } from './augmented-columns.ts';
import { BLOCK, packHalves, type QuantizedMatrix, readQ4_1, readQ8_0, roundTo4Bits } from './quantized-matrix.ts';

const ROWS = 5;
const COLUMNS = 96;
const weights = normalArray(seededRandom(3), ROWS * COLUMNS, 1).map((value, i) => value + (i % 7) * 0.2);

/** The weights that MatMulNBits computes with. */
function expand({ bits, codes, scales, zeroPoints }: QuantizedMatrix): Float32Array {
  return Float32Array.from(codes, (code, i) => {
    const block = Math.floor(i / BLOCK);
    return (scales[block] as number) * (code - (zeroPoints?.[block] ?? 2 ** (bits - 1)));
  });
}

function largestDifference(left: ArrayLike<number>, right: ArrayLike<number>): number {
  return Math.max(...Array.from(left, (value, i) => Math.abs(value - (right[i] as number))));
}

describe('halfToFloat', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65_504],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0x3555, 0.333251953125],
  ])('reads %i', (bits, value) => expect(halfToFloat(bits)).toBe(value));

  it('reads back every finite number that the test side writes', () => {
    for (let bits = 0; bits < 0x7c00; bits++) expect(halfBits(halfToFloat(bits))).toBe(bits);
  });
});

describe('Q8_0', () => {
  it('is taken over without loss', () => {
    const bytes = quantizeQ8_0(weights);
    const matrix = readQ8_0(bytes, ROWS, COLUMNS);
    const expected = Array.from(weights, (_, i) => {
      const at = Math.floor(i / BLOCK) * 34;
      return Math.fround(halfToFloat(bytes.readUInt16LE(at)) * bytes.readInt8(at + 2 + (i % BLOCK)));
    });
    expect([...expand(matrix)]).toEqual(expected);
    expect(largestDifference(expected, weights)).toBeLessThan(0.02);
  });
});

describe('Q4_1', () => {
  it('keeps the codes in their order', () => {
    const { codes, scales, minima } = readQ4_1(quantizeQ4_1(weights));
    const read = Array.from(codes, (code, i) => {
      const block = Math.floor(i / BLOCK);
      return (scales[block] as number) * code + (minima[block] as number);
    });
    const worstStep = Math.max(...scales);
    expect(largestDifference(read, weights)).toBeLessThan(worstStep * 0.52);
  });

  it('is computed by codes, integer zero points and augmented columns', () => {
    const blocks = readQ4_1(quantizeQ4_1(weights));
    const matrix = expand(augment(blocks, ROWS, COLUMNS));
    const width = matrix.length / ROWS;
    for (let row = 0; row < ROWS; row++) {
      for (let column = 0; column < COLUMNS; column++) {
        const block = row * (COLUMNS / BLOCK) + Math.floor(column / BLOCK);
        const expected =
          (blocks.scales[block] as number) * (blocks.codes[row * COLUMNS + column] as number) +
          (blocks.minima[block] as number);
        const remainder = matrix[row * width + COLUMNS + Math.floor(column / BLOCK)] as number;
        const found = (matrix[row * width + column] as number) + remainder;
        // The remainder is at most half a step, and kept to a fifteenth of the spread of the row's remainders.
        expect(Math.abs(found - expected)).toBeLessThan((blocks.scales[block] as number) * 0.08);
      }
    }
  });

  it('carries a minimum that no zero point reaches', () => {
    const far = Float32Array.from({ length: 64 }, (_, i) => 3 + (i % 16) * 0.01);
    const matrix = expand(augment(readQ4_1(quantizeQ4_1(far)), 1, 64));
    const remainder = matrix[64] as number;
    expect((matrix[5] as number) + remainder).toBeCloseTo(3.05, 1);
  });

  it('carries a block of equal weights, whose scale is zero', () => {
    const flat = new Float32Array(32).fill(-0.25);
    const matrix = expand(augment(readQ4_1(quantizeQ4_1(flat)), 1, 32));
    expect((matrix[0] as number) + (matrix[32] as number)).toBeCloseTo(-0.25, 5);
  });
});

describe('roundTo4Bits', () => {
  it('is off by half a step at most, and exact for zero', () => {
    const rounded = roundTo4Bits(weights, ROWS);
    expect(largestDifference(expand(rounded), weights)).toBeLessThanOrEqual(Math.max(...rounded.scales));
    expect([...expand(roundTo4Bits(new Float32Array(32), 1))]).toEqual(new Array(32).fill(0));
  });
});

describe('packHalves', () => {
  it('puts the first of two into the low half and pads odd rows', () => {
    expect([...packHalves(Uint8Array.of(1, 2, 3, 4, 5, 6), 3)]).toEqual([0x21, 0x03, 0x54, 0x06]);
  });
});
