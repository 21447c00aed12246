import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTypingSender } from './typing-sender.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('typing is told at the first key, again while it goes on, and its end once', () => {
  const told: boolean[] = [];
  const sender = createTypingSender((typing) => told.push(typing));
  for (let key = 0; key < 8; key += 1) {
    sender.typed();
    vi.advanceTimersByTime(500);
  }
  expect(told).toEqual([true, true]);
  sender.stopped();
  sender.stopped();
  expect(told).toEqual([true, true, false]);
});

test('whoever leaves a text unsent does not type for ever', () => {
  const told: boolean[] = [];
  const sender = createTypingSender((typing) => told.push(typing));
  sender.typed();
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([true, false]);
});
