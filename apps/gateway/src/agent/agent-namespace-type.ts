import type { AgentToGateway, GatewayToAgent } from '@frontdesk/protocol';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { SiteAccess } from '../access/site-access.ts';

/** Set by the handshake, and again when the agent's role has changed. */
interface AgentSocketData {
  access: SiteAccess;
  /** Nobody has touched its page for long, or it is none for customers. */
  idle?: boolean;
}

/** All sockets of agents and admins, with the events that they know. */
export type AgentNamespace = Namespace<AgentToGateway, GatewayToAgent, DefaultEventsMap, AgentSocketData>;
export type AgentSocket = Socket<AgentToGateway, GatewayToAgent, DefaultEventsMap, AgentSocketData>;

/** The room of all sockets that look at a site. */
export const siteRoom = (siteId: string): string => `site:${siteId}`;
