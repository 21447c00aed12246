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
