// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
import { ApprovedPage } from './approved-page.tsx';

afterEach(clearAdmin);

const path = `GET sites/${site.id}/approved-answers`;
const said = (id: string) => ({
  ...{ id, question: `Question ${id}`, answer: `Answer ${id}`, author: 'Ann' },
  updatedAt: '2026-03-18T12:00:00.000Z',
});
const away = () =>
  Response.json({ error: { code: 'internal', message: 'Something went wrong.', traceId: 'a' } }, { status: 500 });

test('what could not be shown more of says so, until it can', async () => {
  const answers: Record<string, unknown> = {
    [path]: { answers: [said('b'), said('a')], more: true },
    [`${path}?before=a`]: away(),
  };
  const { page } = await showAdmin(<ApprovedPage />, answers);
  const questions = () => [...page.querySelectorAll('li h2')].map((one) => one.textContent);
  const more = () => [...page.querySelectorAll('button')].find((one) => one.textContent === 'Show more');
  const problem = () => page.querySelector('[role=alert]');
  await act(async () => more()?.click());
  expect(problem()?.textContent).toBe('Something went wrong.');
  expect(questions()).toEqual(['Question b', 'Question a']);

  answers[`${path}?before=a`] = { answers: [said('0')], more: false };
  await act(async () => more()?.click());
  expect(questions()).toEqual(['Question b', 'Question a', 'Question 0']);
  expect(problem()).toBeNull();
  expect(more()).toBeUndefined();
});
