import { expect, test } from 'vitest';
import { type Figure, missesOf, rowsOf } from './figures.ts';

const figures: Figure[] = [
  { name: 'loader, gzip', value: 4.96, unit: 'KB', limit: 5, digits: 1 },
  { name: 'requests', value: 3, unit: '', limit: 2 },
  { name: 'lost', value: Number.NaN, unit: 'ms', limit: 20 },
  { name: 'told', value: 7, unit: 'ms' },
];

test('what is above its limit, or was not measured, falls short', () => {
  expect(missesOf(figures)).toEqual(['requests: 3 > 2', 'lost: NaN ms > 20']);
});

test('a line for each figure, with its limit', () => {
  expect(rowsOf(figures).slice(1)).toEqual([
    ['loader, gzip', '5.0 KB', '≤ 5.0 KB'],
    ['requests', '3', '≤ 2'],
    ['lost', 'NaN ms', '≤ 20 ms'],
    ['told', '7 ms', ''],
  ]);
});
