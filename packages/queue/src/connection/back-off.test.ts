import { expect, it } from 'vitest';
import { backOffMs } from './back-off.ts';

it.each([
  [0, 0, 50],
  [0, 1, 100],
  [3, 0, 400],
  [3, 1, 800],
  [10, 1, 5_000],
  [10_000, 1, 5_000],
])('attempt %i with chance %f waits %i ms', (attempt, chance, expectedMs) => {
  expect(backOffMs(attempt, () => chance)).toBe(expectedMs);
});
