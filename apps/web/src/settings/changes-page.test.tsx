// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
import { ChangesPage } from './changes-page.tsx';

afterEach(clearAdmin);

test('what is gone is not struck through, and a kind without changes does not say that there are none at all', async () => {
  const path = `sites/${site.id}`;
  const entry = {
    ...{ id: 'a', at: '2026-03-18T12:00:00.000Z', who: 'ada', action: 'canned-reply.deleted', target: '/hello' },
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
