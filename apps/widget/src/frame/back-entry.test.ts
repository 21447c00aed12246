// @vitest-environment jsdom
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { createBackEntry } from './back-entry.ts';

let listening: MockInstance<typeof window.addEventListener>;
beforeEach(() => {
  listening = vi.spyOn(window, 'addEventListener');
  history.pushState(null, '');
});
afterEach(() => {
  for (const [name, listener] of listening.mock.calls) window.removeEventListener(name, listener);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Makes one. `entries` says how many more the tab has than before. */
function stage() {
  const close = vi.fn(() => entry.closed());
  const entry = createBackEntry(close);
  const before = history.length;
  return { entry, close, entries: () => history.length - before, isMarked: () => history.state !== null };
}
const gone = (by: number) =>
  new Promise<void>((resolve) => {
    window.addEventListener('popstate', () => resolve(), { once: true });
    history.go(by);
  });
/** Longer than the browser takes to go back. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

test('Back closes what covers the page, whose one entry is gone then', async () => {
  const { entry, close, entries, isMarked } = stage();
  entry.opened(false, true);
  entry.opened(false, true);
  expect([entries(), isMarked()]).toEqual([1, true]);
  await gone(-1);
  expect(close).toHaveBeenCalledTimes(1);
  await settled();
  expect(isMarked()).toBe(false);
  // The next one takes the place of the last.
  entry.opened(false, true);
  expect([entries(), isMarked()]).toEqual([1, true]);
  await gone(-1);
});

test('where it comes back to is an entry of the frame, too, also where the page’s is older than the frame', async () => {
  const here = vi.spyOn(history, 'replaceState');
  const more = vi.spyOn(history, 'pushState');
  const { entry } = stage();
  entry.opened(false, true);
  expect(here).toHaveBeenCalledExactlyOnceWith(null, '');
  expect(here).toHaveBeenCalledBefore(more);
  await gone(-1);
});

test('closed otherwise, it takes its entry away, once', async () => {
  const back = vi.spyOn(history, 'back');
  const { entry, close, isMarked } = stage();
  entry.opened(false, true);
  entry.closed();
  entry.closed();
  await vi.waitFor(() => expect(isMarked()).toBe(false));
  expect(back).toHaveBeenCalledTimes(1);
  expect(close).not.toHaveBeenCalled();
});

test('opened anew before its entry is gone, it has one', async () => {
  const { entry, close, entries, isMarked } = stage();
  entry.opened(false, true);
  entry.closed();
  entry.opened(false, true);
  await settled();
  expect([entries(), isMarked()]).toEqual([1, true]);
  expect(close).not.toHaveBeenCalled();
  await gone(-1);
  expect(close).toHaveBeenCalledTimes(1);
});

test('who goes forward to a chat that is closed is where they were', async () => {
  const { entry, isMarked } = stage();
  entry.opened(false, true);
  await gone(-1);
  await gone(1);
  await vi.waitFor(() => expect(isMarked()).toBe(false));
});

test('where the page has gone on meanwhile, it is not taken back', async () => {
  const back = vi.spyOn(history, 'back');
  const { entry, isMarked } = stage();
  entry.opened(false, true);
  vi.spyOn(history, 'length', 'get').mockReturnValue(history.length + 1);
  entry.closed();
  expect(back).not.toHaveBeenCalled();
  expect(isMarked()).toBe(false);
});

test('beside the page, and in a page within another one, there is none', () => {
  const { entry, entries } = stage();
  entry.opened(false, false);
  expect(entries()).toBe(0);
  vi.stubGlobal('parent', {});
  entry.opened(false, true);
  expect(entries()).toBe(0);
});

test('open since the page before, it has none until somebody does something in it', async () => {
  const { entry, entries } = stage();
  entry.opened(true, true);
  expect(entries()).toBe(0);
  dispatchEvent(new Event('click'));
  expect(entries()).toBe(1);
  await gone(-1);
  dispatchEvent(new Event('click'));
  await settled();
  expect(history.state).toBeNull();
});

test('in Safari it has one once a gesture counts for it', async () => {
  const userActivation = { isActive: false };
  vi.stubGlobal('GestureEvent', class {});
  Object.defineProperty(navigator, 'userActivation', { value: userActivation, configurable: true });
  const { entry, entries } = stage();
  entry.opened(false, true);
  expect(entries()).toBe(0);
  userActivation.isActive = true;
  dispatchEvent(new Event('click'));
  expect(entries()).toBe(1);
  await gone(-1);
});
