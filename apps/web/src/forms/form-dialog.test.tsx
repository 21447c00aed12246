// @vitest-environment jsdom
import { knowledgeLimits } from '@frontdesk/protocol';
import { act, type ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FactDialog } from '../knowledge/fact-dialog.tsx';
import { CannedReplyDialog } from '../settings/canned-reply-dialog.tsx';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
});
afterEach(clearAdmin);

const path = `sites/${site.id}`;
const reply = { id: 'r', shortcut: 'hello', text: 'Hello!' };
const nothing = () => {};

test.each<[string, string, (onClose: () => void) => ReactNode]>([
  [
    'a canned reply',
    `PUT ${path}/canned-replies/r`,
    (onClose) => (
      <CannedReplyDialog path={`${path}/canned-replies`} reply={reply} onSaved={nothing} onClose={onClose} />
    ),
  ],
  [
    'a fact',
    `PUT ${path}/facts/f`,
    (onClose) => <FactDialog siteId={site.id} sourceId="f" onSaved={nothing} onClose={onClose} />,
  ],
])('while %s is being saved its dialog stays, and says why it was refused', async (_, saves, dialogOf) => {
  let answer = (_: Response) => {};
  const refusal = new Promise<Response>((resolve) => (answer = resolve));
  const onClose = vi.fn();
  const answers = { [`GET ${path}/facts/f`]: { title: '', text: 'By post.' }, [saves]: refusal };
  const { asked, page } = await showAdmin(dialogOf(onClose), answers);
  const cancel = [...page.querySelectorAll('button')].find(({ textContent }) => textContent === 'Cancel');
  const save = page.querySelector<HTMLButtonElement>('[type=submit]');
  const escapes = () => {
    const pressed = new Event('cancel', { cancelable: true });
    page.querySelector('dialog')?.dispatchEvent(pressed);
    return !pressed.defaultPrevented;
  };
  expect(escapes()).toBe(true);
  save?.focus();
  await act(async () => save?.click());
  expect(escapes()).toBe(false);
  // A browser takes the focus from what is disabled, and tells the second press of Escape only to what has the focus.
  expect(save?.disabled).toBe(false);
  const key = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  document.activeElement?.dispatchEvent(key);
  expect(key.defaultPrevented).toBe(true);
  await act(async () => cancel?.click());
  await act(async () => save?.click());
  expect(onClose).not.toHaveBeenCalled();
  expect(asked.filter((one) => one === saves)).toHaveLength(1);

  const error = { code: 'unavailable', message: 'Not now.' };
  await act(async () => answer(Response.json({ error }, { status: 503 })));
  expect(page.querySelector('[role=alert]')?.textContent).toBe('Not now.');
  expect(document.activeElement).toBe(save);
  await act(async () => cancel?.click());
  expect(onClose).toHaveBeenCalledOnce();
});

test('the browser asks before the page is left with something typed in a dialog', async () => {
  const asks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  const { page } = await showAdmin(<FactDialog siteId={site.id} onSaved={nothing} onClose={nothing} />, {});
  expect(asks()).toBe(false);
  await type(page.querySelector('textarea'), 'By post.');
  expect(asks()).toBe(true);
});

test('a text that is too long stays whole, and is said to be', async () => {
  const { asked, page } = await showAdmin(<FactDialog siteId={site.id} onSaved={nothing} onClose={nothing} />, {});
  const text = page.querySelector('textarea');
  expect(page.querySelector('[maxlength]')).toBeNull();
  await type(text, 'x'.repeat(knowledgeLimits.factChars + 1));
  await act(async () => page.querySelector<HTMLElement>('[type=submit]')?.click());
  expect(text?.getAttribute('aria-invalid')).toBe('true');
  expect(page.textContent).toContain('At most ');
  expect(asked.filter((one) => one.startsWith('POST'))).toEqual([]);
});
