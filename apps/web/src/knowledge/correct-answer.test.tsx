// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
import { CorrectAnswer } from './correct-answer.tsx';

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
});
afterEach(clearAdmin);

async function correct(question: string, standsAlone = true) {
  const { page, asked } = await showAdmin(<CorrectAnswer siteId={site.id} question={question} answer="No." />, {
    [`POST sites/${site.id}/approved-answers`]: { answerId: 'a', standsAlone },
  });
  await act(async () => page.querySelector('button')?.click());
  await act(async () => page.querySelector<HTMLElement>('dialog [type=submit]')?.click());
  return { page, asked };
}

test.each([
  ['Do you ship to Norway?', true, 'Approved: whoever asks this is told yours'],
  ['Yes', false, 'Approved: whoever begins a chat with this is told yours'],
])('of %j it says who is told the answer', async (question, standsAlone, sentence) => {
  const { page } = await correct(question, standsAlone);
  expect(page.querySelector('[role=status]')?.textContent).toBe(sentence);
});

test('a question that is too long is not saved under words that nobody asks', async () => {
  const { page, asked } = await correct(`Do you ship to Norway, and ${'really '.repeat(30)}soon?`);
  expect(page.querySelector('dialog')?.textContent).toContain('At most 200 characters.');
  expect(asked.filter((one) => one.startsWith('POST'))).toEqual([]);
});
