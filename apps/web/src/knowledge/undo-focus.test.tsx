// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { UndoProvider } from '../admin/undo-toast.tsx';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
import { ApprovedPage } from './approved-page.tsx';

afterEach(clearAdmin);

test('whoever deletes with the keyboard is on the button that takes it back', async () => {
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
  expect(document.activeElement?.textContent).toBe('Undo');
});
