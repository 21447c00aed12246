// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useUnsaved } from '../forms/use-unsaved.ts';
import { FactDialog } from '../knowledge/fact-dialog.tsx';
import { goOn } from '../requests/session-end.ts';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { SignInAgain } from './sign-in-again.tsx';

const facts = `POST sites/${site.id}/facts`;
const me = { userId: 'a', name: 'Ann', email: 'ann@example.com', isOwner: true };
const signedOut = { error: { code: 'sign_in_required', message: 'Please sign in.', traceId: 'a' } };

/** As browsers do. */
const showModal = vi.fn(function (this: HTMLDialogElement) {
  this.querySelector('input')?.focus();
});

beforeEach(() => {
  showModal.mockClear();
  HTMLDialogElement.prototype.showModal = showModal;
});
afterEach(async () => {
  await act(async () => goOn());
  clearAdmin();
  vi.unstubAllGlobals();
});

function Unsaved() {
  useUnsaved(true);
  return null;
}

/** Somebody who saves a fact once their session has ended. */
async function saveAfterTheEnd() {
  const saved = vi.fn();
  const answers: Record<string, unknown> = { 'GET me': me, [facts]: Response.json(signedOut, { status: 401 }) };
  const dialogs = (
    <>
      <FactDialog siteId={site.id} onSaved={saved} onClose={() => {}} />
      <Unsaved />
      <SignInAgain />
    </>
  );
  const { asked, page } = await showAdmin(dialogs, answers);
  const [fact] = page.querySelectorAll('form');
  await type(fact?.querySelector('input') ?? null, 'Gift cards');
  await type(fact?.querySelector('textarea') ?? null, 'We sell gift cards.');
  await act(async () => fact?.requestSubmit());
  const signInAs = async (id: string) => {
    answers[facts] = { sourceId: 'a' };
    answers['GET /v1/auth/get-session'] = { user: { id } };
    const form = page.querySelector<HTMLFormElement>('[aria-labelledby=sign-in-again] form');
    await type(form?.querySelector('[type=password]') ?? null, 'correct horse');
    await act(async () => form?.requestSubmit());
  };
  const dialog = () => page.querySelector<HTMLDialogElement>('[aria-labelledby=sign-in-again]');
  return { asked, answers, page, saved, signInAs, dialog, isAsked: () => dialog() !== null };
}

test('whoever signs in again goes on with what they have typed, and it is saved', async () => {
  const { asked, page, saved, signInAs, isAsked } = await saveAfterTheEnd();
  expect(page.querySelector('textarea')?.value).toBe('We sell gift cards.');
  expect(isAsked()).toBe(true);
  expect(saved).not.toHaveBeenCalled();
  await signInAs(me.userId);
  expect(isAsked()).toBe(false);
  expect(saved).toHaveBeenCalledOnce();
  expect(asked.filter((one) => one === facts)).toHaveLength(2);
});

/** Whether the browser would ask before the page is left. */
const asksToStay = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

test('somebody else gets a page of their own, unasked, and nothing of this one goes on', async () => {
  const reload = vi.fn(asksToStay);
  vi.stubGlobal('location', { reload });
  const { saved, signInAs, isAsked } = await saveAfterTheEnd();
  expect(asksToStay()).toBe(true);
  await signInAs('b');
  expect(reload).toHaveBeenCalledOnce();
  expect(reload).toHaveReturnedWith(false);
  expect(isAsked()).toBe(true);
  expect(saved).not.toHaveBeenCalled();
});

test('there is no way out of it but signing in: closed by the browser it is there again, with the focus in the password', async () => {
  const { dialog } = await saveAfterTheEnd();
  const password = dialog()?.querySelector('[type=password]');
  expect(document.activeElement).toBe(password);
  const cancel = new Event('cancel', { cancelable: true });
  await act(async () => dialog()?.dispatchEvent(cancel));
  expect(cancel.defaultPrevented).toBe(true);
  showModal.mockClear();
  await act(async () => dialog()?.dispatchEvent(new Event('close')));
  expect(showModal).toHaveBeenCalledOnce();
  expect(document.activeElement).toBe(password);
});

test('why it was refused is read out, and the password can be typed anew; nothing goes on', async () => {
  const { answers, dialog, saved, signInAs } = await saveAfterTheEnd();
  answers['POST /v1/auth/sign-in/email'] = new Response(null, { status: 401 });
  dialog()?.querySelector<HTMLElement>('[type=submit]')?.focus();
  await signInAs(me.userId);
  expect(dialog()?.querySelector('[role=alert]')?.textContent).toBe('The e-mail address or the password is wrong.');
  expect(document.activeElement).toBe(dialog()?.querySelector('[type=password]'));
  expect(saved).not.toHaveBeenCalled();
});
