import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isWithinOneEdit } from './edit-distance.ts';
import { wordsOf } from './words.ts';

it.each([
  ['Do you ship to the Netherlands?', ['ship', 'netherland']],
  ['Shipping, shipped; SHIPS', ['ship', 'ship', 'ship']],
  ['Café’s 24-hour menu', ['cafe', '24', 'hour', 'menu']],
  ['', []],
])('the words of %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

it.each([
  ['parcel', 'parcel', true],
  ['parcel', 'parsel', true],
  ['parcel', 'parcl', true],
  ['parcl', 'parcel', true],
  ['parcel', 'pracel', true],
  ['parcel', 'carpet', false],
  ['parcel', 'parc', false],
  ['ab', 'ba', true],
  ['', 'a', true],
])('%j and %j within one edit: %j', (a, b, expected) => {
  expect(isWithinOneEdit(a, b)).toBe(expected);
});

it('of words within one edit are all that one edit makes, and no others', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(isWithinOneEdit(a, b)).toBe(a === b || editsOf(a).includes(b));
    }),
    { numRuns: 1_000 },
  );
});

function editsOf(word: string): string[] {
  return Array.from({ length: word.length + 1 }, (_, place) => {
    const [before, [letter = '', next = ''], after] = [word.slice(0, place), word.slice(place), word.slice(place + 1)];
    const others = ['a', 'b', 'c'].flatMap((other) => [before + other + letter + after, before + other + after]);
    return [...others, before + after, before + next + letter + word.slice(place + 2)];
  }).flat();
}
