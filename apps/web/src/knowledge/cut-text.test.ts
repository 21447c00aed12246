import { expect, test } from 'vitest';
import { cutText } from './cut-text.ts';

test.each([
  ['fern', 4, 'fern'],
  ['fern🌿', 5, 'fern'],
  ['fern🌿', 6, 'fern🌿'],
  ['ferns', 4, 'fern'],
])('%j is cut after %i to %j', (text, chars, cut) => {
  expect(cutText(text, chars)).toBe(cut);
});
