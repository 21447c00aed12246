'use client';

import { type AgentToGateway, agentRequests } from '@frontdesk/protocol';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { AdminHeader } from './admin-header.tsx';
import { useMay, useSiteHref } from './admin-sites.tsx';
import type { Listing } from './agent-state.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { ConversationList } from './conversation-list.tsx';
import { KeyboardHelp } from './keyboard-help.tsx';
import { NoThread } from './no-thread.tsx';
import { ServiceTiles } from './service-tiles.tsx';
import { Thread } from './thread.tsx';
import type { ChangeThread } from './thread-change.ts';
import { useAgent } from './use-agent.ts';
import { useInboxKeys } from './use-inbox-keys.ts';

/**
 * The admin: service, list, thread. Which conversation is open stands in the address, so that a reload, a link and the
 * back button do what they should.
 */
export function AdminPage() {
  const { state, connection } = useAgent();
  const siteHref = useSiteHref();
  const asked = agentRequests['conversation:watch'].safeParse({
    conversationId: useSearchParams().get('conversation'),
  });
  const selectedId = asked.data?.conversationId ?? null;

  useEffect(() => connection?.open(selectedId), [connection, selectedId]);
  useEffect(() => {
    if (state.link !== 'signed-out') return;
    const here = `${window.location.pathname}${window.location.search}`;
    window.location.replace(`/admin/sign-in?next=${encodeURIComponent(here)}`);
  }, [state.link]);

  const before = useRef<string | null>(null);
  const list = useRef<HTMLElement>(null);
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    // Back in the list: to the row that was left.
    const row =
      before.current && !selectedId && list.current?.querySelector(`a[href$="=${CSS.escape(before.current)}"]`);
    if (row instanceof HTMLElement) row.focus();
    before.current = selectedId;
  }, [selectedId]);

  const mayAnswer = useMay()('conversations.answer');
  const onList = useCallback((listing: Listing) => connection?.list(listing), [connection]);
  const change: ChangeThread = async (name, rest) => {
    if (!connection || !selectedId) return null;
    // TypeScript can't see that the rest and the id are the whole.
    const request = { ...rest, conversationId: selectedId } as unknown as Parameters<AgentToGateway[typeof name]>[0];
    return (await connection.change(name, request))?.message ?? null;
  };
  const [help, setHelp] = useState(false);
  useInboxKeys(
    root,
    useCallback(() => setHelp(true), []),
  );
  const select = (conversationId: string | null) => {
    window.history.pushState(null, '', siteHref(conversationId ? `/admin?conversation=${conversationId}` : '/admin'));
  };
  return (
    <div className="flex h-dvh flex-col">
      <AdminHeader link={state.link} />
      <ConnectionBanner link={state.link} problem={state.problem} />
      <main ref={root} className="flex min-h-0 flex-1 flex-col max-md:overflow-y-auto">
        <h1 className="sr-only">Inbox</h1>
        <div className={`border-line border-b bg-sunken p-2.5 sm:px-4 sm:py-3 ${selectedId ? 'max-md:hidden' : ''}`}>
          <ServiceTiles metrics={state.metrics} />
        </div>
        <div className={`flex flex-1 md:min-h-0 ${selectedId ? 'min-h-0' : ''}`}>
          <nav
            ref={list}
            aria-label="Conversations"
            className={`w-full border-line bg-surface md:min-h-0 md:w-[22rem] md:overflow-y-auto md:shrink-0 md:border-r ${selectedId ? 'max-md:hidden' : ''}`}
          >
            <ConversationList
              conversations={state.conversations}
              more={state.more}
              loadingMore={state.loadingMore}
              selectedId={selectedId}
              listing={state.listing}
              overview={state.overview}
              onList={onList}
              onAway={mayAnswer ? (away) => void connection?.setAway(away) : null}
              onSelect={select}
              onLoadMore={() => void connection?.loadMore()}
            />
          </nav>
          <div className={`min-w-0 flex-1 ${selectedId ? '' : 'max-md:hidden'}`}>
            {state.thread ? (
              <Thread
                key={state.thread.conversationId}
                thread={state.thread}
                team={state.overview?.team ?? []}
                change={mayAnswer ? change : null}
                onBack={() => select(null)}
              />
            ) : (
              <NoThread />
            )}
          </div>
        </div>
      </main>
      {help && <KeyboardHelp onClose={() => setHelp(false)} />}
    </div>
  );
}
