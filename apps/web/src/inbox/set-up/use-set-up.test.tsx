// @vitest-environment jsdom
import type { SetUpFacts } from '@frontdesk/protocol';
import { act } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UndoProvider } from '../../admin/undo-toast.tsx';
import { clearAdmin, site as demo, showAdmin } from '../../testing/admin-stage.tsx';
import { DemoHint } from './demo-hint.tsx';
import { useSetUp } from './use-set-up.tsx';

beforeEach(() => localStorage.clear());
afterEach(clearAdmin);

const site = { ...demo, key: '3f1c2a', name: 'Zinnia' };
const path = `GET sites/${site.id}/set-up`;
const fresh: SetUpFacts = {
  ...{ createdAt: new Date().toISOString(), facts: 0, documents: 0, tried: false, hasOwnLook: false },
  ...{ origins: 1, firstSeenAt: null, inUse: false, people: 1, mails: false },
};

function Inbox() {
  const { list, loading } = useSetUp();
  return (
    <>
      {loading ? 'Loading' : (list ?? 'Nothing')}
      <DemoHint />
    </>
  );
}
const show = (sites: object[], facts: Partial<SetUpFacts> = {}) =>
  showAdmin(
    <UndoProvider>
      <Inbox />
    </UndoProvider>,
    { 'GET sites': sites, [path]: { ...fresh, ...facts } },
  );

test('the first step that is not done is open; what is done says what there is', async () => {
  const { page } = await show([site], { facts: 1, documents: 2, tried: true });
  const open = page.querySelectorAll('details[open]');
  expect([...open].map((one) => one.querySelector('summary')?.textContent)).toEqual(['3Make it yours']);
  expect(open[0]?.querySelector('a')?.getAttribute('href')).toBe(`/admin/settings?site=${site.id}`);
  expect(page.textContent).toContain('2 of 6 done');
  expect(page.textContent).toContain('1 fact, 2 documents');
});

test('the line for the pages is there once it is said which they are', async () => {
  const line = `data-site="${site.key}"`;
  const { page } = await show([site]);
  expect(page.textContent).toContain(line);
  clearAdmin();
  const { page: other } = await show([site], { origins: 0 });
  expect(other.textContent).not.toContain(line);
  expect(other.querySelector(`[href="/admin/settings?site=${site.id}#pages"]`)?.textContent).toBe('Name your pages');
});

test('put away, it stays so in this browser, and can be taken back at once', async () => {
  const { page } = await show([site]);
  const press = (label: string) =>
    act(async () =>
      [...page.querySelectorAll('button')]
        .find((one) => one.textContent === label || one.ariaLabel === label || one.title === label)
        ?.click(),
    );
  await press('Hide this list');
  expect(page.querySelector('section')).toBeNull();
  await press('Undo');
  expect(page.querySelector('section')).not.toBeNull();
  await press('Hide this list');
  clearAdmin();
  const { page: again, asked } = await show([site]);
  expect(again.textContent).toBe('Nothing');
  expect(asked).not.toContain(path);
});

test('nobody is bothered who may not, or has a site that is ready', async () => {
  const { page, asked } = await show([{ ...site, role: 'agent' }]);
  expect(page.textContent).toBe('Nothing');
  expect(asked).not.toContain(path);
  clearAdmin();
  const done = { tried: true, hasOwnLook: true, firstSeenAt: fresh.createdAt, people: 2, mails: true };
  const { page: ready } = await show([site], { ...done, facts: 1 });
  expect(ready.textContent).toBe('Nothing');
});

test('a demo is set up; whoever has nothing else is shown the way to a site of their own', async () => {
  const { page, asked } = await show([demo]);
  expect(asked).not.toContain(path);
  expect(page.textContent).toContain('Fernway is a demo.');
  clearAdmin();
  const { page: both } = await show([demo, { ...site, id: '0192f0c1-0000-7000-8000-00000000000b' }]);
  expect(both.textContent).toBe('Nothing');
});
