import { expect, it } from 'vitest';
import { isWorthStriking } from './worth-striking.ts';

const told = { hasWords: true };
const silent = { hasWords: false };

it.each([
  [[], 0, false],
  [[silent, silent, silent], 0, false],
  [[told, silent], 0, false],
  [[told, silent, silent], 0, true],
  [[told], 20_000, false],
  [[told], 20_001, true],
  [[silent], 30_000, false],
  [[], 30_001, true],
])('%j after %i ms: %s', (answers, waitedMs, strikes) => {
  expect(isWorthStriking(answers, waitedMs)).toBe(strikes);
});
