import { expect, test } from 'vitest';
import { markedParts } from './marked-parts.ts';

test.each<[string, [number, number][], string]>([
  ['the parcel', [[4, 10]], 'the |[parcel]'],
  ['<b>b</b>', [[3, 4]], '<b>|[b]|</b>'],
  ['parcel', [], 'parcel'],
  [
    'parcel',
    [
      [0, 3],
      [2, 5],
    ],
    '[par]|[ce]|l',
  ],
  ['parcel', [[4, 99]], 'parc|[el]'],
  ['', [[0, 1]], ''],
])('%j marked at %j', (text, marks, expected) => {
  const parts = markedParts(text, marks);
  expect(parts.map((part) => (part.isMarked ? `[${part.text}]` : part.text)).join('|')).toBe(expected);
  expect(parts.map((part) => part.text).join('')).toBe(text);
});
