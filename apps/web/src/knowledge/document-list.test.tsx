// @vitest-environment jsdom
import type { SourceSummary } from '@frontdesk/protocol';
import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { clearAdmin, showAdmin } from '../testing/admin-stage.tsx';
import { DocumentList } from './document-list.tsx';

afterEach(clearAdmin);

const documents = ['a', 'b', 'c'].map((id) => ({
  ...{ id, address: `/${id}`, title: `Page ${id}`, passages: 1_200, error: null },
}));
const passages = [{ id: 'p', titlePath: [], sentences: ['We ship to Ireland.'] }];

it('asks for the passages of the page that is opened, and of no other', async () => {
  const source = { id: 's', kind: 'site' } as SourceSummary;
  const { asked, page } = await showAdmin(
    <DocumentList siteId="site" source={source} mayEdit={false} onChanged={() => {}} />,
    {
      'GET sites/site/sources/s/documents': { documents, more: false },
      ...Object.fromEntries(documents.map(({ id }) => [`GET sites/site/documents/${id}/passages`, passages])),
    },
  );
  const ofSite = () => asked.filter((one) => one.startsWith('GET sites/site/'));
  expect(ofSite()).toEqual(['GET sites/site/sources/s/documents']);
  const [, second] = page.querySelectorAll('details');
  await act(async () => {
    if (second) second.open = true;
    second?.dispatchEvent(new Event('toggle'));
  });
  expect(ofSite().slice(1)).toEqual(['GET sites/site/documents/b/passages']);
  expect(second?.textContent).toContain('We ship to Ireland.');
  expect(second?.textContent).toContain('These are the first 1.');
});

const stillSaid = 'The bot still says what was read before.';

it.each([
  ['a page that failed', 'site', 'done', 'Away.', 1_200, true],
  ['a page that was never read', 'site', 'done', 'Away.', 0, false],
  ['a file whose new one failed', 'file', 'failed', null, 1_200, true],
  ['a file whose new one was stopped', 'file', 'cancelled', null, 1_200, true],
  ['a file', 'file', 'done', null, 1_200, false],
] as const)('of %s tells what is still said', async (_, kind, state, message, count, isStillSaid) => {
  const error = message && { code: 'unreachable', message };
  const { page } = await showAdmin(
    <DocumentList
      siteId="site"
      source={{ id: 's', kind, state } as SourceSummary}
      mayEdit={false}
      onChanged={() => {}}
    />,
    {
      'GET sites/site/sources/s/documents': { documents: [{ ...documents[0], error, passages: count }], more: false },
      'GET sites/site/documents/a/passages': passages,
    },
  );
  expect(page.textContent).toContain(message ?? 'Page a');
  expect(page.textContent?.includes('(1,200)')).toBe(count > 0);
  expect(page.textContent?.includes(stillSaid)).toBe(isStillSaid);
});
