import { expect, test } from 'vitest';
import { typingPace } from './typing-pace.ts';

test('typing into a field is told once a second at most, its end once', () => {
  let nowMs = 0;
  const passes = typingPace<'reply' | 'note'>(() => nowMs);
  expect(passes(null)).toBe(false);
  expect(passes('reply')).toBe(true);
  nowMs = 500;
  expect(passes('reply')).toBe(false);
  expect(passes(null)).toBe(true);
  expect(passes(null)).toBe(false);
  nowMs = 900;
  expect(passes('reply')).toBe(false);
  nowMs = 1_000;
  expect(passes('reply')).toBe(true);
});

test('who goes on in another field is told of at once', () => {
  const passes = typingPace<'reply' | 'note'>(() => 0);
  expect(passes('reply')).toBe(true);
  expect(passes(null)).toBe(true);
  expect(passes('note')).toBe(true);
  expect(passes('reply')).toBe(false);
  expect(passes('note')).toBe(false);
});
