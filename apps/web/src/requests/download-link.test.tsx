// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SignInAgain } from '../admin/sign-in-again.tsx';
import { clearAdmin, showAdmin, type } from '../testing/admin-stage.tsx';
import { DownloadLink } from './download-link.tsx';
import { goOn } from './session-end.ts';

const me = { userId: 'a', name: 'Ann', email: 'ann@example.com', isOwner: true };
const signedOut = { error: { code: 'sign_in_required', message: 'Please sign in.', traceId: 'a' } };
const address = '/v1/admin/sites/a/days.csv';
let followed: string[];

beforeEach(() => {
  followed = [];
  HTMLDialogElement.prototype.showModal = vi.fn();
  vi.spyOn(HTMLElement.prototype, 'click').mockImplementation(function (this: HTMLElement) {
    if (this instanceof HTMLAnchorElement && this.download === '') followed.push(this.pathname);
  });
});
afterEach(async () => {
  await act(async () => goOn());
  clearAdmin();
  vi.restoreAllMocks();
});

async function showLink() {
  const answers: Record<string, unknown> = { 'GET me': me, 'GET /v1/auth/get-session': { user: { id: me.userId } } };
  const { page } = await showAdmin(
    <>
      <DownloadLink href={address}>CSV</DownloadLink>
      <SignInAgain />
    </>,
    answers,
  );
  /** @returns whether the browser follows it by itself */
  const press = async (keys: MouseEventInit = {}) => {
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...keys });
    // What jsdom would do then, it can't.
    document.addEventListener('click', (last) => last.preventDefault(), { once: true });
    let isFollowed = true;
    page.addEventListener('click', (last) => (isFollowed = !last.defaultPrevented), { once: true });
    await act(async () => page.querySelector('a')?.dispatchEvent(event));
    return isFollowed;
  };
  return { answers, page, press };
}

test('after the session has ended nothing is followed before somebody has signed in again', async () => {
  const { answers, page, press } = await showLink();
  answers['GET me'] = Response.json(signedOut, { status: 401 });
  expect(await press()).toBe(false);
  expect(followed).toEqual([]);
  const form = page.querySelector<HTMLFormElement>('dialog form');
  expect(form).not.toBeNull();
  answers['GET me'] = me;
  await type(form?.querySelector('[type=password]') ?? null, 'correct horse');
  await act(async () => form?.requestSubmit());
  expect(page.querySelector('dialog')).toBeNull();
  expect(followed).toEqual([address]);
});

test('what can’t be asked is left to the browser, and a link that is opened elsewhere, too', async () => {
  const { answers, press } = await showLink();
  answers['GET me'] = Response.error();
  expect(await press()).toBe(false);
  expect(followed).toEqual([address]);
  expect(await press({ ctrlKey: true })).toBe(true);
  expect(followed).toEqual([address]);
});
