'use client';

import { usePathname } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { allSites, hrefAt, sitesTogether, useAdminSites, useSiteHref } from '../../admin/admin-sites.tsx';
import { keepTogether, keptTogether } from '../views/kept-together.ts';
import { AgentConnection } from './agent-connection.ts';
import { type AgentState, initialAgentState } from './agent-state.ts';
import { AllSitesConnection } from './all-sites-connection.ts';
import type { InboxConnection } from './inbox-connection.ts';
import { watchIdle } from './watch-idle.ts';

interface Served {
  /** Null until it is known to which sites, and where there is none. */
  connection: InboxConnection | null;
  /** The site, or that it is all of them. */
  scope: string;
}
const nowhere: Served = { connection: null, scope: '' };
const Agent = createContext<Served>(nowhere);

/**
 * Keeps the tab's connection, whatever page of the admin it shows: whoever looks is there for customers as long as they touch the
 * page, and hears of them. What a page wants to show of conversations it asks this connection for.
 */
export function AgentProvider({ children, make = connectionTo }: { children: ReactNode; make?: typeof connectionTo }) {
  const { scope, siteIds } = useServedSites();
  const [served, setServed] = useState(nowhere);
  useEffect(() => {
    if (siteIds === '') return setServed(nowhere);
    const idle = watchIdle(() => connection.tellIdle());
    const connection = make(scope, siteIds.split(' '), idle.isIdle);
    setServed({ connection, scope });
    connection.connect();
    return () => {
      idle.stop();
      connection.close();
    };
  }, [siteIds, scope, make]);
  return <Agent value={served}>{children}</Agent>;
}

const connectionTo = (scope: string, siteIds: readonly string[], isIdle: () => boolean): InboxConnection =>
  scope === allSites ? new AllSitesConnection(siteIds, isIdle) : new AgentConnection(scope, isIdle);

/**
 * The site that is looked at. Where the tab's inbox is of all of them, its other pages, which are about one, do not make an agent
 * leave the rest.
 */
function useServedSites(): { scope: string; siteIds: string } {
  const { sites, site, all } = useAdminSites();
  const isInbox = usePathname() === '/admin';
  useEffect(() => {
    if (isInbox && sites !== null) keepTogether(all);
  }, [isInbox, sites, all]);
  const several = sites !== null && sites.length > 1 && sites.length <= sitesTogether;
  if (all || (!isInbox && several && keptTogether())) {
    return { scope: allSites, siteIds: (sites ?? []).map(({ id }) => id).join(' ') };
  }
  return { scope: site?.id ?? '', siteIds: site?.id ?? '' };
}

/** The tab's connection. */
export const useServed = (): Served => useContext(Agent);

/** The tab's connection, with its state, kept up to date. On the server there is none yet. */
export function useAgent(): Served & { state: AgentState } {
  const served = useServed();
  const { connection } = served;
  const state = useSyncExternalStore(
    connection?.subscribe ?? subscribeToNothing,
    () => connection?.state() ?? initialAgentState,
    () => initialAgentState,
  );
  return { ...served, state };
}

/** How many conversations the agent has to read: their own, and those that are nobody's. */
export function useUnread(): number {
  const { connection } = useServed();
  return useSyncExternalStore(
    connection?.subscribe ?? subscribeToNothing,
    () => unreadOf(connection?.state() ?? initialAgentState),
    () => 0,
  );
}

const unreadOf = ({ overview }: AgentState): number =>
  overview?.unread ? overview.unread.mine + overview.unread.unassigned : 0;

const subscribeToNothing = () => () => undefined;

/** The address, by its path, of the inbox that the connection is to, or of a conversation in it. */
export function useInboxHref(): (path: string) => string {
  const { scope } = useServed();
  const siteHref = useSiteHref();
  return (path) => (scope === allSites ? hrefAt(allSites, path) : siteHref(path));
}
