import { expect, test } from 'vitest';
import { stackSeries } from './chart-series.ts';

test('series lie on top of one another, and what has no value stays empty', () => {
  expect(
    stackSeries([
      { name: 'a', tone: '1', values: [1, null, 2, null] },
      { name: 'b', tone: '2', values: [10, null, null, 5] },
    ]),
  ).toEqual([
    [1, null, 2, null],
    [11, null, 2, 5],
  ]);
  expect(stackSeries([])).toEqual([]);
});
