// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type IdleWatch, watchIdle } from './watch-idle.ts';

let watch: IdleWatch;
const look = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  look.mockClear();
  watch = watchIdle(look);
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

test('a page that nobody touches for a quarter of an hour is idle until somebody does', () => {
  vi.advanceTimersByTime(14 * 60_000);
  expect(watch.isIdle()).toBe(false);
  vi.advanceTimersByTime(60_000);
  expect(watch.isIdle()).toBe(true);
  expect(look).toHaveBeenCalledTimes(30);
  window.dispatchEvent(new Event('pointermove'));
  expect(watch.isIdle()).toBe(false);
  expect(look).toHaveBeenCalledTimes(31);
});

test('a computer that wakes by itself has nobody, whatever its timers missed', () => {
  vi.setSystemTime(Date.now() + 8 * 3_600_000);
  expect(watch.isIdle()).toBe(true);
});
