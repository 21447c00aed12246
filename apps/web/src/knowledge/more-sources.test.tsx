// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
import { KnowledgePage } from './knowledge-page.tsx';

afterEach(clearAdmin);

const path = `GET sites/${site.id}/sources`;
const at = '2026-03-18T12:00:00.000Z';
const sourceOf = (_: unknown, index: number) => ({
  ...{ id: `${index}`, kind: 'fact', name: `Fact ${index}`, beginning: '', address: null, format: null, state: 'done' },
  ...{ done: 1, known: 1, error: null, documents: 1, approved: false, failedDocuments: 0, passages: 1 },
  ...{ createdAt: at, importedAt: at },
});
const first = (count: number) => ({
  ...{ sources: Array.from({ length: count }, sourceOf), more: count < 101 },
  ...{ total: 101, passages: 101 },
});
const away = () =>
  Response.json({ error: { code: 'internal', message: 'Something went wrong.', traceId: 'a' } }, { status: 500 });

test('where more sources can’t be read, those that are here stay, and it is said below them, until it can', async () => {
  const answers: Record<string, unknown> = {
    // Who can only look at them has fewer buttons, of which a hundred take their time.
    'GET sites': [{ ...site, role: 'viewer' }],
    ...{ [`${path}?limit=100`]: first(100), [`${path}?limit=200`]: away() },
  };
  const { page } = await showAdmin(<KnowledgePage />, answers);
  const listed = () => page.querySelectorAll('[aria-label=Sources] > li').length;
  const more = () => [...page.querySelectorAll('button')].find((one) => one.textContent === 'Show more');
  const problem = () => page.querySelector('[role=alert]');
  await act(async () => more()?.click());
  expect(listed()).toBe(100);
  expect(problem()?.textContent).toBe('Something went wrong.');
  expect(problem()?.nextElementSibling).toBe(more());

  answers[`${path}?limit=200`] = first(101);
  await act(async () => more()?.click());
  expect(listed()).toBe(101);
  expect(problem()).toBeNull();
  expect(more()).toBeUndefined();
});
