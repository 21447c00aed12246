'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { useAdminSites } from './admin-sites.tsx';
import { AgentConnection } from './agent-connection.ts';
import { type AgentState, initialAgentState } from './agent-state.ts';

/** The admin's state of the site that is looked at, kept up to date while the component is shown. On the server there is none yet. */
export function useAgent(): { state: AgentState; connection: AgentConnection | null } {
  const [connection, setConnection] = useState<AgentConnection | null>(null);
  const siteId = useAdminSites().site?.id;
  useEffect(() => {
    if (siteId === undefined) return;
    const made = new AgentConnection(siteId);
    setConnection(made);
    made.connect();
    return () => made.close();
  }, [siteId]);
  const state = useSyncExternalStore(
    connection?.subscribe ?? subscribeToNothing,
    () => connection?.state() ?? initialAgentState,
    () => initialAgentState,
  );
  return { state, connection };
}

const subscribeToNothing = () => () => undefined;
