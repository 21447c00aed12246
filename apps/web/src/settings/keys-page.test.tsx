// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Answers, clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { KeysPage } from './keys-page.tsx';

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
});
afterEach(clearAdmin);

const path = `sites/${site.id}/api-keys`;

test('keys are shown until they are revoked, also the one before, which may not be copied yet', async () => {
  const answers: Answers = { [`GET ${path}`]: [] };
  const { page } = await showAdmin(<KeysPage />, answers);
  const listed: object[] = [];
  const make = async (id: string) => {
    listed.push({ id, name: `Server ${id}`, start: null, scopes: ['chat'], createdAt: '', lastUsedAt: null });
    Object.assign(answers, { [`POST ${path}`]: { id, key: `fd_${id}` }, [`GET ${path}`]: listed });
    await type(page.querySelector('form input'), `Server ${id}`);
    await act(async () => page.querySelector<HTMLElement>('form [type=submit]')?.click());
  };
  const shown = () => [...page.querySelectorAll('[role=status] code')].map(({ textContent }) => textContent);
  await make('one');
  await make('two');
  expect(shown()).toEqual(['fd_two', 'fd_one']);
  await act(async () => page.querySelector<HTMLElement>('[aria-label="Revoke Server one"]')?.click());
  await act(async () => page.querySelector<HTMLElement>('dialog [type=submit]')?.click());
  expect(shown()).toEqual(['fd_two']);
});
