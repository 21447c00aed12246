// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
import { SitePage } from './site-page.tsx';

afterEach(clearAdmin);

const removed = { ...site, deletedOn: '2026-12-01T00:00:00.000Z' };
const person = (isOwner: boolean) => ({ userId: 'a', name: 'Ada', email: 'ada@example.com', isOwner });

async function show(sites: object[], isOwner: boolean) {
  const answers = { 'GET me': person(isOwner), 'GET sites': sites };
  const { page } = await showAdmin(
    <SitePage title="Knowledge" about="">
      {({ name }) => name}
    </SitePage>,
    answers,
  );
  const buttons = [...page.querySelectorAll('main button')].map(({ textContent }) => textContent);
  return { buttons, text: page.querySelector('main')?.textContent };
}

test('whoever owns the installation can begin anew where no site is left', async () => {
  expect((await show([removed], true)).buttons).toEqual(['Restore the site', 'Create a site']);
  const { buttons, text } = await show([], true);
  expect(buttons).toEqual(['Create a site']);
  expect(text).not.toContain('Ask an admin');
});

test('nobody else can, nor is it offered on each page while there is one', async () => {
  const { buttons, text } = await show([], false);
  expect(buttons).toEqual([]);
  expect(text).toContain('Ask an admin to add you.');
  expect((await show([removed], false)).buttons).toEqual(['Restore the site']);
  expect((await show([site], true)).buttons).toEqual([]);
});
