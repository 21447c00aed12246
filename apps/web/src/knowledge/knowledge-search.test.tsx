// @vitest-environment jsdom
import { act, type ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { ApprovedPage } from './approved-page.tsx';
import { KnowledgePage } from './knowledge-page.tsx';

afterEach(() => {
  clearAdmin();
  vi.useRealTimers();
});

const path = `GET sites/${site.id}`;
const running = {
  ...{ id: 's', kind: 'site', name: 'Help', beginning: '', address: 'https://example.com', format: null },
  state: 'running',
  ...{ done: 1, known: 9, error: null, documents: 1, approved: false, failedDocuments: 0, passages: 1 },
  ...{ createdAt: '2026-03-18T12:00:00.000Z', importedAt: null },
};
const sources = { sources: [running], more: false, total: 1, passages: 1 };
const wait = (ms: number) => act(async () => vi.advanceTimersByTime(ms));

/** Five letters, typed quickly. @returns what was searched for, and how often */
async function typeFive(shown: ReactNode, answers: Record<string, unknown>) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { asked, page } = await showAdmin(shown, answers);
  const field = page.querySelector<HTMLInputElement>('input[type=search]');
  for (const typed of ['p', 'pl', 'pla', 'plan', 'plant']) {
    await wait(40);
    await type(field, typed);
  }
  await wait(300);
  return (what: string) => asked.filter((one) => one.startsWith(what) && one.includes('search='));
}

test('the knowledge is searched once for a word, and not each second while something is imported', async () => {
  const first = `${path}/sources?limit=100`;
  const searches = await typeFive(<KnowledgePage />, { [first]: sources, [`${first}&search=plant`]: sources });
  expect(searches(first)).toEqual([`${first}&search=plant`]);
  expect(searches(`${path}/passages`)).toEqual([`${path}/passages?search=plant`]);
  for (let second = 0; second < 10; second += 1) await wait(1_000);
  expect(searches(first)).toHaveLength(1);
});

test('the approved answers are searched once for a word', async () => {
  const nothing = { answers: [], more: false };
  const answers = `${path}/approved-answers`;
  const searches = await typeFive(<ApprovedPage />, { [answers]: nothing, [`${answers}?search=plant`]: nothing });
  expect(searches(answers)).toEqual([`${answers}?search=plant`]);
});
