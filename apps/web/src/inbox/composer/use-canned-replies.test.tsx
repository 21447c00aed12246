// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, site } from '../../testing/admin-stage.tsx';
import { useCannedReplies } from './use-canned-replies.ts';

afterEach(() => {
  clearAdmin();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function Shortcuts() {
  const { replies } = useCannedReplies({ siteId: site.id, names: { name: null, agent: null } });
  return replies.map(({ shortcut }) => shortcut).join(' ');
}
const named = (...shortcuts: string[]) => shortcuts.map((shortcut) => ({ id: shortcut, shortcut, text: 'Hello' }));

test('whoever comes back to the page has the canned replies as they are now, and keeps them where that fails', async () => {
  const path = `GET sites/${site.id}/canned-replies`;
  const answers: Record<string, unknown> = { [path]: named('hi') };
  const { page, asked } = await showAdmin(<Shortcuts />, answers);
  expect(page.textContent).toBe('hi');
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  const change = () => act(async () => document.dispatchEvent(new Event('visibilitychange')));
  answers[path] = named('hi', 'on-it');
  await change();
  expect(page.textContent).toBe('hi');
  visibility.mockReturnValue('visible');
  await change();
  expect(page.textContent).toBe('hi on-it');
  answers[path] = new Response(null, { status: 500 });
  await change();
  expect(page.textContent).toBe('hi on-it');
  expect(asked.filter((one) => one === path)).toHaveLength(3);
});
