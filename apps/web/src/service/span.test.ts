import { expect, test } from 'vitest';
import { formatSpan } from './span.ts';

test.each([
  [0, '0 s'],
  [400, 'less than 1 s'],
  [45_900, '45 s'],
  [200_000, '3 min'],
  [7_800_000, '2 h 10 min'],
  [7_200_000, '2 h'],
  [357_000_000, '4 d 3 h'],
])('%i ms', (ms, text) => {
  expect(formatSpan(ms)).toBe(text);
});
