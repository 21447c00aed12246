// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MembersPage } from '../settings/members-page.tsx';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
});
afterEach(clearAdmin);

const path = `sites/${site.id}/members`;
const ann = { userId: 'a', name: 'Ann', email: 'ann@example.com', role: 'agent', ofInstallation: false };
const ben = { ...ann, userId: 'b', name: 'Ben', email: 'ben@example.com' };

async function removeAnn(deleted: unknown) {
  const answers: Record<string, unknown> = { [`GET ${path}`]: { members: [ann, ben], invitations: [] } };
  answers[`DELETE ${path}/a`] = deleted;
  const { page } = await showAdmin(<MembersPage />, answers, (asked) => {
    if (asked.startsWith('DELETE')) answers[`GET ${path}`] = { members: [ben], invitations: [] };
  });
  const press = (button: HTMLElement | null) =>
    act(async () => {
      button?.focus();
      button?.click();
    });
  await press(page.querySelector('[aria-label="Remove Ann"]'));
  const [keep, remove] = page.querySelectorAll<HTMLButtonElement>('dialog button');
  await press(remove ?? null);
  return { page, keep };
}

test('what is under way can not be kept any more', async () => {
  const { page, keep } = await removeAnn(new Promise(() => undefined));
  expect(keep?.textContent).toBe('Keep it');
  await act(async () => keep?.click());
  expect(page.querySelector('dialog')).not.toBeNull();
  const pressed = new Event('cancel', { cancelable: true });
  page.querySelector('dialog')?.dispatchEvent(pressed);
  expect(pressed.defaultPrevented).toBe(true);
});

test('whoever deletes something by its button is in the list that it was in', async () => {
  const { page } = await removeAnn(null);
  expect(page.querySelector('dialog')).toBeNull();
  expect(page.textContent).not.toContain('Ann');
  expect(document.activeElement?.tagName).toBe('UL');
  expect(document.activeElement?.textContent).toContain('Ben');
  (document.activeElement as HTMLElement).blur();
  expect(page.querySelector('ul[tabindex]')).toBeNull();
});
