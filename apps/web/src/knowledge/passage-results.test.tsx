// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { KnowledgePage } from './knowledge-page.tsx';

afterEach(clearAdmin);

test('passages stand under the text that they were found by, also while another one is looked for', async () => {
  const path = `sites/${site.id}`;
  const passage = { id: 'p', titlePath: [], documentTitle: 'Help', sentences: ['We ship to Spain.'], link: null };
  const { page } = await showAdmin(<KnowledgePage />, {
    [`GET ${path}/knowledge`]: { sources: [] },
    [`GET ${path}/knowledge?search=ship`]: { sources: [] },
    [`GET ${path}/passages?search=ship`]: [passage],
    [`GET ${path}/passages?search=shipwreck`]: new Promise(() => undefined),
  });
  const heading = () => page.querySelector('#passages-heading')?.textContent;
  const search = page.querySelector<HTMLInputElement>('input[type=search]');
  await type(search, 'ship');
  await act(() => new Promise((resolve) => setTimeout(resolve, 500)));
  expect(heading()).toBe('Passages with “ship”');
  await type(search, 'shipwreck');
  await act(() => new Promise((resolve) => setTimeout(resolve, 500)));
  expect(heading()).toBe('Passages with “ship”');
});
