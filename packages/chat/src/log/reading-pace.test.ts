import { expect, test } from 'vitest';
import { paceOn, wordEnd } from './reading-pace.ts';

test.each([
  ['reading pace', 0, 200, 100, 30],
  ['no time, nothing more', 40, 200, 0, 40],
  ['never beyond the end', 190, 200, 1_000, 200],
  ['quicker where much is waiting', 0, 2_400, 100, 300],
  ['all of it when a frame took long', 0, 2_400, 5_000, 2_400],
])('%s', (_, shown, length, elapsedMs, expected) => {
  expect(paceOn(shown, length, elapsedMs)).toBeCloseTo(expected);
});

test.each([
  [100, 400],
  [300, 1_100],
  [1_000, 2_000],
  [5_000, 3_300],
])('%d characters take at most %d ms at 60 frames per second', (length, withinMs) => {
  let shown = 0;
  let elapsedMs = 0;
  for (; shown < length; elapsedMs += 1000 / 60) shown = paceOn(shown, length, 1000 / 60);
  expect(elapsedMs).toBeLessThanOrEqual(withinMs);
  // It is a movement, not a jump.
  expect(elapsedMs).toBeGreaterThan(withinMs / 2);
});

const sentence = 'You can return any item within 30 days.';
test.each([
  ['begins with words, not with a letter', sentence, 0, 'You can return'],
  ['blanks at the beginning are no words', `\n\n${sentence}`, 0, '\n\nYou can return'],
  ['a short text is whole', 'Yes.', 0, 'Yes.'],
  ['blanks alone', '  ', 0, '  '],
  ['inside a word: to its end', sentence, 16, 'You can return any'],
  ['behind a word: there', sentence, 18, 'You can return any'],
  ['a fraction', sentence, 18.2, 'You can return any item'],
  ['the end', sentence, 39, sentence],
  ['the last word has no blank behind it', sentence, 36, sentence],
  ['a text without blanks is cut anywhere', '漢'.repeat(60), 20, '漢'.repeat(20)],
  ['but not inside a character', '🌿'.repeat(60), 21, '🌿'.repeat(11)],
])('%s', (_, text, shown, expected) => {
  expect(text.slice(0, wordEnd(text, shown))).toBe(expected);
});
