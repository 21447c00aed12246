'use client';

import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { allSites, useAdminSites } from './admin-sites.tsx';
import { AgentConnection } from './agent-connection.ts';
import { type AgentState, initialAgentState } from './agent-state.ts';
import { AllSitesConnection } from './all-sites-connection.ts';
import type { Listing } from './conversation-view.ts';
import type { InboxConnection } from './inbox-connection.ts';
import { keepListing, keptListing } from './kept-listing.ts';

/**
 * The admin's state of what is looked at, one site or all, kept up to date while the component is shown. On the server there is none yet.
 * @returns `list`: lists other conversations from now on, also on the tab's next page of it
 */
export function useAgent(): {
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
    const made = all ? new AllSitesConnection(siteIds.split(' ')) : new AgentConnection(siteIds);
    made.list(keptListing(scope));
    setConnection(made);
    made.connect();
    return () => made.close();
  }, [siteIds, scope, all]);
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
