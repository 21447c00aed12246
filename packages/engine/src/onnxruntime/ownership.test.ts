import { expect, test } from 'vitest';
import { Ownership } from './ownership.ts';

test('releases all, last made first, also where some fail', () => {
  const owned = new Ownership();
  const released: number[] = [];
  for (const number of [1, 2, 3, 4]) {
    owned.own({
      release: () => {
        released.push(number);
        if (number % 2 === 1) throw new Error(`${number} failed`);
      },
    });
  }
  expect(() => owned.release()).toThrow('3 failed');
  expect(released).toEqual([4, 3, 2, 1]);
  owned.release();
  expect(released).toHaveLength(4);
});
