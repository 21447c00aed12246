// @vitest-environment jsdom
import { act, type ReactNode } from 'react';
import { afterEach, expect, test } from 'vitest';
import { UndoProvider } from '../admin/undo-toast.tsx';
import { CannedRepliesPage } from '../settings/canned-replies-page.tsx';
import { type Answers, clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
import { ApprovedPage } from './approved-page.tsx';
import { KnowledgePage } from './knowledge-page.tsx';
import { UnansweredPage } from './unanswered-page.tsx';

afterEach(clearAdmin);

const path = `sites/${site.id}`;
const at = '2026-03-18T12:00:00.000Z';
const fact = (id: string) => ({
  ...{ id, kind: 'fact', name: `Fact ${id}`, beginning: '', address: null, format: 'text', state: 'done' },
  ...{ done: 1, known: 1, error: null, documents: 1, approved: false, failedDocuments: 0, passages: 1 },
  ...{ createdAt: at, importedAt: at },
});
const question = (id: string) => ({
  questions: [{ id, question: `Question ${id}`, conversationId: id, askedAt: at, count: 1 }],
  ...{ count: 1, lastAskedAt: at },
});
interface List {
  shows: ReactNode;
  reads: string;
  /** The list of what is left. */
  rows: (ids: string[]) => unknown;
  removes: string;
  undone: string;
  answers?: Answers;
}

test.each<[string, string, List]>([
  [
    'a canned reply',
    'Delete',
    {
      shows: <CannedRepliesPage />,
      reads: `GET ${path}/canned-replies`,
      rows: (ids) => ids.map((id) => ({ id, shortcut: id, text: 'Hello!' })),
      removes: `DELETE ${path}/canned-replies/a`,
      undone: 'Deleted: /a',
    },
  ],
  [
    'a fact',
    'Delete',
    {
      shows: <KnowledgePage />,
      reads: `GET ${path}/sources?limit=100`,
      rows: (ids) => ({ sources: ids.map(fact), more: false, total: 2, passages: 2 }),
      removes: `DELETE ${path}/sources/a`,
      undone: 'Forgotten: “Fact a”',
      answers: { [`DELETE ${path}/sources/a`]: { fact: { title: 'Fact a', text: 'It is so.', cases: [] } } },
    },
  ],
  [
    'an approved answer',
    'Delete',
    {
      shows: <ApprovedPage />,
      reads: `GET ${path}/approved-answers`,
      rows: (ids) => ({
        answers: ids.map((id) => ({ id, question: `Question ${id}`, answer: 'Yes.', author: 'ada', updatedAt: at })),
        more: false,
      }),
      removes: `DELETE ${path}/approved-answers/a`,
      undone: 'Deleted: “Question a”',
    },
  ],
  [
    'an unanswered question',
    'Put aside',
    {
      shows: <UnansweredPage />,
      reads: `GET ${path}/unanswered`,
      rows: (ids) => ({ groups: ids.map(question), hasMore: false, regressionCases: 0 }),
      removes: `POST ${path}/unanswered/dismiss`,
      undone: 'Put aside: “Question a”',
    },
  ],
])('a double click that removes %s leaves the one below it', async (_, verb, list) => {
  const answers: Answers = { [list.reads]: list.rows(['a', 'b']), ...list.answers };
  const { asked, page } = await showAdmin(<UndoProvider>{list.shows}</UndoProvider>, answers, (name) => {
    if (name === list.removes) answers[list.reads] = list.rows(['b']);
  });
  const removals = () => asked.filter((name) => name.startsWith('DELETE') || name === list.removes);
  const click = (detail: number) =>
    act(async () => {
      const button = page.querySelector(`li button[aria-label^="${verb}"]`);
      button?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail }));
    });
  await click(1);
  await click(2);
  expect(removals()).toEqual([list.removes]);
  expect(page.textContent).toContain(list.undone);
  await click(1);
  expect(removals()).toHaveLength(2);
});
