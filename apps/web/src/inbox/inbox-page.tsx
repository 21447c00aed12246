'use client';

import { type AgentToGateway, agentRequests, type ConversationSummary, may } from '@frontdesk/protocol';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { AdminHeader } from '../admin/admin-header.tsx';
import { SiteScope, useAdminSites, useSiteHref } from '../admin/admin-sites.tsx';
import { SitePage } from '../admin/site-page.tsx';
import { ServiceStrip } from '../service/service-strip.tsx';
import { ConnectionBanner } from './connection/connection-banner.tsx';
import type { ChangeThread } from './connection/thread-change.ts';
import { useInbox } from './connection/use-inbox.ts';
import { ContextDrawer } from './context/context-drawer.tsx';
import { ContextPane } from './context/context-pane.tsx';
import { conversationPath } from './conversation/conversation-path.ts';
import { useUnkeptDrafts } from './drafts/use-draft.ts';
import { KeyboardHelp } from './keys/keyboard-help.tsx';
import { useInboxKeys } from './keys/use-inbox-keys.ts';
import { ConversationList } from './list/conversation-list.tsx';
import { useRowSteps } from './list/use-row-steps.ts';
import { NotificationMenu } from './notifications/notification-menu.tsx';
import { useNotificationChoice } from './notifications/notifications-provider.tsx';
import { useSelection } from './selection/use-selection.ts';
import { DemoHint } from './set-up/demo-hint.tsx';
import { useSetUp } from './set-up/use-set-up.tsx';
import { NoThread } from './thread/no-thread.tsx';
import { Thread } from './thread/thread.tsx';

/** The inbox; of a site that is removed, or none of theirs, what other pages say of it. */
export function InboxPage() {
  const { sites, site, all } = useAdminSites();
  if (sites === null || site !== null || all) return <LiveInbox />;
  return (
    <SitePage title="Inbox" about="Every conversation, live.">
      {() => null}
    </SitePage>
  );
}

/**
 * Service, list, thread, context. Which conversation is open stands in the address, so that a reload, a link and the
 * back button do what they should.
 */
function LiveInbox() {
  const { state, connection, list } = useInbox();
  const siteHref = useSiteHref();
  const address = useSearchParams();
  const { me, sites, site, all, reload } = useAdminSites();
  // Among all sites it stands beside the conversation, which is opened there.
  const threadSite = all ? (sites?.find(({ id }) => id === address.get('of')) ?? null) : site;
  const threadSiteId = threadSite?.id ?? null;
  const asked = agentRequests['conversation:watch'].safeParse({ conversationId: address.get('conversation') });
  const selectedId = (all && threadSite === null ? null : asked.data?.conversationId) ?? null;

  useEffect(() => connection?.open(selectedId, threadSiteId), [connection, selectedId, threadSiteId]);

  const root = useRef<HTMLElement>(null);
  const agentId = state.overview?.agentId ?? null;
  const threadOverview = connection?.threadOverview() ?? null;
  const mayAnswer = may(threadSite?.role ?? null, 'conversations.answer');
  const answersSomewhere = all ? (sites ?? []).some(({ role }) => may(role, 'conversations.answer')) : mayAnswer;
  const onTags = useCallback(async () => (await connection?.tags()) ?? [], [connection]);
  useUnkeptDrafts();
  const change: ChangeThread = async (name, rest) => {
    if (!connection || !selectedId) return null;
    // TypeScript can't see that the rest and the id are the whole.
    const request = { ...rest, conversationId: selectedId } as unknown as Parameters<AgentToGateway[typeof name]>[0];
    const error = await connection.change(name, request);
    // Their role is another one since the page was loaded.
    if (error?.code === 'forbidden') void reload();
    return error?.message ?? null;
  };
  const [help, setHelp] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [drawer, setDrawer] = useState(false);
  const showContext = (generationId?: string) => {
    if (generationId !== undefined) setChosen(generationId);
    // Where there is room it stands beside the thread.
    setDrawer(!window.matchMedia('(min-width: 80rem)').matches);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it shows is of the conversation before
  useEffect(() => setDrawer(false), [selectedId]);
  const select = (conversationId: string | null, siteId = threadSiteId, at: string | null = null) => {
    goingTo.current = conversationId;
    const of = all ? siteId : null;
    const path = conversationId ? conversationPath({ conversationId, of, at }) : '/admin';
    window.history.pushState(null, '', siteHref(path));
  };
  const selectRow = ({ conversationId, siteId, match }: ConversationSummary) =>
    select(conversationId, siteId, match?.id);
  const { step, goingTo } = useRowSteps({ rows: state.conversations, selectedId, onSelect: selectRow });
  const selection = useSelection({
    ...{ connection, state },
    mayAnswerAt: (siteId) =>
      may((all ? sites?.find(({ id }) => id === siteId) : site)?.role ?? null, 'conversations.answer'),
    onForbidden: () => void reload(),
  });
  /** The row that the keyboard is in, or else of what is open. */
  const selectOne = () => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-conversation]')?.dataset.conversation;
    const row = state.conversations?.find(({ conversationId }) => conversationId === (focused ?? selectedId));
    if (row && selection.maySelect(row)) selection.toggle(row.conversationId);
  };
  /** What was done last: with the open one, unless that was before something was done with several. */
  const undo = () => (root.current?.querySelector<HTMLElement>('[data-key="undo"]') ?? newestUndo())?.click();
  /** The first of these in the context, which is in a drawer where it has no room of its own. */
  const focusInContext = (selector: string) => {
    if (!shown) return;
    showContext();
    requestAnimationFrame(() => {
      const all = [
        ...document.querySelectorAll<HTMLElement>(`:is(aside, dialog)[aria-label="Customer and receipt"]${selector}`),
      ];
      all.find((one) => one.offsetParent !== null || one.closest('dialog'))?.focus();
    });
  };
  useInboxKeys(root, {
    next: () => step(1),
    previous: () => step(-1),
    help: () => setHelp(true),
    close: () => goingTo.current && select(null),
    context: () => focusInContext(''),
    earlier: () => focusInContext(' [data-earlier] a'),
    select: selectOne,
    leave: () => selection.clear(),
    undo,
  });
  /** What there is to know of it. */
  const shown = state.thread?.error === null ? state.thread : null;
  const notifications = useNotificationChoice();
  const setUp = useSetUp();
  return (
    <div className="flex h-dvh flex-col">
      {/* A thread on a phone has the screen to itself, with a way back. */}
      <div className={`shrink-0 ${selectedId ? 'max-md:hidden' : ''}`}>
        <AdminHeader link={state.link} onKeys={() => setHelp(true)} />
      </div>
      <ConnectionBanner link={state.link} problem={state.problem} />
      <main ref={root} className="flex min-h-0 flex-1 flex-col">
        <h1 className="sr-only">Inbox</h1>
        {/* Little room is for the conversations, and all of it for whoever does not run the service; that has a page of its own. */}
        {me?.isOwner && (
          <div className="border-line border-b bg-sunken px-4 py-1.5 compact:hidden">
            <ServiceStrip metrics={state.metrics} />
          </div>
        )}
        <div className="flex min-h-0 flex-1">
          <nav
            aria-label="Conversations"
            className={`flex w-full min-w-0 flex-col border-line bg-surface md:w-[22rem] md:shrink-0 md:border-r ${selectedId ? 'max-md:hidden' : ''}`}
          >
            <ConversationList
              conversations={state.conversations}
              more={state.more}
              loadingMore={state.loadingMore}
              problem={state.listProblem}
              selectedId={selectedId}
              listing={state.listing}
              overview={state.overview}
              onList={list}
              onAway={answersSomewhere && connection ? (away) => connection.setAway(away) : null}
              notifications={
                answersSomewhere ? (
                  <NotificationMenu choice={notifications.choice} onChange={notifications.change} />
                ) : null
              }
              onSelect={selectRow}
              namesSites={all}
              onLoadMore={() => void connection?.loadMore()}
              onTags={onTags}
              selection={selection}
              whenNone={setUp.list}
            />
          </nav>
          <div className={`min-w-0 flex-1 ${selectedId ? '' : 'max-md:hidden'}`}>
            {state.thread ? (
              <SiteScope site={threadSite}>
                <Thread
                  key={state.thread.conversationId}
                  thread={state.thread}
                  shownId={address.get('at')}
                  team={threadOverview?.team ?? []}
                  agentName={threadOverview?.team.find(({ id }) => id === agentId)?.name ?? null}
                  mails={threadOverview ? (threadOverview.mails ?? false) : undefined}
                  change={mayAnswer ? change : null}
                  onTyping={(into) => connection?.typing(into)}
                  onBack={() => select(null)}
                  onContext={showContext}
                  onTags={onTags}
                  changesElsewhere={selection.changes}
                  agentId={agentId}
                  onSeen={(seq) =>
                    agentId !== null && void connection?.seen({ conversationId: selectedId ?? '', agentId, seq })
                  }
                />
              </SiteScope>
            ) : setUp.list ? (
              <div className="relative h-full overflow-y-auto">
                <div className="grid min-h-full place-items-center p-6">{setUp.list}</div>
              </div>
            ) : (
              !setUp.loading && (
                <NoThread>
                  <DemoHint />
                </NoThread>
              )
            )}
          </div>
          {shown && (
            <aside
              aria-label="Customer and receipt"
              // The keyboard leads here, to scroll it.
              tabIndex={-1}
              className="relative w-80 shrink-0 overflow-y-auto border-line border-l bg-surface max-xl:hidden"
            >
              <SiteScope site={threadSite}>
                <ContextPane thread={shown} chosen={chosen} onSelect={select} />
              </SiteScope>
            </aside>
          )}
        </div>
      </main>
      {drawer && shown && (
        <ContextDrawer onClose={() => setDrawer(false)}>
          <SiteScope site={threadSite}>
            <ContextPane thread={shown} chosen={chosen} onSelect={select} />
          </SiteScope>
        </ContextDrawer>
      )}
      {help && <KeyboardHelp onClose={() => setHelp(false)} />}
    </div>
  );
}

/** Of the offers to undo that stand over the page. */
const newestUndo = () => [...document.querySelectorAll<HTMLElement>('[data-undo-toast]')].at(-1);
