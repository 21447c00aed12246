// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { UndoProvider } from '../admin/undo-toast.tsx';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
import { ApprovedPage } from './approved-page.tsx';

afterEach(() => {
  clearAdmin();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Approved answers of which one has just been deleted, with the keyboard. */
async function deleteOne() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const path = `sites/${site.id}/approved-answers`;
  const one = { id: 'a', question: 'How long?', answer: 'Two days.', approvedAt: '2026-03-18T12:00:00.000Z', said: 0 };
  const answers: Record<string, object> = { [`GET ${path}`]: { answers: [one], more: false } };
  let list = () => {};
  const without = new Promise<object>((resolve) => {
    list = () => resolve({ answers: [], more: false });
  });
  const { page } = await showAdmin(
    <UndoProvider>
      <ApprovedPage />
    </UndoProvider>,
    answers,
    // What is deleted is in the list no more.
    (asked) => {
      if (asked === `DELETE ${path}/a`) answers[`GET ${path}`] = without;
    },
  );
  const button = page.querySelector<HTMLElement>('[aria-label^=Delete]');
  button?.focus();
  await act(async () => button?.click());
  await act(async () => list());
  return page;
}
/** jsdom does not know whether it was the keyboard that was used last. */
const useKeyboard = (uses: boolean) => vi.spyOn(Element.prototype, 'matches').mockReturnValue(uses);
const focused = () => document.activeElement?.textContent;
const wait = (ms: number) => act(async () => vi.advanceTimersByTime(ms));

test('whoever deletes with the keyboard is on the button that takes it back, for as long as they like', async () => {
  useKeyboard(true);
  const page = await deleteOne();
  expect(focused()).toBe('Undo');
  await wait(11_000);
  expect(focused()).toBe('Undo');
  await act(async () => page.querySelector<HTMLElement>('input')?.focus());
  await wait(11_000);
  expect(page.textContent).not.toContain('Undo');
  expect(document.activeElement?.localName).toBe('input');
});

const pressEscape = () =>
  act(async () => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  });
test.each([
  ['with the keyboard by Escape', true, pressEscape],
  ['with a pointer after a while', false, () => wait(11_000)],
])('it goes %s, and whoever was on it is where they were in the page', async (_, keyboard, leave) => {
  useKeyboard(keyboard);
  const page = await deleteOne();
  expect(focused()).toBe('Undo');
  const focus = vi.spyOn(HTMLElement.prototype, 'focus');
  await leave();
  expect(page.textContent).not.toContain('Undo');
  expect(focus.mock.calls.filter(([options]) => !options?.preventScroll)).toEqual([]);
  expect(page.querySelector('main')?.contains(document.activeElement)).toBe(true);
});
