// @vitest-environment jsdom
import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime.js';
import { act, useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { AdminSitesProvider } from '../../admin/admin-sites.tsx';
import { clearAdmin, showAdmin, site } from '../../testing/admin-stage.tsx';
import type { Selection } from '../selection/use-selection.ts';
import { wholeInbox } from '../views/conversation-view.ts';
import { ConversationList } from './conversation-list.tsx';

afterEach(clearAdmin);

/** The links of an inbox without conversations. */
async function linksOf(inbox: string) {
  const { page } = await showAdmin(
    <SearchParamsContext value={new URLSearchParams({ site: inbox })}>
      <AdminSitesProvider>
        <ConversationList
          {...{ conversations: [], more: false, loadingMore: false, problem: null, selectedId: null }}
          {...{ listing: wholeInbox, overview: null, onAway: null, notifications: null, namesSites: true }}
          {...{ onList: () => {}, onSelect: () => {}, onLoadMore: () => {}, onTags: async () => [] }}
          selection={{ isOn: false, problem: null, maySelect: () => true } as unknown as Selection}
        />
      </AdminSitesProvider>
    </SearchParamsContext>,
    {},
  );
  expect(page.textContent).toContain('They appear here the moment a customer writes.');
  return [...page.querySelectorAll('a')].map((link) => link.getAttribute('href'));
}

test('where no conversation is yet, the chat of the site is led to', async () => {
  expect(await linksOf(site.id)).toEqual(['/chat/demo', `/admin/settings?site=${site.id}`]);
});

test('all sites have no chat of their own', async () => {
  expect(await linksOf('all')).toEqual([]);
});

let select: (ids: string[]) => void;
/** Where nothing is selected, until it is. */
function Listed() {
  const [selected, setSelected] = useState<string[] | null>(null);
  select = setSelected;
  const selection = {
    ...{
      isOn: selected !== null,
      selected: (selected ?? []).map((conversationId) => ({ conversationId, state: 'bot' })),
    },
    ...{ problem: null, team: [], isAll: false, busy: false, maySelect: () => true },
  } as unknown as Selection;
  return (
    <ConversationList
      {...{ conversations: [], more: false, loadingMore: false, problem: null, selectedId: null, selection }}
      {...{ listing: wholeInbox, overview: null, onAway: null, notifications: null, namesSites: true }}
      {...{ onList: () => {}, onSelect: () => {}, onLoadMore: () => {}, onTags: async () => [] }}
    />
  );
}

test.each([
  ['by the list’s head goes on to its bar', [], 'Select all shown'],
  ['with a row stays where it was', ['one'], null],
])('the focus of whoever begins to select %s', async (_how, selected, focused) => {
  await showAdmin(<Listed />, {});
  await act(async () => select(selected));
  expect(document.activeElement?.getAttribute('aria-label')).toBe(focused);
});
