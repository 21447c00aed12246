import { expect, test } from 'vitest';
import { compare, logProbabilityOf } from './teacher-forcing.ts';

const rows = [Float32Array.of(0, 2, 1), Float32Array.of(5, 4.95, 0), Float32Array.of(0, 0, 0)];

test('the likeliest ids deviate nowhere; of equals any', () => {
  expect(compare([1, 0, 2], [undefined, undefined, undefined], rows)).toEqual({ deviations: [], errors: [] });
});

test('another id is told with its place and gap', () => {
  const { deviations } = compare([1, 1, 0], [], rows);
  expect(deviations).toEqual([{ position: 1, id: 1, likeliest: 0, gap: expect.closeTo(0.05, 5) }]);
});

test('a reference without numbers agrees with nothing', () => {
  expect(compare([1], [], [Float32Array.of(Number.NaN, Number.NaN)]).deviations).toHaveLength(1);
});

test('log-probabilities are compared one by one', () => {
  const right = logProbabilityOf(rows[2] as Float32Array, 0);
  expect(right).toBeCloseTo(Math.log(1 / 3), 6);
  const told = [
    { id: 0, logProbability: right },
    { id: 1, logProbability: right + 0.5 },
  ];
  const { errors } = compare([1, 0, 0], [undefined, undefined, told], rows);
  expect(errors).toEqual([0, expect.closeTo(0.5, 6)]);
});
