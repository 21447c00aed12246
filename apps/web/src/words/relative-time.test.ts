import { expect, test } from 'vitest';
import { elapsed, relativeTime } from './relative-time.ts';

const now = new Date('2026-03-18T12:00:00').getTime();
const before = (milliseconds: number): string => new Date(now - milliseconds).toISOString();
const minute = 60_000;

test.each([
  [-5_000, 'now'],
  [59_000, 'now'],
  [4.9 * minute, '4 min ago'],
  [3 * 60 * minute, '3 h ago'],
  [26 * 60 * minute, 'Tue'],
  [20 * 24 * 60 * minute, '26 Feb'],
  [200 * 24 * 60 * minute, '30 Aug 2025'],
])('%d ms ago reads as %s', (age, text) => {
  expect(relativeTime(before(age), now, 'en-GB')).toBe(text);
});

test.each([
  [-5_000, '1 min'],
  [4.9 * minute, '4 min'],
  [3.5 * 60 * minute, '3 h'],
  [50 * 60 * minute, '2 d'],
])('what began %d ms ago goes on for %s', (age, text) => {
  expect(elapsed(before(age), now)).toBe(text);
});
