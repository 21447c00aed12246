import { expect, test } from 'vitest';
import { randomAt } from './random.ts';

test('is a function of seed and position', () => {
  expect(randomAt(42, 7)).toBe(randomAt(42, 7));
  const numbers = [
    ...Array.from({ length: 1000 }, (_, position) => randomAt(1, position)),
    ...Array.from({ length: 1000 }, (_, seed) => randomAt(seed + 2, 0)),
    ...Array.from({ length: 1000 }, (_, high) => randomAt((high + 1) * 2 ** 32, 0)),
    ...Array.from({ length: 1000 }, (_, seed) => randomAt(-1 - seed, 0)),
  ];
  expect(new Set(numbers).size).toBe(numbers.length);
});

test.each([
  ['positions of one seed', (index: number) => randomAt(5, index)],
  ['seeds at one position', (index: number) => randomAt(index, 3)],
  ['seed and position together', (index: number) => randomAt(index, index)],
])('spreads evenly over [0, 1): %s', (_, draw) => {
  const draws = 20_000;
  const numbers = Array.from({ length: draws }, (_, index) => draw(index));
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  const counts = new Array<number>(20).fill(0);
  let previous = 0.5;
  let correlation = 0;
  for (const number of numbers) {
    counts[Math.floor(number * 20)] = (counts[Math.floor(number * 20)] as number) + 1;
    correlation += (number - 0.5) * (previous - 0.5);
    previous = number;
  }
  // Chi-square of 19 degrees of freedom: beyond 43.8 with a probability of 0.1 %.
  const chiSquare = counts.reduce((sum, count) => sum + (count - draws / 20) ** 2 / (draws / 20), 0);
  expect(chiSquare).toBeLessThan(43.8);
  // Neighbours are independent: the coefficient's standard deviation is 1 / sqrt(draws) = 0.007.
  expect(Math.abs(correlation / draws / (1 / 12))).toBeLessThan(0.03);
});
