'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { AgentConnection } from './agent-connection.ts';
import { type AgentState, initialAgentState } from './agent-state.ts';

/** The admin's state, kept up to date while the component is shown. On the server there is none yet. */
export function useAgent(): { state: AgentState; connection: AgentConnection | null } {
  const [connection, setConnection] = useState<AgentConnection | null>(null);
  useEffect(() => {
    const made = new AgentConnection();
    setConnection(made);
    made.connect();
    return () => made.close();
  }, []);
  const state = useSyncExternalStore(
    connection?.subscribe ?? subscribeToNothing,
    () => connection?.state() ?? initialAgentState,
    () => initialAgentState,
  );
  return { state, connection };
}

const subscribeToNothing = () => () => undefined;
