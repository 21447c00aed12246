// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { HoursPage } from '../settings/hours-page.tsx';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';

afterEach(clearAdmin);

const path = `sites/${site.id}/team`;
const view = { settings: { hours: null, handOver: 'doubt', members: null }, team: [] };

test('what is changed while something is saved is not called saved with it', async () => {
  let answer = (_: unknown) => {};
  const put = new Promise((resolve) => {
    answer = resolve;
  });
  const { page } = await showAdmin(<HoursPage />, { [`GET ${path}`]: view, [`PUT ${path}`]: put });
  const [, wish, never] = page.querySelectorAll<HTMLElement>('input[name=rule]');
  const status = () => page.querySelector('form [role=status]')?.textContent;
  await act(async () => wish?.click());
  await act(async () => page.querySelector<HTMLElement>('form [type=submit]')?.click());
  await act(async () => never?.click());
  await act(async () => answer(null));
  expect(status()).toBe('Not saved yet.');
  await act(async () => page.querySelector<HTMLElement>('form [type=submit]')?.click());
  expect(status()).toBe('Saved.');
});

test('whoever presses Save stays on it, and presses it in vain while something is saved', async () => {
  const put = new Promise(() => undefined);
  const { asked, page } = await showAdmin(<HoursPage />, { [`GET ${path}`]: view, [`PUT ${path}`]: put });
  const save = page.querySelector<HTMLButtonElement>('form [type=submit]');
  save?.focus();
  await act(async () => save?.click());
  expect(save?.getAttribute('aria-disabled')).toBe('true');
  expect(save?.disabled).toBe(false);
  expect(document.activeElement).toBe(save);
  await act(async () => save?.click());
  expect(asked.filter((one) => one === `PUT ${path}`)).toHaveLength(1);
});
