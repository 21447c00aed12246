import { expect, it } from 'vitest';
import { newWords } from './visitor.ts';

it.each([
  ['', 0, 'You ', 'You '],
  ['You ', 4, 'may.', 'may.'],
  ['You ', 2, 'u may.', 'may.'],
  ['You may.', 4, 'may.', ''],
  ['You may.', 0, 'You', ''],
])('%j with %i %j goes on with %j', (shown, position, text, expected) => {
  expect(newWords(shown, { position, text })).toBe(expected);
});

it.each([
  ['words are missing', 'You ', 5, 'may.'],
  ['what was shown is changed', 'You may.', 4, 'can.'],
  ['what was shown is changed and gone on with', 'You ', 0, 'We may.'],
])('%s', (_, shown, position, text) => {
  expect(newWords(shown, { position, text })).toBeUndefined();
});
