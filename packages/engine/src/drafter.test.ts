import { expect, test } from 'vitest';
import { Drafter } from './drafter.ts';

test('what followed the last time is guessed', () => {
  const ids = [1, 2, 3, 4, 5, 9, 1, 2, 3, 7, 8, 6, 1, 2, 3];
  expect(new Drafter().guess(ids, 2)).toEqual([7, 8]);
  expect(new Drafter().guess(ids, 6)).toEqual([7, 8, 6, 1, 2, 3]);
});

test('what repeats itself is guessed to go on', () => {
  expect(new Drafter().guess([5, 5, 5, 5], 4)).toEqual([5, 5, 5, 5]);
  expect(new Drafter().guess([9, 1, 2, 1, 2, 1], 5)).toEqual([2, 1, 2, 1, 2]);
});

test.each([
  ['no ids', []],
  ['too few', [1, 2, 3]],
  ['nothing alike', [1, 2, 3, 4, 2, 3]],
])('nothing is guessed of %s', (_, ids) => {
  expect(new Drafter().guess(ids, 4)).toEqual([]);
});

test('knows how often guesses come true, also of those that were not read', () => {
  const drafter = new Drafter();
  const ids = [1, 2, 3, 4, 5, 1, 2, 3];
  const before = drafter.trueShare;
  drafter.guess(ids, 2);
  drafter.observe(4);
  drafter.observe(5);
  expect(drafter.trueShare).toBeGreaterThan(before);
  // Nothing was guessed behind these two.
  const known = drafter.trueShare;
  drafter.observe(6);
  expect(drafter.trueShare).toBe(known);
  for (let time = 0; time < 50; time++) {
    drafter.guess(ids, 2);
    drafter.observe(99);
  }
  expect(drafter.trueShare).toBeLessThan(0.02);
});

test('forced ids are followed, and prove nothing', () => {
  const ids = [1, 2, 3, 4, 5, 6, 1, 2, 3];
  const shareAfter = (...said: ['says' | 'is forced', number][]) => {
    const drafter = new Drafter();
    drafter.guess(ids, 3);
    for (const [how, id] of said) how === 'says' ? drafter.observe(id) : drafter.follow(id);
    return drafter.trueShare;
  };
  const [none, once, twice] = [shareAfter(), shareAfter(['says', 4]), shareAfter(['says', 4], ['says', 5])];
  expect(shareAfter(['is forced', 4])).toBe(none);
  expect(shareAfter(['says', 4], ['is forced', 5])).toBe(once);
  expect(shareAfter(['says', 4], ['is forced', 5], ['says', 6])).toBe(twice);
  // Where another one is forced the guess has lost its place.
  expect(shareAfter(['says', 4], ['is forced', 9], ['says', 6])).toBe(once);
});
