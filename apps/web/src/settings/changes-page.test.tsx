// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
import { ChangesPage } from './changes-page.tsx';

afterEach(clearAdmin);

test('what is gone is not struck through, and a kind without changes does not say that there are none at all', async () => {
  const path = `sites/${site.id}`;
  const entry = {
    ...{
      id: 'a',
      at: '2026-03-18T12:00:00.000Z',
      who: 'ada',
      name: null,
      action: 'canned-reply.deleted',
      target: '/hello',
    },
    ...{ before: { text: 'Hello!' }, after: null },
  };
  const { page } = await showAdmin(<ChangesPage />, {
    [`GET ${path}/members`]: { members: [], invitations: [] },
    [`GET ${path}/audit`]: { entries: [entry], more: false },
    [`GET ${path}/audit?action=key.`]: { entries: [], more: false },
  });
  expect(page.textContent).toContain('Text:Hello!');
  expect(page.querySelector('del')).toBeNull();
  const kind = page.querySelector('main select') as HTMLSelectElement;
  await act(async () => {
    kind.value = 'key.';
    kind.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(page.textContent).toContain('No change of this kind.');
  expect(page.textContent).not.toContain('Nothing was changed yet');
});

test('who made a change, and whose it was, is said by name; the address tells them apart', async () => {
  const path = `sites/${site.id}`;
  const at = '2026-03-18T12:00:00.000Z';
  const [ada, ben, gone] = ['ada@example.com', 'ben@example.com', 'gone@example.com'];
  const change = { at, who: ada, name: 'Ada', action: 'member.role-changed', before: null, after: null };
  const { page } = await showAdmin(<ChangesPage />, {
    [`GET ${path}/members`]: { members: [{ userId: 'b', name: 'Ben', email: ben, role: 'agent' }], invitations: [] },
    [`GET ${path}/audit`]: {
      entries: [
        { ...change, id: 'a', target: ben },
        { ...change, id: 'b', who: gone, name: null, target: gone },
        // Their account was deleted a moment ago.
        { ...change, id: 'c', who: gone, name: '', target: ben },
      ],
      more: false,
    },
  });
  const [first, second, third] = [...page.querySelectorAll('main ol p')];
  expect(first?.textContent).toBe('Ada changed the role of Ben');
  expect([...(first?.querySelectorAll('span') ?? [])].map(({ title }) => title)).toEqual([ada, ben]);
  expect(second?.textContent).toBe(`${gone} changed the role of ${gone}`);
  expect(third?.textContent).toBe(`${gone} changed the role of Ben`);
});
