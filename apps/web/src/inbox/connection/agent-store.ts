import { type AgentToGateway, CodedError } from '@frontdesk/protocol';
import { type AgentAction, type AgentState, agentReducer, initialAgentState } from './agent-state.ts';
import { type AckOf, type AgentSocket, askGateway } from './ask-gateway.ts';

/** What is known of a site's inbox, as a store for `useSyncExternalStore`; and how the gateway is asked. */
export class AgentStore {
  private readonly socket: AgentSocket;
  private readonly listeners = new Set<() => void>();
  private current: AgentState = initialAgentState;

  constructor(socket: AgentSocket) {
    this.socket = socket;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly state = (): AgentState => this.current;

  get isConnected(): boolean {
    return this.socket.connected;
  }

  dispatch(action: AgentAction): void {
    const next = agentReducer(this.current, action);
    if (next === this.current) return;
    this.current = next;
    for (const listener of this.listeners) listener();
  }

  /** @returns as {@link askGateway} */
  ask<Name extends keyof AgentToGateway>(
    name: Name,
    request: Parameters<AgentToGateway[Name]>[0],
  ): Promise<AckOf<Name> | null> {
    return askGateway(this.socket, name, request);
  }
}

/** In place of an answer that did not come. */
export const notHeard = () =>
  ({
    ok: false,
    error: new CodedError('unavailable', { message: 'The server did not answer. Please try again.' }).toWire(),
  }) as const;
