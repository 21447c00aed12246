// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin } from '../testing/admin-stage.tsx';
import { OwnLetters } from './own-letters.tsx';

afterEach(clearAdmin);

test('letters are switched off and on for oneself at a click', async () => {
  const answers = { 'GET me/letters': { wanted: true }, 'PUT me/letters': null };
  const sent: unknown[] = [];
  const { page } = await showAdmin(<OwnLetters />, answers, (asked, body) => {
    if (!asked.startsWith('PUT')) return;
    sent.push(body);
    answers['GET me/letters'] = body as { wanted: boolean };
  });
  const box = page.querySelector<HTMLInputElement>('[type=checkbox]');
  expect(box?.checked).toBe(true);
  await act(async () => box?.click());
  expect([box?.checked, page.querySelector('[role=status]')?.textContent]).toEqual([false, 'Saved.']);
  await act(async () => box?.click());
  expect(box?.checked).toBe(true);
  expect(sent).toEqual([{ wanted: false }, { wanted: true }]);
});

test('what could not be saved is said, and stands as it was', async () => {
  const refused = Response.json({ code: 'internal', message: 'Something went wrong.' }, { status: 500 });
  const answers = { 'GET me/letters': { wanted: true }, 'PUT me/letters': refused };
  const { page } = await showAdmin(<OwnLetters />, answers);
  await act(async () => page.querySelector<HTMLElement>('[type=checkbox]')?.click());
  expect(page.querySelector<HTMLInputElement>('[type=checkbox]')?.checked).toBe(true);
  expect(page.textContent).toContain('Something went wrong.');
});
