'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { useAdminSites } from './admin-sites.tsx';
import { AgentConnection } from './agent-connection.ts';
import { type AgentState, initialAgentState } from './agent-state.ts';
import { AllSitesConnection } from './all-sites-connection.ts';
import type { InboxConnection } from './inbox-connection.ts';

/** The admin's state of what is looked at, one site or all, kept up to date while the component is shown. On the server there is none yet. */
export function useAgent(): { state: AgentState; connection: InboxConnection | null } {
  const [connection, setConnection] = useState<InboxConnection | null>(null);
  const { sites, site, all } = useAdminSites();
  const siteIds = all ? (sites ?? []).map(({ id }) => id).join(' ') : (site?.id ?? '');
  useEffect(() => {
    if (siteIds === '') return;
    const made = all ? new AllSitesConnection(siteIds.split(' ')) : new AgentConnection(siteIds);
    setConnection(made);
    made.connect();
    return () => made.close();
  }, [siteIds, all]);
  const state = useSyncExternalStore(
    connection?.subscribe ?? subscribeToNothing,
    () => connection?.state() ?? initialAgentState,
    () => initialAgentState,
  );
  return { state, connection };
}

const subscribeToNothing = () => () => undefined;
