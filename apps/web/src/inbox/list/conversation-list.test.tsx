// @vitest-environment jsdom
import type { ConversationSummary } from '@frontdesk/protocol';
import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime.js';
import { act, useState } from 'react';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { AdminSitesProvider } from '../../admin/admin-sites.tsx';
import { clearAdmin, showAdmin, site } from '../../testing/admin-stage.tsx';
import type { Selection } from '../selection/use-selection.ts';
import { wholeInbox } from '../views/conversation-view.ts';
import { ConversationList } from './conversation-list.tsx';

// In jsdom nothing has a height, and so nothing would be in view.
vi.mock('@tanstack/react-virtual', () => ({
  useVirtualizer: ({ count }: { count: number }) => ({
    getVirtualItems: () => Array.from({ length: count }, (_, index) => ({ key: index, index, start: 0 })),
    getTotalSize: () => 0,
    measureElement: () => {},
  }),
}));
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

/** A list of one conversation, and what comes of a finger on it. */
async function pressed() {
  const toggle = vi.fn();
  const onSelect = vi.fn();
  const at = '2026-03-18T12:00:00.000Z';
  const conversation: ConversationSummary = {
    ...{ conversationId: 'c1', siteId: site.id, siteName: site.name, visitorId: 'visitor-1', createdAt: at },
    ...{ lastActivityAt: at, messageCount: 1, lastText: 'hello', lastRole: 'visitor', generationState: null },
    ...{ state: 'waiting_for_person', visitorName: 'Ann', tags: [] },
  };
  const selection = {
    ...{ isOn: false, selected: [], problem: null, maySelect: () => true, has: () => false, toggle },
  } as unknown as Selection;
  const { page } = await showAdmin(
    <ConversationList
      {...{ conversations: [conversation], more: false, loadingMore: false, problem: null, selectedId: null }}
      {...{ listing: wholeInbox, overview: null, onAway: null, notifications: null, namesSites: false, selection }}
      {...{ onList: () => {}, onSelect, onLoadMore: () => {}, onTags: async () => [] }}
    />,
    {},
  );
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const row = page.querySelector('[data-conversation] a') as HTMLElement;
  /** @returns whether the browser goes on with what it makes of it */
  const say = (name: string, told: PointerEventInit = {}) => {
    const kind = name.startsWith('pointer') ? PointerEvent : MouseEvent;
    const how = { bubbles: true, cancelable: true, pointerType: 'touch', isPrimary: true, ...told };
    let goesOn = true;
    act(() => {
      goesOn = row.dispatchEvent(new kind(name, how));
    });
    return goesOn;
  };
  const wait = (ms: number) => act(async () => vi.advanceTimersByTime(ms));
  return { say, wait, toggle, onSelect };
}

test('a finger that stays on a conversation selects it, and does nothing else', async () => {
  const { say, wait, toggle, onSelect } = await pressed();
  say('pointerdown', { clientX: 100, clientY: 100 });
  say('pointermove', { clientX: 104, clientY: 103 });
  await wait(499);
  expect(toggle).not.toHaveBeenCalled();
  await wait(1);
  expect(toggle.mock.calls).toEqual([['c1']]);
  expect(say('contextmenu')).toBe(false);
  say('pointerup');
  expect(say('click', { detail: 1 })).toBe(false);
  expect(onSelect).not.toHaveBeenCalled();
  // The next one opens it.
  say('pointerdown');
  say('pointerup');
  say('click', { detail: 1 });
  expect(onSelect).toHaveBeenCalledTimes(1);
  expect(toggle).toHaveBeenCalledTimes(1);
});

test('where the browser knows a long press itself, that is when it is one', async () => {
  const { say, wait, toggle } = await pressed();
  say('pointerdown');
  await wait(400);
  expect(say('contextmenu')).toBe(false);
  await wait(400);
  expect(toggle.mock.calls).toEqual([['c1']]);
});

test.each([
  ['a finger that moves', [['pointermove', { clientY: 11 }]]],
  ['a finger that scrolls', [['pointercancel', {}]]],
  ['a finger that leaves', [['pointerup', {}]]],
  ['a finger that is not alone', [['pointerdown', { isPrimary: false }]]],
  ['a mouse', [['pointerdown', { pointerType: 'mouse' }]]],
] as const)('%s selects nothing', async (_how, says) => {
  const { say, wait, toggle } = await pressed();
  say('pointerdown');
  for (const [name, told] of says) say(name, told);
  await wait(1_000);
  expect(toggle).not.toHaveBeenCalled();
  // The menu of a mouse is the browser's.
  expect(say('contextmenu')).toBe(true);
});
