// @vitest-environment jsdom
import { PathnameContext, SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime.js';
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AdminNav } from '../../admin/admin-nav.tsx';
import { AdminSitesProvider } from '../../admin/admin-sites.tsx';
import { clearAdmin, showAdmin, site } from '../../testing/admin-stage.tsx';
import type { InboxNews } from '../notifications/inbox-news.ts';
import { keepNotificationChoice } from '../notifications/notification-choice.ts';
import { NotificationsProvider } from '../notifications/notifications-provider.tsx';
import { AgentProvider } from './agent-provider.tsx';
import { type AgentState, initialAgentState } from './agent-state.ts';
import type { InboxConnection } from './inbox-connection.ts';
import { useInbox } from './use-inbox.ts';

const other = { ...site, id: '0192f0c1-0000-7000-8000-00000000000b', key: 'hotel', name: 'Gannet House' };
const at = '2026-03-18T12:00:00.000Z';
const conversationId = '0192f0c1-0000-7000-8000-00000000000c';
const news: InboxNews = {
  kind: 'hand-over',
  summary: {
    ...{ conversationId, siteId: other.id, siteName: other.name, visitorId: conversationId, createdAt: at },
    ...{ lastActivityAt: at, messageCount: 1, lastText: 'hello', lastRole: 'visitor', generationState: null },
    state: 'waiting_for_person',
  },
};

/** Connections that were made, as `scope: sites`, and are not closed yet. */
let open: string[] = [];
let listed = 0;
let isIdle: () => boolean;
let state: AgentState;
const listeners = new Set<() => void>();
const tellState = () =>
  act(async () => {
    for (const listener of listeners) listener();
  });
let tellNews: (news: InboxNews) => void;

function connectionTo(scope: string, siteIds: readonly string[], idle: () => boolean): InboxConnection {
  const name = `${scope}: ${siteIds.join(' ')}`;
  isIdle = idle;
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onNews: (listener) => {
      tellNews = listener;
      return () => undefined;
    },
    state: () => state,
    threadOverview: () => null,
    connect: () => open.push(name),
    close: () => open.splice(open.indexOf(name), 1),
    list: () => {
      listed += 1;
    },
    setAway: async () => null,
    tellIdle: () => undefined,
    change: async () => null,
    changeSeveral: async () => [],
    teamOf: () => [],
    seen: async () => undefined,
    tags: async () => [],
    typing: () => undefined,
    open: () => undefined,
    loadMore: async () => undefined,
  };
}

const withUnread = (mine: number, unassigned: number): AgentState => ({
  ...initialAgentState,
  overview: {
    ...{ agentId: 'ada', away: false, team: [], counts: { mine: 9, unassigned: 9, waiting: 9, bot: 9 } },
    unread: { mine, unassigned, waiting: unassigned },
  },
});

beforeEach(() => {
  [open, listed, state] = [[], 0, initialAgentState];
  document.title = 'Unanswered · Frontdesk';
});
afterEach(() => {
  clearAdmin();
  sessionStorage.clear();
  localStorage.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function ListingInbox() {
  useInbox();
  return null;
}

async function showPage(path: string) {
  const [pathname = '', query] = path.split('?');
  const { page } = await showAdmin(
    <PathnameContext value={pathname}>
      <SearchParamsContext value={new URLSearchParams(query)}>
        <AdminSitesProvider>
          <AgentProvider make={connectionTo}>
            <NotificationsProvider>
              <AdminNav />
              {pathname === '/admin' && <ListingInbox />}
            </NotificationsProvider>
          </AgentProvider>
        </AdminSitesProvider>
      </SearchParamsContext>
    </PathnameContext>,
    { 'GET sites': [site, other] },
  );
  return { inbox: () => page.querySelector<HTMLAnchorElement>('a[href^="/admin?"]') };
}

test('on another page than the inbox an agent is there too, over one connection that lists nothing, until nobody touches it', async () => {
  vi.useFakeTimers();
  await showPage(`/admin/unanswered?site=${site.id}`);
  expect(open).toEqual([`${site.id}: ${site.id}`]);
  expect(listed).toBe(0);
  expect(isIdle()).toBe(false);
  vi.advanceTimersByTime(15 * 60_000);
  expect(isIdle()).toBe(true);
  clearAdmin();
  expect(open).toEqual([]);
});

test('the inbox has one connection as well', async () => {
  await showPage(`/admin?site=${site.id}`);
  expect(open).toEqual([`${site.id}: ${site.id}`]);
  expect(listed).toBe(1);
});

test('what is unread stands beside the way to the inbox, and in the name of the tab', async () => {
  const { inbox } = await showPage('/admin/unanswered');
  expect(inbox()?.textContent).toBe('Inbox');
  state = withUnread(1, 2);
  await tellState();
  expect(inbox()?.textContent).toBe('Inbox 3 unread');
  expect(document.title).toBe('(3) Unanswered · Frontdesk');
  state = withUnread(0, 0);
  await tellState();
  expect(inbox()?.textContent).toBe('Inbox');
  expect(document.title).toBe('Unanswered · Frontdesk');
});

test('whoever leaves the inbox of all sites is there for all of them still, until it is of one', async () => {
  const all = `all: ${site.id} ${other.id}`;
  await showPage('/admin?site=all');
  expect(open).toEqual([all]);
  clearAdmin();
  const { inbox } = await showPage(`/admin/unanswered?site=${other.id}`);
  expect(open).toEqual([all]);
  expect(inbox()?.getAttribute('href')).toBe('/admin?site=all');
  clearAdmin();
  await showPage(`/admin?site=${other.id}`);
  clearAdmin();
  await showPage(`/admin/unanswered?site=${other.id}`);
  expect(open).toEqual([`${other.id}: ${other.id}`]);
});

test('on another page news leads to the inbox', async () => {
  const shown: { title: string; onclick?: () => void }[] = [];
  class ShownNotification {
    static readonly permission = 'granted';
    onclick?: () => void;
    readonly title: string;
    constructor(title: string) {
      this.title = title;
      shown.push(this);
    }
    close() {}
  }
  vi.stubGlobal('Notification', ShownNotification);
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  vi.spyOn(window, 'focus').mockReturnValue();
  keepNotificationChoice({ desktop: true, sound: false });
  await showPage(`/admin/unanswered?site=${other.id}&conversation=${conversationId}`);
  const assign = vi.fn();
  vi.stubGlobal('location', { assign });
  tellNews(news);
  await expect.poll(() => shown.map(({ title }) => title)).toEqual(['Visitor 000c waits for a person']);
  shown[0]?.onclick?.();
  expect(assign).toHaveBeenCalledExactlyOnceWith(`/admin?site=${other.id}&conversation=${conversationId}`);
});
