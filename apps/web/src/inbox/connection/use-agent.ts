'use client';

import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { allSites, useAdminSites } from '../../admin/admin-sites.tsx';
import type { Listing } from '../views/conversation-view.ts';
import { keepListing, keptListing } from '../views/kept-listing.ts';
import { AgentConnection } from './agent-connection.ts';
import { type AgentState, initialAgentState } from './agent-state.ts';
import { AllSitesConnection } from './all-sites-connection.ts';
import type { InboxConnection } from './inbox-connection.ts';
import { alwaysIdle, watchIdle } from './watch-idle.ts';

/**
 * The admin's state of what is looked at, one site or all, kept up to date while the component is shown. On the server there is none yet.
 * @param options.serves whoever looks is there for customers, as long as they touch the page
 * @returns `list`: lists other conversations from now on, also on the tab's next page of it
 */
export function useAgent({ serves }: { serves: boolean }): {
  state: AgentState;
  connection: InboxConnection | null;
  list: (listing: Listing) => void;
} {
  const [connection, setConnection] = useState<InboxConnection | null>(null);
  const { sites, site, all } = useAdminSites();
  const siteIds = all ? (sites ?? []).map(({ id }) => id).join(' ') : (site?.id ?? '');
  const scope = all ? allSites : siteIds;
  useEffect(() => {
    if (siteIds === '') return;
    const idle = serves ? watchIdle(() => made.tellIdle()) : alwaysIdle;
    const made: InboxConnection = all
      ? new AllSitesConnection(siteIds.split(' '), idle.isIdle)
      : new AgentConnection(siteIds, idle.isIdle);
    made.list(keptListing(scope));
    setConnection(made);
    made.connect();
    return () => {
      idle.stop();
      made.close();
    };
  }, [siteIds, scope, all, serves]);
  const list = useCallback(
    (listing: Listing) => {
      if (!connection) return;
      keepListing(scope, listing);
      connection.list(listing);
    },
    [connection, scope],
  );
  const state = useSyncExternalStore(
    connection?.subscribe ?? subscribeToNothing,
    () => connection?.state() ?? initialAgentState,
    () => initialAgentState,
  );
  return { state, connection, list };
}

const subscribeToNothing = () => () => undefined;
