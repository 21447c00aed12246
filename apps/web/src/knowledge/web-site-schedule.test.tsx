// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { KnowledgePage } from './knowledge-page.tsx';

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
});
afterEach(clearAdmin);

const sources = `sites/${site.id}/sources`;
const nextImportAt = '2031-12-07T03:17:00.000Z';
const help = {
  ...{ id: 'help', kind: 'site', name: 'shop.example', beginning: '', address: 'https://shop.example/', format: null },
  ...{ state: 'done', done: 1, known: 1, error: null, documents: 1, approved: false, failedDocuments: 0, passages: 1 },
  ...{ createdAt: '2026-03-18T12:00:00.000Z', importedAt: null, everyDays: 7, nextImportAt },
};
const answers = (role = 'agent') => ({
  'GET sites': [{ ...site, role }],
  [`GET ${sources}?limit=100`]: { sources: [help], more: false, total: 1, passages: 1 },
});
async function show(role?: string) {
  const sent: [string, unknown][] = [];
  const { page } = await showAdmin(<KnowledgePage />, answers(role), (asked, body) => {
    if (!asked.startsWith('GET')) sent.push([asked, body]);
  });
  const all = () => [...document.querySelectorAll('button')];
  const button = (text: string) =>
    all().find((one) => one.textContent === text) ?? all().find((one) => one.ariaLabel?.includes(text));
  return { page, sent, press: (text: string) => act(async () => button(text)?.click()), button };
}

test('a new web site is looked at every week, unless somebody chooses otherwise', async () => {
  const { sent, press } = await show();
  await press('Import a web site');
  const select = document.querySelector<HTMLSelectElement>('dialog select');
  expect([...(select?.options ?? [])].map(({ text }) => text)).toEqual([
    ...['Never', 'Every day', 'Every week', 'Every month'],
  ]);
  await type(document.querySelector('input[type=url]'), 'https://shop.example/');
  await press('Import');
  expect(sent).toEqual([[`POST sites/${site.id}/web-sites`, { address: 'https://shop.example/', everyDays: 7 }]]);
});

test('how often one is looked at is shown, and can be changed', async () => {
  const { page, sent, press } = await show();
  expect(page.textContent).toContain('Every week · next December 7, 2031');
  await press('change how often shop.example is imported');
  const select = document.querySelector<HTMLSelectElement>('dialog select');
  expect(select?.value).toBe('every week');
  await act(async () => {
    if (select) select.selectedIndex = 0;
    select?.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await press('Save');
  expect(sent).toEqual([[`PUT ${sources}/help/schedule`, { everyDays: null }]]);
});

test('who only looks at knowledge sees it, too', async () => {
  const { page, button } = await show('viewer');
  expect(page.textContent).toContain('Every week · next December 7, 2031');
  expect(button('change how often')).toBeUndefined();
});
