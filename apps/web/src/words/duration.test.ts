import { expect, test } from 'vitest';
import { formatMs, formatWindow } from './duration.ts';

test.each([
  [0, '0 ms'],
  [3.44, '3.4 ms'],
  [640.4, '640 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [1240, '1.24 s'],
  [12_480, '12.5 s'],
])('%d milliseconds read as %s', (milliseconds, text) => {
  expect(formatMs(milliseconds)).toBe(text);
});

test.each([
  [10_000, '10 s'],
  [900_000, '15 min'],
  [3_600_000, '1 h'],
  [5_400_000, '90 min'],
])('a window of %d milliseconds reads as %s', (milliseconds, text) => {
  expect(formatWindow(milliseconds)).toBe(text);
});
