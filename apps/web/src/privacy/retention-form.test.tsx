// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { RetentionForm } from './retention-form.tsx';

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
});
afterEach(clearAdmin);

const path = `sites/${site.id}/privacy`;
const asks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

test('any limit is asked again, as another tab may have lengthened it, and is not left behind unasked', async () => {
  const form = <RetentionForm path={path} retentionDays={30} onSaved={async () => {}} />;
  const { asked, page } = await showAdmin(form, {});
  expect(asks()).toBe(false);
  await type(page.querySelector('input[type=number]'), '60');
  expect(asks()).toBe(true);
  await act(async () => page.querySelector<HTMLElement>('[type=submit]')?.click());
  expect(asked).not.toContain(`PUT ${path}`);
  const dialog = page.querySelector('dialog');
  expect(dialog?.textContent).toContain('Keep conversations for 60 days?');
  await act(async () => dialog?.querySelector<HTMLElement>('[type=submit]')?.click());
  expect(asked).toContain(`PUT ${path}`);
});
