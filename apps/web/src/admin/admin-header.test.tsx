// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useUnsaved } from '../forms/use-unsaved.ts';
import { drafts } from '../inbox/drafts/drafts.ts';
import { clearAdmin, showAdmin } from '../testing/admin-stage.tsx';
import { AdminHeader } from './admin-header.tsx';

const signOut = 'POST /v1/auth/sign-out';
/** Whether the browser would ask before the page is left. */
const asksToStay = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
const replace = vi.fn(asksToStay);
const reload = vi.fn(asksToStay);

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
  vi.stubGlobal('location', { replace, reload });
});
afterEach(() => {
  clearAdmin();
  drafts.clear();
  replace.mockClear();
  reload.mockClear();
  vi.unstubAllGlobals();
});

function Page({ isUnsaved }: { isUnsaved: boolean }) {
  useUnsaved(isUnsaved);
  return <AdminHeader />;
}

async function showHeader(isUnsaved: boolean, answer?: Response) {
  const { page, asked } = await showAdmin(<Page isUnsaved={isUnsaved} />, { [signOut]: answer });
  const within = (where: string, text: string) =>
    [...page.querySelectorAll<HTMLElement>(`${where} button`)].find((one) => one.textContent === text);
  return {
    page,
    press: (text: string, where = 'header') => act(async () => within(where, text)?.click()),
    asks: () => page.querySelector('dialog') !== null,
    signedOut: () => asked.includes(signOut),
  };
}

const begin = () => drafts.change('ada', 'one', (draft) => ({ ...draft, texts: { reply: 'Dear customer', note: '' } }));

test('whoever has nothing to lose is signed out at once', async () => {
  const { press, asks, signedOut } = await showHeader(false);
  sessionStorage.setItem('frontdesk.heard:site', '{}');
  await press('Sign out');
  expect(asks()).toBe(false);
  expect(signedOut()).toBe(true);
  expect(sessionStorage.getItem('frontdesk.heard:site')).toBeNull();
  expect(replace).toHaveBeenCalledExactlyOnceWith('/admin/sign-in');
});

test('whoever would lose something is asked while they are still signed in, and only then', async () => {
  const { press, asks, signedOut } = await showHeader(true);
  await press('Sign out');
  expect(asks()).toBe(true);
  expect(signedOut()).toBe(false);
  await press('Stay', 'dialog');
  expect(asks()).toBe(false);
  expect(signedOut()).toBe(false);
  expect(asksToStay()).toBe(true);

  await press('Sign out');
  await press('Sign out', 'dialog');
  expect(signedOut()).toBe(true);
  expect(replace).toHaveBeenCalledExactlyOnceWith('/admin/sign-in');
  expect(replace).toHaveReturnedWith(false);
});

test('a reply that was begun is something to lose, too, though a reload would keep it', async () => {
  const { press, asks, signedOut } = await showHeader(false);
  begin();
  expect(asksToStay()).toBe(false);
  await press('Sign out');
  expect(asks()).toBe(true);
  expect(signedOut()).toBe(false);
  await press('Sign out', 'dialog');
  expect(signedOut()).toBe(true);
  expect(drafts.hasBegun()).toBe(false);
});

test.each([false, true])(
  'where signing out fails, that is said, and nothing is lost (asked: %s)',
  async (isUnsaved) => {
    const { page, press } = await showHeader(isUnsaved, new Response(null, { status: 500 }));
    if (isUnsaved) begin();
    await press('Sign out');
    if (isUnsaved) await press('Sign out', 'dialog');
    expect(page.querySelector('[role=alert]')?.textContent).toBe('Signing out did not work. Please try again.');
    expect(drafts.hasBegun()).toBe(isUnsaved);
    expect(replace).not.toHaveBeenCalled();
  },
);

test('whoever comes back to the page of somebody else, as others have signed in in another tab, gets their own', async () => {
  const answers: Record<string, unknown> = {};
  const comeBackAs = async (id: string | null) => {
    answers['GET /v1/auth/get-session'] = id && { user: { id } };
    await act(async () => document.dispatchEvent(new Event('visibilitychange')));
  };
  await showAdmin(<Page isUnsaved />, answers);
  await comeBackAs('ann');
  await comeBackAs('ann');
  await comeBackAs(null);
  expect(reload).not.toHaveBeenCalled();
  await comeBackAs('ben');
  expect(reload).toHaveBeenCalledOnce();
  expect(reload).toHaveReturnedWith(false);
});

test('who is signed in is said by their name; who has not said it yet is invited to', async () => {
  const who = async (name: string) => {
    const me = { userId: 'a', name, email: 'ada@example.com', isOwner: true };
    const { page } = await showAdmin(<AdminHeader />, { 'GET me': me });
    const link = page.querySelector<HTMLAnchorElement>('header [href^="/admin/settings/account"]');
    return [link?.textContent, link?.title];
  };
  expect(await who('Admin')).toEqual(['Set your name', 'Customers read “Admin” where you answer.']);
  expect(await who('Ada Lovelace')).toEqual(['Ada Lovelace', 'Your account: ada@example.com']);
});
