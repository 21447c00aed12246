// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { CustomerSearch } from './customer-search.tsx';

afterEach(clearAdmin);

const ann = {
  ...{ id: 'ann', name: 'Ann', email: null, externalId: null, conversations: 1 },
  ...{ firstSeenAt: '2026-03-18T12:00:00.000Z', lastSeenAt: '2026-03-18T12:00:00.000Z' },
};

test('the answer to an earlier search does not take the place of the last one’s', async () => {
  const path = `GET sites/${site.id}/visitors?search=`;
  let answer = () => {};
  const slow = new Promise<object>((resolve) => {
    answer = () => resolve([ann]);
  });
  const { page } = await showAdmin(<CustomerSearch siteId={site.id} onDeleted={() => {}} />, {
    ...{ [`${path}an`]: slow, [`${path}bob`]: [{ ...ann, id: 'bob', name: 'Bob' }] },
  });
  for (const search of ['an', 'bob']) {
    await type(page.querySelector('input'), search);
    await act(async () => page.querySelector<HTMLElement>('[type=submit]')?.click());
  }
  await act(async () => answer());
  expect(page.textContent).toContain('Bob');
  expect(page.textContent).not.toContain('Ann');
});
