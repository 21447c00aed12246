import { expect, it } from 'vitest';
import { linearScale, ticks } from './scale.ts';

it.each([
  [180, [0, 50, 100, 150, 200]],
  [2_500, [0, 500, 1_000, 1_500, 2_000, 2_500]],
  [2, [0, 0.5, 1, 1.5, 2]],
  [0.3, [0, 0.1, 0.2, 0.3]],
  [7, [0, 2, 4, 6, 8]],
  [0, [0, 1]],
  [Number.NaN, [0, 1]],
])('an axis to %d has round marks', (to, expected) => {
  expect(ticks(to)).toEqual(expected);
});

it('values lie between the ends of the drawing, which may run backwards', () => {
  const up = linearScale([0, 10], [100, 0]);
  expect([0, 5, 10].map(up)).toEqual([100, 50, 0]);
  expect([up.from, up.to]).toEqual([0, 10]);
  expect(linearScale([3, 3], [0, 10])(3)).toBe(0);
});
