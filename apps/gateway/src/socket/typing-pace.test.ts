import { expect, test } from 'vitest';
import { typingPace } from './typing-pace.ts';

test('typing is told once a second at most, its end once', () => {
  let nowMs = 0;
  const passes = typingPace(() => nowMs);
  expect(passes(false)).toBe(false);
  expect(passes(true)).toBe(true);
  nowMs = 500;
  expect(passes(true)).toBe(false);
  expect(passes(false)).toBe(true);
  expect(passes(false)).toBe(false);
  nowMs = 900;
  expect(passes(true)).toBe(false);
  nowMs = 1_000;
  expect(passes(true)).toBe(true);
});
