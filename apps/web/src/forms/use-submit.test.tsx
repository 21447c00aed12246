// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CannedReplyDialog } from '../settings/canned-reply-dialog.tsx';
import { clearAdmin, showAdmin, type } from '../testing/admin-stage.tsx';

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
});
afterEach(clearAdmin);

const refusal = (code: string) => Response.json({ error: { code, message: code, traceId: 'a' } }, { status: 400 });

test('what is refused says why, at its field where that is known, and may be sent again', async () => {
  const [onSaved, onClose] = [vi.fn(), vi.fn()];
  const answers: Record<string, unknown> = { 'POST replies': refusal('internal') };
  const dialog = <CannedReplyDialog path="replies" reply={null} onSaved={onSaved} onClose={onClose} />;
  const { asked, page } = await showAdmin(dialog, answers);
  const [shortcut, text] = [page.querySelector('input'), page.querySelector('textarea')];
  const submit = () => act(async () => shortcut?.form?.requestSubmit());
  const problem = () => page.querySelector('[role=alert]')?.textContent;
  const sent = () => asked.filter((one) => one === 'POST replies').length;
  await submit();
  expect(sent()).toBe(0);
  expect(document.activeElement).toBe(shortcut);

  await type(shortcut, 'returns');
  await type(text, 'Within 30 days.');
  await submit();
  expect(problem()).toBe('internal');

  answers['POST replies'] = refusal('shortcut_taken');
  await submit();
  expect(problem()).toBeUndefined();
  expect(shortcut?.getAttribute('aria-invalid')).toBe('true');
  expect(onSaved).not.toHaveBeenCalled();

  await type(shortcut, 'back');
  answers['POST replies'] = {};
  await submit();
  expect(sent()).toBe(3);
  expect(onSaved).toHaveBeenCalledOnce();
  expect(onClose).toHaveBeenCalledOnce();
});
