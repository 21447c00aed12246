import { expect, it } from 'vitest';
import { withinTime } from './within-time.ts';

it('gives what the work gives, or throws', () => {
  const result = {};
  expect(withinTime(10_000, () => result)).toBe(result);
  const error = new RangeError('wrong');
  expect(() =>
    withinTime(10_000, () => {
      throw error;
    }),
  ).toThrow(error);
});

it('ends work that never ends', () => {
  expect(() =>
    withinTime(20, () => {
      for (;;);
    }),
  ).toThrow(/20 ?ms/);
});
