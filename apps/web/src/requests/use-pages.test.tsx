// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { ApprovedPage } from '../knowledge/approved-page.tsx';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';

afterEach(clearAdmin);

const path = `GET sites/${site.id}/approved-answers`;
const said = (id: string) => ({
  ...{ id, question: `Question ${id}`, answer: `Answer ${id}`, author: 'Ann' },
  updatedAt: '2026-03-18T12:00:00.000Z',
});
const away = () =>
  Response.json({ error: { code: 'internal', message: 'Something went wrong.', traceId: 'a' } }, { status: 500 });

/** The list, and how it is gone on with. */
async function showList(answers: Record<string, unknown>) {
  const { asked, page } = await showAdmin(<ApprovedPage />, answers);
  const more = () => [...page.querySelectorAll('button')].find((one) => one.textContent === 'Show more');
  return {
    ...{ asked, more },
    questions: () => [...page.querySelectorAll('li h2')].map((one) => one.textContent),
    problem: () => page.querySelector('[role=alert]'),
    showMore: () => act(async () => more()?.click()),
    remove: (id: string) =>
      act(async () => page.querySelector<HTMLElement>(`[aria-label="Delete: Question ${id}"]`)?.click()),
  };
}

test('what could not be shown more of says so, until it can', async () => {
  const answers: Record<string, unknown> = {
    [path]: { answers: [said('b'), said('a')], more: true },
    [`${path}?before=a`]: away(),
  };
  const { questions, more, problem, showMore } = await showList(answers);
  await showMore();
  expect(problem()?.textContent).toBe('Something went wrong.');
  expect(questions()).toEqual(['Question b', 'Question a']);

  answers[`${path}?before=a`] = { answers: [said('0')], more: false };
  await showMore();
  expect(questions()).toEqual(['Question b', 'Question a', 'Question 0']);
  expect(problem()).toBeNull();
  expect(more()).toBeUndefined();
});

test('a page is read once, however often it is asked for, and takes away none that was read behind it', async () => {
  const arrivals: ((page: object) => void)[] = [];
  const answers: Record<string, unknown> = {
    [path]: { answers: [said('c')], more: true },
    get [`${path}?before=c`]() {
      return new Promise((resolve) => arrivals.push(resolve));
    },
    [`${path}?before=b`]: { answers: [said('a')], more: false },
  };
  const { asked, questions, showMore } = await showList(answers);
  await showMore();
  await showMore();
  const arrive = () => act(async () => arrivals.shift()?.({ answers: [said('b')], more: true }));
  await arrive();
  await showMore();
  await arrive();
  expect(questions()).toEqual(['Question c', 'Question b', 'Question a']);
  expect(asked.filter((one) => one === `${path}?before=c`)).toHaveLength(1);
});

test('what is removed of a further page leaves all others that were shown, and is gone on behind them', async () => {
  const answers: Record<string, unknown> = {
    [path]: { answers: [said('e'), said('d')], more: true },
    [`${path}?before=d`]: { answers: [said('c'), said('b')], more: true },
    [`${path}?before=b`]: { answers: [said('0')], more: false },
  };
  const { asked, questions, showMore, more, remove } = await showList(answers);
  await showMore();
  answers[`${path}?before=d`] = { answers: [said('c'), said('a')], more: true };
  answers[`${path}?before=a`] = answers[`${path}?before=b`];
  await remove('b');
  expect(questions()).toEqual(['Question e', 'Question d', 'Question c', 'Question a']);
  await showMore();
  expect(questions()).toEqual(['Question e', 'Question d', 'Question c', 'Question a', 'Question 0']);
  expect(more()).toBeUndefined();
  expect(asked).not.toContain(`${path}?before=b`);
});
