import { expect, test } from 'vitest';
import { mostLost } from './most-lost.ts';

test.each([
  [0, Number.POSITIVE_INFINITY],
  [3, Number.POSITIVE_INFINITY],
  [4, 2],
  [5, 2],
  [300, 150],
])('of %d documents that are known %d may be lost', (known, most) => {
  expect(mostLost(known)).toBe(most);
});
