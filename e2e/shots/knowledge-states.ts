import type { SourceSummary, SourcesPage, UnansweredPage } from '@frontdesk/protocol';
import { expect } from '@playwright/test';
import { showFilled } from './filled-answers.ts';
import type { PageState } from './states.ts';

/** Imports on their way and failed, and questions that wait for a fact. */
export const knowledgeStates: readonly PageState[] = [
  {
    name: 'admin-knowledge-imports',
    path: '/admin/knowledge',
    signedIn: true,
    async show(page) {
      await showFilled<SourcesPage>(page, 'sources', (given) => ({ ...given, sources: imports(given.sources) }));
      await expect(page.getByText('Failed', { exact: true }).first()).toBeVisible();
    },
  },
  {
    name: 'admin-knowledge-schedule',
    path: '/admin/knowledge',
    signedIn: true,
    async show(page) {
      await showFilled<SourcesPage>(page, 'sources', (given) => ({ ...given, sources: imports(given.sources) }));
      await page.getByRole('button', { name: /change how often blog.shop.example is imported/ }).click();
      await expect(page.getByRole('dialog').getByLabel('Look for changes')).toBeVisible();
    },
  },
  {
    name: 'admin-knowledge-same-name',
    path: '/admin/knowledge',
    signedIn: true,
    async show(page) {
      const here = (sources: readonly SourceSummary[]) =>
        imports(sources).map((one): SourceSummary => ({ ...one, kind: 'file', name: 'faq.html', address: null }));
      await showFilled<SourcesPage>(page, 'sources', (given) => ({ ...given, sources: here(given.sources) }));
      const file = { name: 'faq.html', mimeType: 'text/html', buffer: Buffer.from('<p>We ship.') };
      await page.getByLabel('Files to upload').setInputFiles([file]);
      await expect(page.getByRole('dialog', { name: 'faq.html is here already' })).toBeVisible();
    },
  },
  {
    name: 'admin-unanswered-questions',
    path: '/admin/unanswered',
    signedIn: true,
    async show(page) {
      await showFilled<UnansweredPage>(page, 'unanswered', () => waiting);
      await expect(page.getByRole('list', { name: 'Unanswered questions' })).toBeVisible();
    },
  },
];

function imports(sources: readonly SourceSummary[]): SourceSummary[] {
  const [first] = sources;
  if (!first) return [];
  const made = (id: string, part: Partial<SourceSummary>): SourceSummary => ({
    ...first,
    id,
    approved: false,
    ...part,
  });
  const inDays = (days: number) => {
    const at = new Date(Date.now() + days * 86_400_000);
    at.setHours(3, 17);
    return at.toISOString();
  };
  const help: Partial<SourceSummary> = {
    ...{ kind: 'site', name: 'shop.example', address: 'https://shop.example/help' },
    ...{ everyDays: 7, nextImportAt: inDays(3) },
  };
  return [
    made('07', {
      ...{ ...help, name: 'news.shop.example', state: 'failed', documents: 14, passages: 41 },
      ...{ everyDays: 30, nextImportAt: inDays(1) },
      error: {
        code: 'changed_a_lot',
        message:
          'This web site has lost much bit by bit: of 28 pages only 12 would be left. The bot keeps what they said until you import it again yourself.',
      },
    }),
    made('01', { ...help, state: 'running', done: 37, known: 120, documents: 37, passages: 214, importedAt: null }),
    made('02', { kind: 'file', name: 'terms-and-conditions.pdf', state: 'queued', importedAt: null, passages: 0 }),
    made('03', {
      ...{ kind: 'file', name: 'price-list-of-everything-that-we-sell-in-spring.csv', state: 'failed', passages: 0 },
      error: { code: 'unreadable', message: 'The file could not be read: it is damaged, or protected by a password.' },
    }),
    made('04', { ...help, name: 'blog.shop.example', state: 'done', documents: 80, failedDocuments: 3, passages: 512 }),
    made('05', {
      ...{ ...help, name: 'old.shop.example', state: 'cancelled', documents: 4, passages: 9 },
      ...{ everyDays: null, nextImportAt: null },
    }),
    made('06', {
      kind: 'fact',
      name: 'Do you ship to Norway?',
      beginning: 'Yes, within five working days.',
      approved: true,
    }),
  ];
}

const conversationId = '01890000-0000-7000-8000-000000000000';
const asked = (id: string, question: string, count: number) => ({
  ...{ id, question, conversationId, count, askedAt: '2026-11-20T09:00:00.000Z' },
});

const waiting: UnansweredPage = {
  hasMore: false,
  regressionCases: 4,
  groups: [
    {
      ...{ count: 9, lastAskedAt: '2026-11-25T17:12:00.000Z' },
      questions: [
        asked('01', 'Do you rent out plants for weddings?', 5),
        asked('02', 'can i borrow plants for a wedding', 2),
        asked('03', 'Is it possible to hire some of the larger palms for one weekend, with delivery and pick-up?', 1),
        asked('04', 'plants for rent', 1),
      ],
    },
    {
      ...{ count: 1, lastAskedAt: '2026-11-24T08:00:00.000Z' },
      questions: [asked('05', 'Do you have a shop in Lisbon that I could visit on a Sunday afternoon with my dog?', 1)],
    },
  ],
};
