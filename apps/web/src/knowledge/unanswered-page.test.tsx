// @vitest-environment jsdom
import type { UnansweredPage as UnansweredPageData } from '@frontdesk/protocol';
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UndoProvider } from '../admin/undo-toast.tsx';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { UnansweredPage } from './unanswered-page.tsx';

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
});
afterEach(clearAdmin);

test('whoever writes the fact has all wordings before them, whole, that become regression cases', async () => {
  const askedAt = '2026-03-01T12:00:00.000Z';
  const questions = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({
    ...{ id, conversationId: 'c', askedAt, count: 1 },
    question: `${id}: May I bring a dog? ${'It is small. '.repeat(20)}`,
  }));
  const data: UnansweredPageData = {
    ...{ hasMore: false, regressionCases: 0 },
    groups: [{ questions, count: 6, lastAskedAt: askedAt }],
  };
  const posted: unknown[] = [];
  const { page } = await showAdmin(
    <UndoProvider>
      <UnansweredPage />
    </UndoProvider>,
    { [`GET sites/${site.id}/unanswered`]: data },
    (asked, sent) => asked.startsWith('POST') && posted.push(sent),
  );
  await act(async () => page.querySelector<HTMLElement>('[aria-label^="Add the fact"]')?.click());
  const kept = [...page.querySelectorAll('dialog li')].map(({ textContent }) => textContent);
  expect(kept).toEqual(questions.map(({ question }) => question));
  await type(page.querySelector('dialog textarea'), 'Dogs are welcome.');
  await act(async () => page.querySelector<HTMLElement>('dialog [type=submit]')?.click());
  expect(posted).toMatchObject([{ text: 'Dogs are welcome.', resolves: ['a', 'b', 'c', 'd', 'e', 'f'] }]);
});
